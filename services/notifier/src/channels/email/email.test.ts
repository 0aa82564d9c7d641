import { type AddressInfo, createServer, type Socket } from 'node:net';
import { createManualClock, createSystemClock } from '@duewatch/config';
import { type Fault, startMailSink } from '../../../../../tools/run/src/sinks/index.ts';
import { alertNews } from '../../../test/alert-news.ts';
import { composeAlert } from '../../message/compose-alert.ts';
import type { Message } from '../../message/message.ts';
import type { AlertNews } from '../../message/news.ts';
import { createEmailChannel } from './channel.ts';
import type { EmailSettings } from './config.ts';

const compose = (news: Partial<AlertNews> = {}, more: Partial<Message> = {}): Message => ({
  ...composeAlert(alertNews(news), {
    deliveryId: 'dlv_1',
    threadRootId: 'dlv_1',
    customerName: more.who ?? 'Müller & Söhne',
    sentAgain: null,
    runbooksUrl: 'https://wiki.example.com/duewatch',
  }),
  ...(more as object),
});

const settings: Omit<EmailSettings, 'port'> = {
  channel: 'email',
  host: '127.0.0.1',
  encryption: 'none',
  from: 'duewatch@alerts.example',
  to: ['desk@acme.example', 'lead@acme.example'],
  timeoutMs: 2_000,
};

async function send(messages: readonly Message[], fault?: Fault, port?: number) {
  const sink = await startMailSink();
  if (fault !== undefined) sink.fail(fault);
  const channel = createEmailChannel(
    { ...settings, port: port ?? Number(new URL(sink.url).port) },
    { clock: createSystemClock() },
  );
  const outcomes = [];
  for (const message of messages) outcomes.push(await channel.send(message));
  await channel.close();
  await sink.close();
  return { outcomes, mails: sink.received() };
}

describe('a mail', () => {
  it('is text and HTML with everything a reader needs', async () => {
    const { outcomes, mails } = await send([compose()]);
    expect(outcomes).toEqual([{ kind: 'sent', providerRef: expect.stringMatching(/^250/) }]);
    const [mail] = mails;
    expect(mail?.to).toEqual(['desk@acme.example', 'lead@acme.example']);
    expect(mail?.subject).toBe('[Duewatch] Müller & Söhne (c-1): overdue');
    for (const part of [
      'WARNING: Overdue for more than 30 days',
      'Opened as warning on 2026-03-05',
      'EUR 12,345.60',
      'Call the customer',
      'ep-1',
    ]) {
      expect(mail?.text).toContain(part);
      expect(mail?.html).toContain(part);
    }
    expect(mail?.text).toContain('oldest clean overdue 34 days > 30');
    expect(mail?.html).toContain('oldest clean overdue 34 days &gt; 30');
    const runbook = 'https://wiki.example.com/duewatch/OVERDUE_30.md';
    expect(mail?.text).toContain(`Runbook\n  ${runbook}`);
    expect(mail?.html).toContain(`<a href="${runbook}">`);
    expect(mail?.html).toContain('<code>npx duewatch alerts ack ');
  });

  it('keeps its Message-ID over tries', async () => {
    const { mails } = await send([compose(), compose()]);
    expect(mails.map(({ messageId }) => messageId)).toEqual(
      Array(2).fill('<dlv_1@alerts.example>'),
    );
  });

  it('joins the conversation of its case: same subject, reference to the first mail', async () => {
    const resolved = compose({ transition: 'resolved', resolveReason: 'paid' }, { id: 'dlv_2' });
    const { mails } = await send([compose(), resolved]);
    expect(mails[0]?.inReplyTo).toBe('');
    expect(mails[1]).toMatchObject({
      subject: mails[0]?.subject,
      inReplyTo: '<dlv_1@alerts.example>',
      references: ['<dlv_1@alerts.example>'],
    });
  });

  it('is marked as a list and as automatic, so that nobody’s holiday note comes back', async () => {
    const { mails } = await send([compose()]);
    const headers = new Map(mails[0]?.headers.map(({ name, line }) => [name, line]));
    expect(headers.get('list-id')).toContain('<alerts.duewatch.alerts.example>');
    expect(headers.get('auto-submitted')).toContain('auto-generated');
  });

  it.each([
    ['carriage return and line feed', 'Acme\r\nBcc: victim@x.test'],
    ['a bare line feed', 'Acme\nBcc: victim@x.test'],
    ['a Unicode line separator', 'Acme\u2028Bcc: victim@x.test'],
    ['an encoded word', '=?utf-8?Q?=0D=0ABcc:_victim@x.test?='],
  ])('lets no name with %s into the headers', async (_, who) => {
    const { mails } = await send([compose({}, { who })]);
    expect(mails[0]?.headers.map(({ name }) => name)).not.toContain('bcc');
    expect(mails[0]?.to).toEqual(['desk@acme.example', 'lead@acme.example']);
    expect(mails[0]?.subject).toMatch(/^\[Duewatch\] /);
  });

  it('shows a name with markup as it is written', async () => {
    const who = '<script>alert("x")</script> & \'Co\'';
    const { mails } = await send([compose({ reasons: [who] }, { who })]);
    expect(mails[0]?.html).not.toContain('<script');
    expect(mails[0]?.html).toContain('&lt;script&gt;');
    expect(mails[0]?.text).toContain(who);
  });

  it('says when it may be a repeat', async () => {
    const { mails } = await send([compose({}, { isPossibleRepeat: true })]);
    expect(mails[0]?.text).toContain('may have received this message before');
  });
});

describe('a mail server that does not take the mail', () => {
  it.each<[string, Fault, object]>([
    ['for now', { kind: 'status', status: 451 }, { kind: 'retry', reason: 'receiver_busy' }],
    ['for good', { kind: 'status', status: 554 }, { kind: 'dead', reason: 'rejected' }],
    [
      'and whose answer is lost',
      { kind: 'swallow' },
      { kind: 'retry', reason: 'connection_lost', mayHaveArrived: true },
    ],
    ['in time', { kind: 'hang' }, { kind: 'retry', reason: 'timeout', mayHaveArrived: true }],
  ])('%s', async (_, fault, expected) => {
    expect((await send([compose()], fault)).outcomes).toMatchObject([expected]);
  });

  it('though it never falls silent', async () => {
    const clock = createManualClock(1_772_700_000_000);
    const server = await startDribbler();
    const channel = createEmailChannel({ ...settings, port: server.port }, { clock });
    const outcome = channel.send(compose());
    await server.dribbled;
    await clock.advance(4 * settings.timeoutMs);
    // Should it wait on, the server ends it, and then the reason is another one.
    await server.close();
    expect(await outcome).toEqual({ kind: 'retry', reason: 'timeout', mayHaveArrived: true });
    await channel.close();
  });

  it('because it is away', async () => {
    const { outcomes } = await send([compose()], undefined, 1);
    expect(outcomes).toEqual([{ kind: 'retry', reason: 'unreachable', mayHaveArrived: false }]);
  });
});

/** An SMTP server whose answer to the first command goes on line by line and has no end. */
async function startDribbler() {
  const { promise: dribbled, resolve: hasDribbled } = Promise.withResolvers<void>();
  const sockets: Socket[] = [];
  const server = createServer((socket) => {
    sockets.push(socket.on('error', () => {}));
    socket.write('220 slow.example\r\n');
    socket.once('data', () => {
      let lines = 0;
      const dribble = setInterval(() => {
        socket.write('250-slow.example\r\n');
        lines += 1;
        if (lines === 5) hasDribbled();
      }, 10);
      socket.once('close', () => clearInterval(dribble));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    dribbled,
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
