import type { RiskChanged } from '@duewatch/contracts';
import { Webhook } from 'standardwebhooks';
import type { WebhookSink } from '../../../tools/run/src/sinks/index.ts';
import { changeRecord, customerRecord } from './alert-record.ts';
import { codec, Rig, type World } from './rig.ts';

const ROUTES = `
route: { receiver: ops }
changes:
  - { receiver: systems, tenant: acme }
`;

/** What the body of a change says, as far as tests ask. */
interface Told {
  readonly type: string;
  readonly data: Pick<RiskChanged, 'customerId' | 'position' | 'previousPosition'> & {
    readonly key: string;
    readonly isPossibleRepeat: boolean;
  };
}

const toldBy = ({ body }: ReturnType<WebhookSink['received']>[number]) => body as Told;

/** The changes of a tenant by signed webhook, on the twins and on real servers alike. */
export function changesContract(name: string, makeWorld: () => Promise<World>): void {
  describe(name, () => {
    let rig: Rig;
    beforeEach(async () => {
      rig = await Rig.create(await makeWorld());
      rig.writeRoutes(ROUTES);
    });
    afterEach(() => rig.close());

    /** The `nth` change of a customer, from 1. */
    const change = (nth: number, more: Partial<RiskChanged> = {}) =>
      changeRecord(codec, {
        position: at(nth),
        previousPosition: nth > 1 ? at(nth - 1) : null,
        acceptedAt: rig.now(),
        ...more,
      });
    const at = (nth: number) => ({ generation: 0, offset: 10 * nth, index: 0 });

    /** Places of the changes that the system has got of a customer, in the order of arrival. */
    const chainOf = (customerId: string) =>
      rig.webhook
        .received()
        .map(toldBy)
        .filter(({ data }) => data.customerId === customerId)
        .map(({ data }) => data.position.offset / 10);

    /** Each message that arrived is one that the ledger has as sent, and the other way round. */
    async function expectLedgerOfWhatArrived(): Promise<void> {
      const sent = (await rig.deliveries()).filter(({ outcome }) => outcome === 'sent');
      const ids = rig.webhook.received().map(({ id }) => id);
      expect(ids.toSorted()).toEqual(sent.map(({ deliveryId }) => deliveryId).sort());
      expect(new Set(ids).size).toBe(ids.length);
    }

    it('tells a system each change, signed, with all that the topic says', async () => {
      await rig.start();
      await rig.publish(change(1), change(2));
      await rig.drained();
      const [first, second] = rig.webhook.received();
      const { rawBody = '', headers = {} } = second ?? {};
      expect(new Webhook(rig.webhook.secret).verify(rawBody, headers)).toMatchObject({
        type: 'io.duewatch.risk.changed',
        data: {
          changeId: 'acme|c-1@0.20.0',
          key: 'acme|c-1',
          tenantId: 'acme',
          kinds: ['band'],
          treatment: 'firm',
          cleanOverdue: [{ currency: 'EUR', amountMinor: 1_234_560 }],
          effectiveOn: '2026-03-05',
          position: at(2),
          previousPosition: at(1),
          follows: at(1),
          isPossibleRepeat: false,
          sentAgain: null,
        },
      });
      expect(first?.id).toMatch(/^dlv_[0-9a-f]{32}$/);
      expect(await rig.deliveries()).toMatchObject([
        { episodeId: 'acme|c-1@0.10.0', transition: 'changed', receiver: 'systems' },
        { episodeId: 'acme|c-1@0.20.0', customerId: 'c-1', outcome: 'sent', attempt: 1 },
      ]);
      await expectLedgerOfWhatArrived();
    });

    it('tells advice and silent feeds, too, which are links of the same chains', async () => {
      await rig.start();
      const about = { tenantId: 'acme', acceptedAt: rig.now(), suppressed: false } as const;
      const causedBy = { eventId: 'tick', source: '/test', type: 'io.duewatch.ar.x' };
      const kept = customerRecord(
        codec,
        'PromiseKept',
        {
          ...{ ...about, customerId: 'c-1', causedBy, calendarId: 'sample', keptOn: 20_000 },
          ...{ policyVersion: 'default@1', modelVersion: '1', promiseId: 'P-1', currency: 'EUR' },
          ...{ promisedFor: 20_000, promisedMinor: 500, keptMinor: 500 },
          ...{ position: at(2), previousPosition: at(1) },
        },
        { tenantId: 'acme', customerId: 'c-1', at: rig.now() },
      );
      const silent = customerRecord(
        codec,
        'FeedStale',
        {
          ...{ ...about, causedBy, source: 'erp', partition: 1, isStale: true, since: rig.now() },
          ...{ position: at(1), previousPosition: null },
        },
        { tenantId: 'acme', customerId: '~feed.erp.1', at: rig.now() },
      );
      await rig.publish(change(1), kept, silent);
      await rig.drained();
      const told = rig.webhook.received().map(toldBy);
      expect(told.filter(({ data }) => data.key === 'acme|c-1')).toMatchObject([
        { type: 'io.duewatch.risk.changed' },
        { type: 'io.duewatch.risk.promise_kept', data: { promiseId: 'P-1', keptMinor: 500 } },
      ]);
      expect(told.filter(({ data }) => data.key !== 'acme|c-1')).toMatchObject([
        { type: 'io.duewatch.risk.feed_stale', data: { key: 'acme|~feed.erp.1', isStale: true } },
      ]);
    });

    it('keeps the changes of another tenant from it', async () => {
      await rig.start();
      await rig.publish(change(1), change(1, { tenantId: 'globex', customerId: 'c-2' }));
      await rig.drained();
      expect(rig.webhook.received().map(({ body }) => body)).toMatchObject([
        { data: { key: 'acme|c-1' } },
      ]);
      expect(await rig.deliveries()).toHaveLength(1);
    });

    it('sets aside a change under the key of another customer', async () => {
      await rig.start();
      await rig.publish({ ...change(1, { tenantId: 'globex' }), key: 'acme|c-1' });
      const [status] = await rig.drained();
      expect(status?.deadLetters).toEqual({ key_mismatch: 1 });
      expect(rig.webhook.received()).toEqual([]);
    });

    it('gets everything after an outage, once and in order; others do not wait', async () => {
      await rig.start({ maxTries: 1_000 });
      rig.webhook.fail({ kind: 'status', status: 500 }, Number.POSITIVE_INFINITY);
      const customers = Array.from({ length: 12 }, (_, i) => `c-${i}`);
      for (const nth of [1, 2, 3]) {
        await rig.publish(...customers.map((customerId) => change(nth, { customerId })));
      }
      await rig.publish(rig.opened());
      await rig.until('Slack is told meanwhile', () => rig.heard().ops.length === 1);
      await rig.until(
        'it was tried in vain',
        async () => (await rig.status()).retried['webhook:receiver_error'],
      );
      expect(rig.webhook.received()).toEqual([]);
      rig.webhook.heal();
      const [status] = await rig.drained();
      for (const customerId of customers) expect(chainOf(customerId)).toEqual([1, 2, 3]);
      expect(status).toMatchObject({ sent: { webhook: 36, slack: 1 }, possibleRepeats: 0 });
      const sent = (await rig.deliveries()).filter(({ receiver }) => receiver === 'systems');
      expect(sent).toHaveLength(36);
    });

    it('tells a system that hears alerts, too, of those first', async () => {
      rig.writeRoutes(ROUTES.replace('ops', 'systems'));
      await rig.start();
      rig.webhook.fail({ kind: 'delay', delayMs: 100 }, Number.POSITIVE_INFINITY);
      const customers = Array.from({ length: 40 }, (_, i) => `c-${i}`);
      await rig.publish(...customers.map((customerId) => change(1, { customerId })));
      await rig.until('some are told', () => rig.webhook.received().length > 1);
      await rig.publish(rig.opened());
      await rig.drained();
      const { systems } = rig.heard();
      expect(systems).toHaveLength(41);
      expect(systems.indexOf('io.duewatch.risk.alert_opened')).toBeLessThan(20);
    });

    it('marks what may be a repeat, under the same id', async () => {
      await rig.start();
      rig.webhook.fail({ kind: 'swallow' });
      await rig.publish(change(1), change(2));
      await rig.drained();
      const [first, again, next] = rig.webhook.received();
      expect(again?.id).toBe(first?.id);
      expect(again?.body).toMatchObject({ data: { isPossibleRepeat: true, position: at(1) } });
      expect(next?.body).toMatchObject({ data: { isPossibleRepeat: false, position: at(2) } });
    });

    it('catches up with a history by its newest word, without a hole', async () => {
      await rig.start();
      rig.webhook.fail({ kind: 'status', status: 500 });
      const history = Array.from({ length: 30 }, (_, i) => change(i + 1, { suppressed: true }));
      await rig.publish(...history, change(31));
      await rig.drained();
      expect(chainOf('c-1')).toEqual([1, 30, 31]);
      const [, newest, news] = rig.webhook.received().map(({ body }) => body);
      expect(newest).toMatchObject({
        data: { suppressed: true, previousPosition: at(29), follows: at(1) },
      });
      expect(news).toMatchObject({ data: { suppressed: false, follows: at(30) } });
    });

    it('takes a change that the topic repeats once', async () => {
      await rig.start();
      await rig.publish(change(1), change(2), change(1), change(2));
      const [status] = await rig.drained();
      expect(chainOf('c-1')).toEqual([1, 2]);
      expect(status?.skipped).toMatchObject({ repeat: 2 });
    });

    it('sets aside what no try helps, reports it, and goes on: the gap shows', async () => {
      await rig.start({ maxTries: 2, operators: 'ops' });
      rig.webhook.fail({ kind: 'status', status: 500 }, 2);
      await rig.publish(change(1), change(2));
      await rig.until('operators know', () => rig.heard().ops.length === 1);
      await rig.drained();
      const [change2] = rig.webhook.received().map(toldBy);
      expect(change2?.data).toMatchObject({ position: at(2), previousPosition: at(1) });
      expect(await rig.deadLetters()).toMatchObject([
        {
          ...{ reason: 'undeliverable', topic: 'risk.changes', offset: 0 },
          detail: 'systems: receiver_error after 2 tries',
        },
      ]);
      expect(await rig.deliveries()).toMatchObject([{ outcome: 'failed' }, { outcome: 'sent' }]);
    });

    it('sends nothing again when state and queue are lost, and loses nothing', async () => {
      await rig.start();
      await rig.publish(change(1), change(1, { customerId: 'c-2' }));
      await rig.drained();
      rig.webhook.fail({ kind: 'status', status: 503 }, Number.POSITIVE_INFINITY);
      await rig.publish(change(2), change(3));
      await rig.until(
        'it was tried',
        async () => (await rig.status()).retried['webhook:receiver_busy'],
      );
      await rig.stop();
      rig.loseState();
      await rig.world.wipeQueue();
      rig.webhook.heal();
      await rig.start();
      await rig.drained();
      expect(chainOf('c-1')).toEqual([1, 2, 3]);
      expect(chainOf('c-2')).toEqual([1]);
      await expectLedgerOfWhatArrived();
    });

    it('begins and ends with the routes, and drops what then still waits', async () => {
      rig.writeRoutes('route: { receiver: ops }');
      await rig.start();
      await rig.publish(change(1));
      await rig.drained();
      rig.webhook.fail({ kind: 'status', status: 500 }, Number.POSITIVE_INFINITY);
      rig.writeRoutes(ROUTES);
      await rig.until('changes go to it', async () => {
        await rig.publish(change(2));
        return (await rig.status()).retried['webhook:receiver_error'];
      });
      rig.writeRoutes('route: { receiver: ops }');
      await rig.drained();
      expect(rig.webhook.received()).toEqual([]);
      expect(await rig.deliveries()).toMatchObject([
        { episodeId: 'acme|c-1@0.20.0', outcome: 'suppressed', reason: 'unsubscribed' },
      ]);
    });
  });
}
