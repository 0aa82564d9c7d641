import type { CloudEventJson } from '@duewatch/door-client';
import { dunning } from './dunning-consumer.ts';
import { alertsOf, eventsOf, examplePath, raise, type Stage } from './stage.ts';

const tenantId = 'demo';
const source = 'bank';
const silent = 'A source of events has gone silent';

/** What the door says of a source when it watches one by itself; here a script does. */
function ofFeed(what: 'went_silent' | 'resumed', at: string, data: object): CloudEventJson {
  return {
    ...{ specversion: '1.0', id: `feed-${what}`, source: '/monitor', time: at },
    type: `io.duewatch.ar.feed.${what}`,
    calendarid: 'sample',
    data: { source, ...data },
  };
}

describe('a source that falls silent, on real Kafka, registry, Redis and BullMQ', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await raise(undefined, [{ tenantId, calendarId: 'sample' }]);
    await stage.send(tenantId, await eventsOf(examplePath('late-payer.jsonl')));
    await stage.drained();
  }, 300_000);
  afterAll(async () => {
    await stage.close();
  }, 120_000);

  const send = async (event: CloudEventJson) => {
    expect(await stage.send(tenantId, [event])).toMatchObject({ accepted: 1, rejected: [] });
    await stage.drained();
  };

  it('is told to people once, and its customers are not dunned until it is heard', async () => {
    await dunning(stage, async (dunOn) => {
      const before = await dunOn();
      expect(before).toMatchObject({ held: 0, losses: 0 });
      const at = '2026-06-01T09:00:00Z';
      await send(ofFeed('went_silent', at, { silentSince: '2026-05-29T09:00:00Z' }));
      expect(await feedAlerts()).toEqual(['opened']);
      expect(told()).toEqual({ slack: 1, email: 1, webhook: 1 });
      const customers = Object.keys(before.treatments).length;
      expect(await dunOn()).toEqual({ ...before, held: customers });
      expect(await order()).toMatchObject({ verdict: 'refer', state: { feedSilent: true } });

      await send(ofFeed('resumed', '2026-06-01T10:00:00Z', { resumedAt: '2026-06-01T10:00:00Z' }));
      expect(await feedAlerts()).toEqual(['opened', 'resolved']);
      expect(told()).toEqual({ slack: 2, email: 2, webhook: 2 });
      expect(await dunOn()).toEqual(before);
      expect(await order()).toMatchObject({ verdict: 'approve', state: { feedSilent: false } });
    });
  }, 120_000);

  /** What the alert of the source did so far. */
  async function feedAlerts() {
    const all = alertsOf((await stage.look(tenantId)).tally);
    return all.filter(({ code }) => code === 'FEED_SILENT').map(({ transition }) => transition);
  }

  /** Messages about it by channel. */
  function told() {
    const { slack, email, webhook } = stage.pipeline.sinks;
    const about = (messages: readonly object[]) =>
      messages.filter((one) => JSON.stringify(one).includes(silent)).length;
    return {
      slack: about(slack.received()),
      email: about(email.received()),
      webhook: about(webhook.received()),
    };
  }

  /** What a shop is told that wants to sell to a good customer. */
  async function order(): Promise<unknown> {
    const { services, tenants } = stage.pipeline;
    const answer = await fetch(`${services.doorUrl}/v1/credit-checks`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${tenants[0]?.apiKey}`,
        'content-type': 'application/json',
      },
      body: JSON.stringify({ customerId: 'L-300', amountMinor: 100, currency: 'EUR' }),
    });
    return await answer.json();
  }
});
