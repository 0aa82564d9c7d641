import { createManualClock } from '@duewatch/config';
import { Webhook } from 'standardwebhooks';
import { type Fault, startWebhookSink } from '../../../../../tools/run/src/sinks/index.ts';
import { alertNews } from '../../../test/alert-news.ts';
import { createAddressGuard } from '../../http/address-guard.ts';
import { composeAlert } from '../../message/compose-alert.ts';
import type { AlertNews } from '../../message/news.ts';
import { createWebhookChannel } from './channel.ts';

const secretOf = (fill: number) => `whsec_${Buffer.alloc(32, fill).toString('base64')}`;

const compose = (news: Partial<AlertNews> = {}) =>
  composeAlert(alertNews(news), {
    deliveryId: 'dlv_0123456789abcdef',
    threadRootId: 'dlv_0123456789abcdef',
    customerName: 'Acme',
    sentAgain: null,
    runbooksUrl: 'https://wiki.example.com/duewatch',
  });

async function sendTwice(options: { secrets?: string[]; fault?: Fault; secret?: string }) {
  // The library of the standard checks against the real time.
  const clock = createManualClock(Date.now());
  const sink = await startWebhookSink({ clock, secret: options.secret ?? secretOf(1) });
  if (options.fault !== undefined) sink.fail(options.fault);
  const channel = createWebhookChannel(
    {
      channel: 'webhook',
      url: sink.url,
      secrets: options.secrets ?? [secretOf(1)],
      timeoutMs: 5_000,
    },
    {
      clock,
      guard: createAddressGuard({ allowPrivateAddresses: ['127.0.0.1'], allowedPorts: [] }),
    },
  );
  const first = await channel.send(compose());
  await clock.advance(5_000);
  const second = await channel.send({ ...compose(), isPossibleRepeat: true });
  await sink.close();
  return { sink, first, second, received: sink.received() };
}

describe('a webhook', () => {
  it('verifies with the library of the standard', async () => {
    const { received } = await sendTwice({});
    for (const { rawBody, headers } of received) {
      expect(new Webhook(secretOf(1)).verify(rawBody, headers)).toMatchObject({
        type: 'io.duewatch.risk.alert_opened',
      });
    }
    expect(received).toHaveLength(2);
  });

  it('does not verify with another secret', async () => {
    const { received } = await sendTwice({});
    const [one] = received;
    expect(() => new Webhook(secretOf(2)).verify(one?.rawBody ?? '', one?.headers ?? {})).toThrow();
  });

  it('verifies with the old and with the new secret while they are exchanged', async () => {
    const { received } = await sendTwice({ secrets: [secretOf(1), secretOf(2)] });
    const [one] = received;
    for (const fill of [1, 2]) {
      const verify = () =>
        new Webhook(secretOf(fill)).verify(one?.rawBody ?? '', one?.headers ?? {});
      expect(verify).not.toThrow();
    }
  });

  it('keeps its id over tries, signs each anew, says which may be a repeat', async () => {
    const { received } = await sendTwice({ fault: { kind: 'swallow' } });
    const [first, second] = received;
    expect(first?.id).toBe('dlv_0123456789abcdef');
    expect(second?.id).toBe(first?.id);
    expect(second?.headers['webhook-timestamp']).not.toBe(first?.headers['webhook-timestamp']);
    expect(first?.body).toMatchObject({ data: { isPossibleRepeat: false } });
    expect(second?.body).toMatchObject({ data: { isPossibleRepeat: true } });
  });

  it('carries the alert in numbers that a machine can use', async () => {
    const { received } = await sendTwice({});
    expect(received[0]?.body).toMatchObject({
      timestamp: '2026-03-05T08:40:00.000Z',
      data: {
        deliveryId: 'dlv_0123456789abcdef',
        episodeId: 'ep-1',
        transition: 'opened',
        customerId: 'c-1',
        severity: 'warning',
        openedOn: '2026-03-05',
        atStake: { amountMinor: 1_234_560, currency: 'EUR' },
        evidence: [{ value: 34, threshold: 30, said: 'oldest clean overdue 34 days > 30' }],
        position: { generation: 0, offset: 1, index: 0 },
      },
    });
  });

  it.each<[string, Fault, object]>([
    ['tries again after 404', { kind: 'status', status: 404 }, { kind: 'retry', reason: 'gone' }],
    [
      'tries again after 400',
      { kind: 'status', status: 400 },
      { kind: 'retry', reason: 'rejected' },
    ],
    ['gives up after 410', { kind: 'status', status: 410 }, { kind: 'dead', reason: 'gone' }],
    ['takes a redirect for a failure', { kind: 'redirect', location: '/x' }, { kind: 'retry' }],
    ['is sent even if the answer is endless', { kind: 'endless' }, { kind: 'sent' }],
    [
      'waits as long as a busy receiver asks',
      { kind: 'status', status: 503, retryAfterSeconds: 9 },
      { kind: 'retry', reason: 'receiver_busy', retryAfterMs: 9_000 },
    ],
    ['tries again after a reset', { kind: 'reset' }, { kind: 'retry', mayHaveArrived: true }],
  ])('%s', async (_, fault, expected) => {
    const { first, second } = await sendTwice({ fault });
    expect(first).toMatchObject(expected);
    expect(second).toMatchObject({ kind: 'sent' });
  });
});
