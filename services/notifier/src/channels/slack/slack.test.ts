import { createManualClock } from '@duewatch/config';
import fc from 'fast-check';
import { slackRefusal, startSlackSink } from '../../../../../tools/run/src/sinks/index.ts';
import { alertNews } from '../../../test/alert-news.ts';
import { createAddressGuard } from '../../http/address-guard.ts';
import { composeAlert } from '../../message/compose-alert.ts';
import { composeStorm } from '../../message/compose-storm.ts';
import { composeSummary } from '../../message/compose-summary.ts';
import type { Message } from '../../message/message.ts';
import type { AlertNews } from '../../message/news.ts';
import { createSlackChannel } from './channel.ts';
import { renderSlack } from './render.ts';

const compose = (news: Partial<AlertNews> = {}, customerName = 'Müller & Söhne') =>
  composeAlert(alertNews(news), {
    deliveryId: 'dlv_1',
    threadRootId: 'dlv_1',
    customerName,
    sentAgain: null,
    runbooksUrl: null,
  });

/** Every text of a payload, as it goes over the wire. */
const textsOf = (message: Message) => JSON.stringify(renderSlack(message));

describe('a Slack message', () => {
  it('holds everything a reader needs', () => {
    const text = textsOf(compose());
    for (const part of [
      'WARNING · Overdue for more than 30 days',
      'Müller & Söhne (c-1)',
      'Opened as warning on 2026-03-05',
      'oldest clean overdue 34 days &gt; 30',
      'EUR 12,345.60',
      'Band C, score 412 of 1,000',
      'Call the customer',
      'episode ep-1',
    ]) {
      expect(text).toContain(part);
    }
  });

  it('shows names as plain text', () => {
    const plain = renderSlack(compose()).blocks.filter(({ text }) => text?.type === 'plain_text');
    expect(plain[1]?.text?.text).toBe('Müller & Söhne (c-1)');
  });

  it.each([
    ['a mention', '<!channel> GmbH'],
    ['a link', '<https://evil.example|Acme>'],
    ['a user', '<@U123>'],
    ['an entity', '&lt;!here&gt;'],
    ['line breaks', 'Acme\r\n\u2028Ltd\u0000'],
    ['nothing but spaces', '   '],
    ['a name of 10,000 characters', '<&>'.repeat(3_334)],
    ['half a character at the cut', '😀'.repeat(2_000)],
    ['right-to-left marks', '\u202emeca\u202c'],
  ])('survives a customer whose name is %s', (_, name) => {
    const reasons = Array(9).fill(name) as string[];
    const message = compose({ title: name.slice(0, 140) || 'x', reasons }, name);
    expect(slackRefusal(renderSlack(message))).toBeUndefined();
    expect(textsOf(message)).not.toMatch(/<[!@#h]/);
    expect(textsOf(message)).not.toMatch(/\\ud83d(?!\\ude00)/i);
  });

  it('survives any name, in a message and in the summary of a storm', () => {
    const name = fc.string({ unit: 'binary', maxLength: 4_000 });
    fc.assert(
      fc.property(fc.array(name, { minLength: 1, maxLength: 12 }), (names) => {
        const items = names.map((customerName, at) => ({
          deliveryId: `dlv_${at}`,
          news: alertNews({ episodeId: `ep-${at}`, reasons: [customerName] }),
          customerName,
          wasTold: false,
        }));
        for (const message of [compose({}, names[0]), composeStorm('held-ops-1', items)]) {
          expect(slackRefusal(renderSlack(message))).toBeUndefined();
        }
      }),
      { numRuns: 200 },
    );
  });

  it('stays within the limits with the longest evidence', () => {
    const evidence = Array.from({ length: 200 }, (_, i) => ({
      field: `field${i}`,
      value: 9e15,
      threshold: -9e15,
      unit: '<&>',
      text: '&'.repeat(120),
    }));
    expect(slackRefusal(renderSlack(compose({ evidence })))).toBeUndefined();
  });

  it('stays within the limits as a summary of 500 alerts', () => {
    const items = Array.from({ length: 500 }, (_, i) => ({
      deliveryId: `dlv_${i}`,
      news: alertNews({ episodeId: `ep-${i}` }),
      customerName: '<!channel>'.repeat(400),
      wasTold: false,
    }));
    const summary = composeSummary('opening', 'ops', items);
    const payload = summary === null ? undefined : renderSlack(summary);
    expect(slackRefusal(payload)).toBeUndefined();
    expect(JSON.stringify(payload)).toContain('and 480 more');
  });

  it('links to the runbook', () => {
    const link = '<https://wiki.example.com/duewatch/OVERDUE_30.md|OVERDUE_30.md>';
    const runbook = 'https://wiki.example.com/duewatch/OVERDUE_30.md';
    expect(textsOf({ ...compose(), runbook })).toContain(link);
    expect(textsOf(compose())).toContain('docs/runbooks/OVERDUE_30.md');
  });

  it('says when it may be a repeat', () => {
    expect(textsOf({ ...compose(), isPossibleRepeat: true })).toContain('possible repeat');
  });
});

describe('sending to Slack', () => {
  async function sendTo(prepare: (sink: Awaited<ReturnType<typeof startSlackSink>>) => void) {
    const sink = await startSlackSink();
    prepare(sink);
    const guard = createAddressGuard({ allowPrivateAddresses: ['127.0.0.1'], allowedPorts: [] });
    const clock = createManualClock(0);
    const settings = { channel: 'slack', url: sink.url, timeoutMs: 5_000 } as const;
    const outcome = await createSlackChannel(settings, { clock, guard }).send(compose());
    await sink.close();
    return { outcome, sink };
  }

  it('is sent when Slack says ok', async () => {
    const { outcome, sink } = await sendTo(() => {});
    expect(outcome).toEqual({ kind: 'sent', providerRef: null });
    expect(sink.received()[0]?.text).toContain('Müller & Söhne');
  });

  it.each([
    [
      'waits as long as Slack asks',
      429,
      7,
      'retry',
      { reason: 'rate_limited', retryAfterMs: 7_000 },
    ],
    ['tries again after an error at Slack', 500, undefined, 'retry', { mayHaveArrived: false }],
    [
      'marks the next try after a gateway timeout',
      504,
      undefined,
      'retry',
      { mayHaveArrived: true },
    ],
    ['gives up on a webhook that is gone', 404, undefined, 'dead', { reason: 'gone' }],
    ['gives up on an archived channel', 410, undefined, 'dead', { reason: 'gone' }],
    ['gives up on a payload that is refused', 400, undefined, 'dead', { reason: 'rejected' }],
  ])('%s', async (_, status, retryAfterSeconds, kind, more) => {
    const pause = retryAfterSeconds === undefined ? {} : { retryAfterSeconds };
    const { outcome } = await sendTo((sink) => sink.fail({ kind: 'status', status, ...pause }));
    expect(outcome).toMatchObject({ kind, ...more });
  });

  it('marks the next try when the answer is lost', async () => {
    const { outcome } = await sendTo((sink) => sink.fail({ kind: 'swallow' }));
    expect(outcome).toEqual({ kind: 'retry', reason: 'connection_lost', mayHaveArrived: true });
  });

  it('does not follow a redirect', async () => {
    const { outcome } = await sendTo((sink) => sink.fail({ kind: 'redirect', location: '/x' }));
    expect(outcome).toEqual({ kind: 'dead', reason: 'redirected' });
  });
});
