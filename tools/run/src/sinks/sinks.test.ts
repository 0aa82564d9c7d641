import { createHmac } from 'node:crypto';
import { connect } from 'node:net';
import { createManualClock } from '@duewatch/config';
import { slackRefusal, startMailSink, startSlackSink, startWebhookSink } from './index.ts';

const closing: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

function closeLater<S extends { close(): Promise<void> }>(sink: S): S {
  closing.push(() => sink.close());
  return sink;
}

function post(url: string, body: unknown, headers: Record<string, string> = {}) {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return fetch(url, { method: 'POST', body: text, headers });
}

const section = (text: string) => ({ type: 'section', text: { type: 'mrkdwn', text } });

describe('the Slack sink', () => {
  it('keeps a message, shows it over HTTP with its text decoded', async () => {
    const sink = closeLater(await startSlackSink({ clock: createManualClock(5_000) }));
    const answer = await post(sink.url, { text: 'a', blocks: [section('M &amp; S &lt;3')] });
    expect(await answer.text()).toBe('ok');
    expect(sink.received()).toMatchObject([{ receivedAtMs: 5_000, text: 'M & S <3' }]);
    const view = (await (await fetch(sink.messagesUrl)).json()) as { count: number };
    expect(view.count).toBe(1);
  });

  it('keeps a repeated message twice', async () => {
    const sink = closeLater(await startSlackSink());
    await post(sink.url, { text: 'a' });
    await post(sink.url, { text: 'a' });
    expect(sink.received()).toHaveLength(2);
  });

  it.each([
    ['no JSON', '{', 'invalid_payload'],
    ['no text', { blocks: [section('a')] }, 'no_text'],
    ['51 blocks', { text: 'a', blocks: Array(51).fill({ type: 'divider' }) }, 'more than 50'],
    ['a section of 3,001 characters', { text: 'a', blocks: [section('x'.repeat(3_001))] }, '3000'],
    ['an unescaped mention', { text: 'a', blocks: [section('<!channel> pay')] }, 'control'],
    ['an empty text', { text: 'a', blocks: [section('')] }, 'empty text'],
  ])('refuses %s, as Slack does', async (_, body, reason) => {
    const sink = closeLater(await startSlackSink());
    const answer = await post(sink.url, body);
    expect(answer.status).toBe(400);
    expect(await answer.text()).toContain(reason);
    expect(sink.received()).toEqual([]);
    expect(sink.refused()).toHaveLength(1);
  });

  it('takes a message at the limits', () => {
    const blocks = Array(50).fill(section('x'.repeat(3_000)));
    expect(slackRefusal({ text: 'a', blocks })).toBeUndefined();
  });
});

describe('a sink told to fail', () => {
  it('answers 429 with Retry-After as often as told, then works again', async () => {
    const sink = closeLater(await startSlackSink());
    sink.fail({ kind: 'status', status: 429, retryAfterSeconds: 7 }, 2);
    const answers = [];
    for (let i = 0; i < 3; i += 1) answers.push(await post(sink.url, { text: 'a' }));
    expect(answers.map(({ status }) => status)).toEqual([429, 429, 200]);
    expect(answers[0]?.headers.get('retry-after')).toBe('7');
    expect(sink.received()).toHaveLength(1);
  });

  it('keeps a message whose answer it swallows', async () => {
    const sink = closeLater(await startSlackSink());
    sink.fail({ kind: 'swallow' });
    await expect(post(sink.url, { text: 'a' })).rejects.toThrow();
    expect(sink.received()).toHaveLength(1);
  });

  it('keeps nothing of a connection it resets', async () => {
    const sink = closeLater(await startSlackSink());
    sink.fail({ kind: 'reset' });
    await expect(post(sink.url, { text: 'a' })).rejects.toThrow();
    expect(sink.received()).toEqual([]);
  });

  it('can be closed while a sender waits for its answer', async () => {
    const sink = await startSlackSink();
    sink.fail({ kind: 'hang' });
    const waiting = expect(post(sink.url, { text: 'a' })).rejects.toThrow();
    await sink.close();
    await waiting;
  });
});

describe('the webhook sink', () => {
  const nowMs = 1_800_000_000_000;

  function sign(secret: string, id: string, timestamp: string, body: string): string {
    const key = Buffer.from(secret.slice('whsec_'.length), 'base64');
    return createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64');
  }

  async function send(change: { secret?: string; timestamp?: string; drop?: string }) {
    const sink = closeLater(await startWebhookSink({ clock: createManualClock(nowMs) }));
    const timestamp = change.timestamp ?? String(nowMs / 1_000);
    const body = '{"type":"x"}';
    const headers: Record<string, string> = {
      'webhook-id': 'msg_1',
      'webhook-timestamp': timestamp,
      'webhook-signature': `v1,${sign(change.secret ?? sink.secret, 'msg_1', timestamp, body)}`,
    };
    if (change.drop !== undefined) delete headers[change.drop];
    const answer = await post(sink.url, body, headers);
    return { sink, status: answer.status, text: await answer.text() };
  }

  it('takes what is signed with its secret', async () => {
    const { sink, status } = await send({});
    expect(status).toBe(200);
    expect(sink.received()).toMatchObject([{ id: 'msg_1', body: { type: 'x' } }]);
  });

  it.each([
    ['another secret', { secret: `whsec_${'A'.repeat(32)}` }, 'bad_signature'],
    ['a time stamp of six minutes ago', { timestamp: '1799999640' }, 'bad_timestamp'],
    ['no id', { drop: 'webhook-id' }, 'missing_headers'],
  ])('refuses %s', async (_, change, reason) => {
    const { sink, status, text } = await send(change);
    expect([status, text]).toEqual([401, reason]);
    expect(sink.received()).toEqual([]);
  });
});

describe('the mail sink', () => {
  const lines = [
    'From: a@x.test',
    'To: b@x.test',
    'Subject: =?utf-8?Q?=C3=9Cberf=C3=A4llig?=',
    'Message-ID: <1@x.test>',
    'In-Reply-To: <0@x.test>',
    'References: <0@x.test>',
    '',
    'hi',
    '.',
  ];

  /** Speaks just enough SMTP; answers with the last reply, or throws when the line goes dead. */
  function sendMail(url: string): Promise<string> {
    const script = ['EHLO x', 'MAIL FROM:<a@x.test>', 'RCPT TO:<b@x.test>', 'DATA'];
    const steps = [...script, lines.join('\r\n')];
    return new Promise((resolve, reject) => {
      const socket = connect(Number(new URL(url).port), '127.0.0.1');
      socket.setEncoding('utf8');
      socket.on('error', reject);
      socket.on('close', () => reject(new Error('closed')));
      socket.on('data', (text: string) => {
        const last = text.trimEnd().split('\r\n').at(-1) ?? '';
        const step = /^\d{3} /.test(last) ? steps.shift() : undefined;
        if (step !== undefined) socket.write(`${step}\r\n`);
        else if (/^\d{3} /.test(last)) {
          resolve(last);
          socket.destroy();
        }
      });
    });
  }

  it('parses what it is sent', async () => {
    const sink = closeLater(await startMailSink());
    expect(await sendMail(sink.url)).toMatch(/^250 /);
    expect(sink.received()).toMatchObject([
      {
        to: ['b@x.test'],
        subject: 'Überfällig',
        text: expect.stringContaining('hi'),
        messageId: '<1@x.test>',
        inReplyTo: '<0@x.test>',
        references: ['<0@x.test>'],
      },
    ]);
    const view = (await (await fetch(sink.messagesUrl)).json()) as { count: number };
    expect(view.count).toBe(1);
  });

  it('refuses for now when told so, then takes the next try', async () => {
    const sink = closeLater(await startMailSink());
    sink.fail({ kind: 'status', status: 451 });
    expect(await sendMail(sink.url)).toMatch(/^451 /);
    expect(await sendMail(sink.url)).toMatch(/^250 /);
    expect(sink.received()).toHaveLength(1);
  });

  it('keeps a message whose answer it swallows', async () => {
    const sink = closeLater(await startMailSink());
    sink.fail({ kind: 'swallow' });
    await expect(sendMail(sink.url)).rejects.toThrow('closed');
    expect(sink.received()).toHaveLength(1);
  });
});
