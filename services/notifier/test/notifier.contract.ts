import { partitionOf } from '@duewatch/event-bus';
import { MARCH_5 } from './alert-news.ts';
import { joinRecord, nameRecord } from './alert-record.ts';
import { codec, Rig, type World } from './rig.ts';

const HOUR_MS = 3_600_000;

/** What the notifier promises, on the twins and on real servers alike. */
export function notifierContract(name: string, makeWorld: () => Promise<World>): void {
  describe(name, () => {
    let rig: Rig;
    beforeEach(async () => {
      rig = await Rig.create(await makeWorld());
    });
    afterEach(() => rig.close());

    it('tells everyone who wants to know, and records it beside the alert', async () => {
      await rig.start();
      await rig.publish(rig.opened({ severity: 'error' }));
      await rig.drained();
      expect(rig.heard()).toEqual({
        ops: ['ERROR · Overdue for more than 30 days'],
        desk: ['ERROR: Overdue for more than 30 days'],
        systems: ['io.duewatch.risk.alert_opened'],
      });
      const deliveries = await rig.deliveries();
      expect(deliveries.map(({ receiver, channel }) => `${receiver} by ${channel}`).sort()).toEqual(
        ['desk by email', 'ops by slack', 'systems by webhook'],
      );
      for (const delivery of deliveries) {
        expect(delivery).toMatchObject({
          tenantId: 'acme',
          customerId: 'c-1',
          episodeId: 'ep-c-1',
          transition: 'opened',
          cause: 'tick-1',
          outcome: 'sent',
          attempt: 1,
          possibleRepeat: false,
        });
      }
      const [alert] = await rig.records('risk.alerts');
      const records = await rig.records('risk.deliveries');
      expect(new Set(records.map(({ partition }) => partition))).toEqual(
        new Set([alert?.partition]),
      );
      expect(records[0]).toMatchObject({
        key: 'ep-c-1',
        headers: { ce_type: 'io.duewatch.risk.delivery_recorded', ce_partitionkey: 'acme|c-1' },
      });
    });

    it('spares a receiver what is milder than it asked for', async () => {
      await rig.start();
      await rig.publish(
        rig.opened({ customerId: 'c-1', severity: 'warning' }),
        rig.opened({ customerId: 'c-2', severity: 'info' }),
      );
      await rig.drained();
      const { ops, desk, systems } = rig.heard();
      expect([ops.length, desk.length, systems.length]).toEqual([1, 0, 2]);
    });

    it('tells a case in order, its end to all who heard of it, mails in one thread', async () => {
      await rig.start();
      await rig.publish(
        rig.opened({ severity: 'warning' }),
        rig.escalated(),
        rig.resolved({ severity: 'error' }),
      );
      await rig.drained();
      expect(rig.heard()).toEqual({
        ops: [
          'WARNING · Overdue for more than 30 days',
          'ERROR · Overdue for more than 60 days',
          'RESOLVED · Overdue for more than 30 days',
        ],
        desk: ['ERROR: Overdue for more than 60 days', 'RESOLVED: Overdue for more than 30 days'],
        systems: ['opened', 'escalated', 'resolved'].map((t) => `io.duewatch.risk.alert_${t}`),
      });
      const [escalation, end] = rig.mail.received();
      expect(escalation?.text).toContain('Escalated from warning to error');
      expect(end?.text).toContain('Resolved on 2026-03-05, on the same day: paid');
      expect(end).toMatchObject({ inReplyTo: escalation?.messageId, subject: escalation?.subject });
    });

    it('tells the end of what it told, however mild it has become', async () => {
      await rig.start();
      await rig.publish(rig.opened({ severity: 'error' }));
      await rig.drained();
      await rig.publish(rig.resolved({ severity: 'info', ...rig.placed(2) }));
      await rig.drained();
      expect(rig.heard().desk).toHaveLength(2);
    });

    it('tells who heard its end that it sets in again on that day, however mildly', async () => {
      await rig.start();
      const mild = { severity: 'info' } as const;
      const tomorrow = { changedOn: MARCH_5 + 1 };
      const steps = [
        rig.opened({ severity: 'error' }),
        rig.resolved(rig.placed(2)),
        rig.opened({ ...mild, ...rig.placed(3) }),
        rig.resolved({ ...mild, ...rig.placed(4) }),
        rig.opened({ ...mild, ...tomorrow, ...rig.placed(5) }),
      ];
      const heard: number[] = [];
      for (const step of steps) {
        await rig.publish(step);
        await rig.drained();
        heard.push(rig.heard().desk.length);
      }
      expect(heard).toEqual([1, 2, 3, 4, 4]);
    });

    it('keeps nothing of a case that has ended', async () => {
      await rig.start();
      await rig.publish(rig.opened(), rig.resolved(rig.placed(2)));
      await rig.drained();
      for (const partition of [0, 1, 2]) {
        expect((await rig.store.scan(partition, 'cases', '0', 10)).fields).toEqual([]);
      }
    });

    it('tells nobody of history', async () => {
      await rig.start();
      await rig.publish(
        rig.opened({ suppressed: true }),
        rig.resolved({ suppressed: true, ...rig.placed(2) }),
      );
      await rig.drained();
      expect(rig.heard()).toEqual({ ops: [], desk: [], systems: [] });
      expect(await rig.deliveries()).toEqual([]);
    });

    it('takes no alert twice and notices one that never came', async () => {
      await rig.start();
      await rig.publish(rig.opened(), rig.opened());
      await rig.publish(rig.resolved({ ...rig.placed(5) }), rig.opened());
      const [status] = await rig.drained();
      expect(status).toMatchObject({ gaps: 1, skipped: { repeat: 2 } });
      expect(rig.heard().systems).toHaveLength(2);
    });

    it('calls a customer by the name on its card, and by its id once that is erased', async () => {
      await rig.start();
      await rig.publish(nameRecord(codec, 'c-1', 'Müller & Söhne'));
      await rig.drained();
      await rig.publish(rig.opened());
      await rig.drained();
      const card = nameRecord(codec, 'c-1', '');
      await rig.publish({ ...card, value: null });
      await rig.drained();
      await rig.publish(rig.resolved(rig.placed(2)));
      await rig.drained();
      const [first, second] = rig.slack.received();
      expect(first?.text).toContain('Müller & Söhne (c-1)');
      expect(second?.text).toContain('c-1');
      expect(second?.text).not.toContain('Müller');
    });

    it('tells of a silent feed, which is no customer', async () => {
      await rig.start();
      const subject = {
        kind: 'feed',
        tenantId: 'acme',
        customerId: null,
        ref: 'erp-lyon',
      } as const;
      await rig.publish(rig.opened({ customerId: null, alertId: 'ep-feed', subject }));
      await rig.drained();
      expect(rig.slack.received()[0]?.text).toContain('erp-lyon');
    });

    it('brings a message to a failing receiver once it works again, others at once', async () => {
      await rig.start();
      rig.slack.fail({ kind: 'status', status: 500 }, 3);
      await rig.publish(rig.opened({ severity: 'error' }));
      await rig.until('the others have it', () => rig.heard().desk.length === 1);
      const [status] = await rig.drained();
      expect(rig.heard().ops).toHaveLength(1);
      expect(status).toMatchObject({ retried: { 'slack:receiver_error': 3 }, possibleRepeats: 0 });
      const ops = (await rig.deliveries()).find(({ receiver }) => receiver === 'ops');
      expect(ops).toMatchObject({ outcome: 'sent', attempt: 4, possibleRepeat: false });
    });

    it('holds back what follows in a case until its start is delivered', async () => {
      await rig.start();
      rig.slack.fail({ kind: 'status', status: 503 }, 4);
      await rig.publish(rig.opened(), rig.escalated(), rig.resolved());
      await rig.drained();
      expect(rig.heard().ops.map((line) => line.split(' · ')[0])).toEqual([
        'WARNING',
        'ERROR',
        'RESOLVED',
      ]);
    });

    it('leaves a receiver alone for as long as it asks', async () => {
      await rig.start();
      rig.slack.fail({ kind: 'status', status: 429, retryAfterSeconds: 1 });
      await rig.publish(rig.opened({ customerId: 'c-1' }));
      await rig.until('it asked', async () => (await rig.status()).retried['slack:rate_limited']);
      const asked = rig.now();
      await rig.publish(rig.opened({ customerId: 'c-2' }));
      await rig.drained();
      const waits = rig.slack.received().map(({ receivedAtMs }) => receivedAtMs - asked);
      expect(waits).toHaveLength(2);
      // Time may have passed between the answer and our noticing it.
      expect(Math.min(...waits)).toBeGreaterThan(800);
    });

    it('marks what may be a repeat, under the same id', async () => {
      await rig.start();
      rig.webhook.fail({ kind: 'swallow' });
      await rig.publish(rig.opened());
      const [status] = await rig.drained();
      const [first, second] = rig.webhook.received();
      expect(second?.id).toBe(first?.id);
      expect(second?.body).toMatchObject({ data: { isPossibleRepeat: true } });
      expect(status).toMatchObject({ possibleRepeats: 1 });
      const systems = (await rig.deliveries()).find(({ receiver }) => receiver === 'systems');
      expect(systems).toMatchObject({ attempt: 2, possibleRepeat: true });
    });

    it('sets aside what no try can deliver, and goes on with the case', async () => {
      await rig.start({ maxTries: 3 });
      rig.slack.fail({ kind: 'status', status: 500 }, 3);
      await rig.publish(rig.opened());
      await rig.drained();
      const failed = (await rig.deliveries()).filter(({ outcome }) => outcome === 'failed');
      expect(failed).toMatchObject([{ receiver: 'ops', reason: 'receiver_error', attempt: 3 }]);
      const [alert] = await rig.records('risk.alerts');
      expect(await rig.deadLetters()).toMatchObject([
        {
          consumer: 'notifier',
          reason: 'undeliverable',
          topic: 'risk.alerts',
          partition: alert?.partition,
          offset: alert?.offset,
          detail: 'ops: receiver_error after 3 tries',
        },
      ]);
      await rig.publish(rig.resolved(rig.placed(2)));
      const [status] = await rig.drained();
      expect(rig.heard().ops).toEqual(['RESOLVED · Overdue for more than 30 days']);
      expect(status).toMatchObject({ failed: { slack: 1 }, sent: { slack: 1 } });
    });

    it('tells nobody twice when its state is lost', async () => {
      await rig.start();
      await rig.publish(rig.opened({ severity: 'error' }), rig.opened({ customerId: 'c-2' }));
      await rig.drained();
      const before = rig.heard();
      await rig.stop();
      rig.loseState();
      await rig.world.wipeQueue();
      await rig.start();
      await rig.drained();
      expect(rig.heard()).toEqual(before);
      await rig.publish(rig.resolved(rig.placed(2)));
      await rig.drained();
      expect(rig.heard().desk).toHaveLength(2);
    });

    it('loses nothing when the queue loses everything', async () => {
      await rig.start();
      rig.slack.fail({ kind: 'status', status: 500 }, 6);
      await rig.publish(
        ...Array.from({ length: 9 }, (_, i) => rig.opened({ customerId: `c-${i}` })),
      );
      await rig.until(
        'it was tried',
        async () => (await rig.status()).retried['slack:receiver_error'],
      );
      await rig.world.wipeQueue();
      await rig.drained();
      expect(rig.slack.received()).toHaveLength(9);
    });

    it('delivers after a restart what was owed before', async () => {
      await rig.start();
      rig.slack.fail({ kind: 'status', status: 500 }, 1_000);
      await rig.publish(rig.opened());
      await rig.until(
        'it was tried',
        async () => (await rig.status()).retried['slack:receiver_error'],
      );
      await rig.stop();
      rig.slack.heal();
      await rig.start();
      await rig.drained();
      expect(rig.heard().ops).toHaveLength(1);
    });

    it('tells what is too old in one summary per receiver', async () => {
      const acceptedAt = rig.now() - 25 * HOUR_MS;
      await rig.publish(
        rig.opened({ customerId: 'c-1', severity: 'critical', acceptedAt }),
        rig.opened({ customerId: 'c-2', acceptedAt }),
        rig.opened({ customerId: 'c-3', acceptedAt }),
        rig.resolved({ customerId: 'c-3', acceptedAt, ...rig.placed(2) }),
      );
      await rig.start();
      await rig.drained();
      expect(rig.heard().ops).toEqual(['CRITICAL · 2 open alerts at 2 customers']);
      expect(rig.slack.received()[0]?.text).toContain('1 critical, 1 warning. 1 alert ended');
      expect(rig.heard().desk).toHaveLength(1);
      const rows = (await rig.deliveries()).filter(({ receiver }) => receiver === 'ops');
      expect(
        rows.map(({ transition, outcome, reason }) => [transition, outcome, reason]).sort(),
      ).toEqual([
        ['opened', 'skipped', 'caught_up'],
        ['opened', 'skipped', 'caught_up'],
        ['opened', 'skipped', 'caught_up'],
        ['resolved', 'skipped', 'caught_up'],
        ['summary', 'sent', null],
      ]);
    });

    it('tells a fresh alert of a case after the summary of its past', async () => {
      const acceptedAt = rig.now() - 25 * HOUR_MS;
      await rig.publish(rig.opened({ acceptedAt }), rig.escalated());
      await rig.start();
      await rig.drained();
      expect(rig.heard().ops).toEqual([
        'WARNING · 1 open alert at 1 customer',
        'ERROR · Overdue for more than 60 days',
      ]);
    });

    it('tells the opening position once a history has joined the present', async () => {
      await rig.start();
      const acceptedAt = rig.now();
      const history = { suppressed: true, acceptedAt };
      await rig.publish(
        rig.opened({ customerId: 'c-1', severity: 'error', ...history }),
        rig.opened({ customerId: 'c-2', ...history }),
        rig.opened({ customerId: 'c-3', severity: 'info', ...history }),
        rig.opened({ customerId: 'c-4', ...history }),
        rig.resolved({ customerId: 'c-4', ...history, ...rig.placed(2) }),
      );
      await rig.drained();
      expect(rig.heard().systems).toEqual([]);
      const customers = ['c-1', 'c-2', 'c-3', 'c-4'];
      await rig.publish(...customers.map((id) => joinRecord(codec, id, acceptedAt + 1)));
      // Alerting is behind scoring: the last of the history comes after the join.
      await rig.publish(rig.opened({ customerId: 'c-5', ...history }));
      await rig.publish(joinRecord(codec, 'c-5', acceptedAt + 1));
      await rig.drained();
      expect(rig.heard()).toEqual({
        ops: ['ERROR · 3 open alerts at 3 customers'],
        desk: ['ERROR: 1 open alert at 1 customer'],
        systems: ['io.duewatch.risk.alert_summary'],
      });
      // Alerting never told it open, so it marks its end as history.
      await rig.publish(rig.resolved({ customerId: 'c-1', suppressed: true, ...rig.placed(2) }));
      await rig.drained();
      expect(rig.heard().ops).toHaveLength(2);
      expect(rig.slack.received()[1]?.text).toContain('Resolved on');
    });

    it('shares the work with another process, and each message is told once', async () => {
      await rig.start();
      await rig.start();
      const customers = Array.from({ length: 30 }, (_, i) => `c-${i}`);
      await rig.publish(...customers.map((customerId) => rig.opened({ customerId })));
      await rig.until('all are told', () => rig.slack.received().length >= 30);
      await rig.drained();
      expect(rig.slack.received()).toHaveLength(30);
      expect(rig.webhook.received()).toHaveLength(30);
      expect(new Set(rig.webhook.received().map(({ id }) => id)).size).toBe(30);
    });

    it('sets aside what it cannot read and goes on', async () => {
      await rig.start();
      const alert = rig.opened();
      await rig.publish({ ...alert, value: Buffer.from('not avro') });
      await rig.publish(alert);
      const [status] = await rig.drained();
      expect(status?.deadLetters).toEqual({ unreadable: 1 });
      expect(rig.heard().ops).toHaveLength(1);
      expect((await rig.deadLetters())[0]).toMatchObject({ reason: 'unreadable' });
      const partitions = (await rig.records('risk.alerts')).map(({ partition }) => partition);
      expect(partitions).toEqual(Array(2).fill(partitionOf('acme|c-1', 3)));
    });
  });
}
