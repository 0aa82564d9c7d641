import { envelopeOf } from '@duewatch/contracts';
import { partitionOf } from '@duewatch/event-bus';
import { until } from '@duewatch/testing';
import { commandRecord, silenceRecords } from './command-record.ts';
import { at, profileRecord, tombstone, wireCondition, wireProfile } from './profile-record.ts';
import { codec, Rig, type World } from './rig.ts';

/** Of every world that the contract is held against. */
export const PARTITIONS = 3;

/** What alerting promises, on the twins and on real servers alike. */
export function alertingContract(name: string, makeWorld: () => Promise<World>): void {
  describe(name, () => {
    let rig: Rig;
    beforeEach(async () => {
      rig = new Rig(await makeWorld());
      await rig.start();
    });
    afterEach(() => rig.close());

    it('tells everything that is needed to act on an alert', async () => {
      await rig.profiles(wireProfile('C-1', 7, [wireCondition('OVERDUE_30', 'warning')]));
      const [alert] = await rig.alerts(1);
      expect(alert).toMatchObject({
        tenantId: 'acme',
        customerId: 'C-1',
        subject: { kind: 'customer', customerId: 'C-1' },
        code: 'OVERDUE_30',
        family: 'OVERDUE',
        severity: 'warning',
        title: 'Overdue for more than 30 days',
        evidence: [{ field: 'oldestCleanDays', value: 31, threshold: 30, unit: 'days' }],
        amountAtStakeMinor: 800_000,
        currency: 'EUR',
        band: 'C',
        score: 270,
        branchId: 'lyon',
        runbook: 'OVERDUE_30.md',
        openedOn: 20_500,
        changedOn: 20_535,
        acceptedAt: 1_770_000_123_456,
        policyVersion: 'default@1',
        previousPosition: null,
        suppressed: false,
        causedBy: { eventId: 'E-7' },
      });
      const [record] = await rig.read('risk.alerts', 1);
      expect(record?.key).toBe('acme|C-1');
      expect(envelopeOf(record?.headers ?? {})).toMatchObject({
        type: 'io.duewatch.risk.alert_opened',
        source: '/duewatch/alerting',
        subject: 'C-1',
        calendarId: 'sample',
        recordedTime: 1_770_000_123_456,
        causationId: 'acme|C-1@0.7.0',
        correlationId: 'corr-1',
        suppressed: false,
      });
    });

    it('puts what lies above the limit at stake when the limit is passed', async () => {
      await rig.profiles(wireProfile('C-1', 7, [wireCondition('LIMIT_100', 'error')]));
      expect((await rig.alerts(1))[0]).toMatchObject({ amountAtStakeMinor: 20_000 });
    });

    it('names the currency of every amount in its arithmetic', async () => {
      const fact = { value: 1_020_000, threshold: 1_000_000, unit: 'minor' };
      const evidence = [
        { ...fact, field: 'exposureMinor', text: 'CHF' },
        { ...fact, field: 'cleanOverdueMinor', text: null },
      ];
      await rig.profiles(
        wireProfile('C-1', 7, [wireCondition('LIMIT_100', 'error', { evidence })]),
      );
      expect((await rig.alerts(1))[0]?.evidence).toEqual([
        { ...evidence[0], unit: 'CHF', text: null },
        { ...evidence[1], unit: 'EUR' },
      ]);
    });

    it('opens, escalates and resolves one episode, with how bad and how long it was', async () => {
      const levels = [
        [wireCondition('OVERDUE_30', 'warning')],
        [wireCondition('OVERDUE_60', 'error')],
        [],
      ];
      for (const [step, conditions] of levels.entries()) {
        await rig.profiles(wireProfile('C-1', 10 + step, conditions));
      }
      const alerts = await rig.alerts(3);
      expect(await rig.kinds(3)).toEqual(['alert_opened', 'alert_escalated', 'alert_resolved']);
      expect(new Set(alerts.map(({ alertId }) => alertId)).size).toBe(1);
      expect(alerts[1]).toMatchObject({ previousSeverity: 'warning', occurrences: 2 });
      expect(alerts[2]).toMatchObject({ severity: 'error', resolveReason: 'cleared' });
      expect(alerts[2]?.evidence).toEqual(
        expect.arrayContaining([
          expect.objectContaining({ field: 'daysOpen', value: 35, unit: 'days' }),
          expect.objectContaining({ field: 'peakSeverity', text: 'error' }),
        ]),
      );
    });

    it('chains positions, so that a reader can prove it missed nothing', async () => {
      const two = [wireCondition('OVERDUE_30', 'warning'), wireCondition('LIMIT_90', 'warning')];
      await rig.profiles(wireProfile('C-1', 10, two), wireProfile('C-1', 11, []));
      const alerts = await rig.alerts(4);
      expect(alerts).toHaveLength(4);
      expect(alerts.map(({ previousPosition }) => previousPosition)).toEqual([
        null,
        ...alerts.slice(0, -1).map(({ position }) => position),
      ]);
    });

    it('keeps history off people: on the topic, marked', async () => {
      const open = [wireCondition('OVERDUE_30', 'warning')];
      await rig.profiles(wireProfile('C-1', 10, open, { suppressed: true }));
      const [record] = await rig.read('risk.alerts', 1);
      expect(record?.headers['ce_suppressed']).toBe('true');
      expect((await rig.alerts(1))[0]?.suppressed).toBe(true);
    });

    it('says nothing twice when profiles are published twice', async () => {
      const profile = wireProfile('C-1', 10, [wireCondition('OVERDUE_30', 'warning')]);
      await rig.profiles(profile, profile);
      await rig.profiles(profile);
      expect(await rig.alerts(1)).toHaveLength(1);
      expect((await rig.status())?.skipped).toEqual({ repeat: 2 });
    });

    it('comes to the same episodes when its state is lost', async () => {
      const open = [wireCondition('OVERDUE_60', 'error')];
      await rig.profiles(wireProfile('C-1', 10, open), wireProfile('C-2', 11, open));
      await rig.stop();
      rig.loseState();
      await rig.start();
      await rig.publish();
      const ids = (await rig.alerts(4)).map(({ alertId, position }) => ({ alertId, position }));
      expect(ids).toHaveLength(4);
      expect(ids.slice(2)).toEqual(expect.arrayContaining(ids.slice(0, 2)));
      expect(new Set(ids.map(({ alertId }) => alertId)).size).toBe(2);
    });

    it('goes on where it was after a restart', async () => {
      await rig.profiles(wireProfile('C-1', 10, [wireCondition('OVERDUE_30', 'warning')]));
      await rig.stop();
      await rig.start();
      await rig.profiles(wireProfile('C-1', 11, [], { previousPosition: at(10) }));
      expect(await rig.kinds(2)).toEqual(['alert_opened', 'alert_resolved']);
      expect((await rig.status())?.gaps).toBe(0);
    });

    it('notices a profile that never arrived', async () => {
      await rig.profiles(
        wireProfile('C-1', 10, []),
        wireProfile('C-1', 12, [], { previousPosition: at(11) }),
      );
      expect((await rig.status())?.gaps).toBe(1);
    });

    it('ends the worries of an erased customer and keeps nothing but its places', async () => {
      await rig.profiles(wireProfile('C-1', 10, [wireCondition('OVERDUE_30', 'warning')]));
      await rig.publish(tombstone(codec, 'C-1', 11));
      const alerts = await rig.alerts(2);
      expect(alerts.at(-1)).toMatchObject({ resolveReason: 'erased', band: null, score: null });
      const partition = partitionOf('acme|C-1', PARTITIONS);
      const asked = new Map([['customers', ['acme|C-1']]]);
      const [row] = (await rig.store.load(partition, asked)).get('customers') ?? [];
      expect(JSON.parse(String(row))).toEqual({
        form: 2,
        seen: { 'risk.profiles': at(11) },
        written: { 'risk.alerts': alerts.at(-1)?.position },
        episodes: { open: [], endedToday: [] },
        cooldowns: {},
        waiting: [],
        last: null,
      });
    });

    it('drops repeats of an erased customer, and keeps the next one of its id', async () => {
      const worried = [wireCondition('OVERDUE_30', 'warning')];
      const before = profileRecord(codec, wireProfile('C-1', 10, worried));
      const end = tombstone(codec, 'C-1', 11);
      const next = profileRecord(codec, wireProfile('C-1', 20, worried));
      await rig.publish(before, end, next, before, end, next);
      await rig.profiles(wireProfile('C-1', 21, [], { previousPosition: at(20) }));
      const kinds = ['alert_opened', 'alert_resolved', 'alert_opened', 'alert_resolved'];
      expect(await rig.kinds(4)).toEqual(kinds);
      expect((await rig.status())?.skipped).toMatchObject({ repeat: 3 });
    });

    it('sets aside what it cannot read, with the reason, and goes on', async () => {
      const good = profileRecord(codec, wireProfile('C-1', 10, []));
      const alien = codec.encode('PromiseKept', PROMISE_KEPT);
      await rig.publish(
        { ...good, value: Buffer.from('not avro') },
        { ...good, value: alien },
        { ...good, key: 'acme|C-2' },
        { ...good, headers: {} },
        profileRecord(codec, wireProfile('C-1', 11, [wireCondition('LIMIT_80', 'info')])),
      );
      const letters = (await rig.read('alerting.dead-letters', 4)).map(({ value }) =>
        value === null ? null : codec.decode(value).data,
      );
      expect(letters.map((letter) => letter && 'reason' in letter && letter.reason).sort()).toEqual(
        ['key_mismatch', 'unknown_type', 'unreadable', 'unreadable'],
      );
      expect(await rig.kinds(1)).toEqual(['alert_opened']);
    });

    it('notes who has taken an alert, in the chain that its readers follow', async () => {
      await rig.profiles(wireProfile('C-1', 10, [wireCondition('OVERDUE_30', 'warning')]));
      const [opened] = await rig.alerts(1);
      const alertId = opened?.alertId ?? '';
      const wish = { alertId, kind: 'acknowledge', outcome: 'useful' } as const;
      await rig.publish(commandRecord(codec, PARTITIONS, wish));
      await rig.profiles(wireProfile('C-1', 11, [], { previousPosition: at(10) }));
      expect(await rig.kinds(3)).toEqual(['alert_opened', 'alert_acknowledged', 'alert_resolved']);
      const [, taken, ended] = await rig.alerts(3);
      expect(taken).toMatchObject({ alertId, acknowledgedBy: 'mia', outcome: 'useful' });
      expect(taken).toMatchObject({ causedBy: { eventId: 'acknowledge-1' }, suppressed: false });
      expect(taken?.previousPosition).toEqual(opened?.position);
      expect(ended?.previousPosition).toEqual(taken?.position);
    });

    it('shows an alert that is named by its id for as long as it is open', async () => {
      const worries = ['C-1', 'C-2', 'C-3'].map((customerId, index) =>
        wireProfile(customerId, 10 + index, [wireCondition('OVERDUE_30', 'warning')]),
      );
      await rig.profiles(...worries);
      const [, { alertId = '' } = {}] = await rig.alerts(3);
      expect(await rig.open({ alert: alertId })).toMatchObject([{ alertId }]);
      expect(await rig.open({})).toHaveLength(3);
      const { customerId = '' } = (await rig.open({ alert: alertId }))[0] ?? {};
      await rig.profiles(wireProfile(customerId, 20, []));
      expect(await rig.open({ alert: alertId })).toEqual([]);
      expect(await rig.open({})).toHaveLength(2);
    });

    it('keeps back what is silenced, visibly, and tells it when that is lifted', async () => {
      await rig.publish(...silenceRecords(codec, PARTITIONS, 'silence'));
      await rig.profiles(wireProfile('C-1', 10, [wireCondition('OVERDUE_30', 'warning')]));
      const [muted] = await rig.alerts(1);
      expect(muted).toMatchObject({ suppressed: true, suppressedReason: 'silenced' });
      await rig.publish(...silenceRecords(codec, PARTITIONS, 'unsilence'));
      const told = (await rig.alerts(2))[1];
      expect(told).toMatchObject({ alertId: muted?.alertId, suppressed: false });
      expect(told).toMatchObject({ escalationCause: 'mute_ended', suppressedReason: null });
      expect(await rig.kinds(2)).toEqual(['alert_opened', 'alert_opened']);
    });

    it('reminds for the time when it was due, also when its state is made again', async () => {
      const untaken = [wireCondition('DEFAULTED', 'critical')];
      await rig.profiles(wireProfile('C-1', 10, untaken, { asOf: 20_486 }));
      const reminders = async (count: number) =>
        await until(`${count} reminders are there`, async () => {
          const alerts = await rig.alerts(1);
          const found = alerts.filter((one) => Reflect.get(one, 'escalationCause') !== null);
          return found.length >= count && found.map(({ causedBy }) => causedBy.eventId);
        });
      const due = `clock:${1_770_000_123_456 + 4 * 3_600_000}`;
      expect(await reminders(1)).toEqual([due]);
      await rig.stop();
      rig.loseState();
      await rig.start();
      expect(await reminders(2)).toEqual([due, due]);
    });

    it('accuses nobody of a loss when a rebuild tells things at another place', async () => {
      const worries = [
        wireCondition('OVERDUE_90', 'critical'),
        wireCondition('PTP_BROKEN', 'info'),
      ];
      const first = wireProfile('C-1', 10, worries, { asOf: 20_486 });
      await rig.profiles(first);
      // The lesser one waits for a day, and somebody is reminded of the graver one before that.
      await rig.alerts(4);
      const acceptedAt = first.acceptedAt + 2 * 86_400_000;
      const next = { asOf: 20_488, acceptedAt, previousPosition: at(10) };
      await rig.profiles(wireProfile('C-1', 11, worries, next));
      await rig.stop();
      rig.loseState();
      await rig.start();
      const [, , , , reminded] = await rig.alerts(5);
      await rig.profiles(wireProfile('C-1', 12, [], { ...next, previousPosition: at(11) }));
      const [, , , , , resolved] = await rig.alerts(7);
      expect(reminded?.previousPosition).toBeNull();
      expect(resolved?.previousPosition).toEqual(reminded?.position);
    });

    it('sets aside a command that it cannot read', async () => {
      await rig.publish({
        topic: 'risk.commands',
        key: 'A-1',
        value: Buffer.from([0]),
        headers: {},
      });
      expect((await rig.status())?.deadLetters).toEqual({ unreadable: 1 });
    });
  });
}

const PROMISE_KEPT = {
  tenantId: 'acme',
  customerId: 'C-1',
  calendarId: 'sample',
  position: at(1),
  previousPosition: null,
  policyVersion: '1',
  modelVersion: '1',
  promiseId: 'P-1',
  promisedFor: 1,
  promisedMinor: 1,
  keptMinor: 1,
  currency: 'EUR',
  keptOn: 1,
  suppressed: false,
  acceptedAt: 1,
  causedBy: { eventId: 'E', source: '/erp', type: 'x' },
};
