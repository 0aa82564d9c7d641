import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { epochDayOf, isoDateOf, type ProfileUpdated, topicDefinitions } from '@duewatch/contracts';
import { type CloudEventJson, instantOf } from '@duewatch/door-client';
import { repositoryRoot } from '@duewatch/run';
import { weekdaysOnly } from '../oracle/business-calendar.ts';
import { byCustomer, hasIbmLedger, ibmLedgerPath, readIbmLedger } from '../oracle/ibm-ledger.ts';
import { profilesByDay } from '../oracle/ledger-oracle.ts';
import type { LedgerRow } from '../oracle/ledger-row.ts';
import { tellable, toldOnWire } from '../oracle/told-profile.ts';
import { type ImportCall, importInvoices, writeLedger } from './import-command.ts';
import { raise, type Stage } from './stage.ts';

let stage: Stage;
const home = mkdtempSync(join(tmpdir(), 'duewatch-import-'));

beforeAll(async () => {
  // Amounts without a rate enter no sum, and no ledger here comes with rates.
  process.env['DUEWATCH_SCORING_BASE_CURRENCY'] = 'USD';
  stage = await raise(undefined, [
    { tenantId: 'acme', calendarId: 'import-ibm' },
    { tenantId: 'loud', calendarId: 'import-loud' },
    { tenantId: 'moving', calendarId: 'import-moving' },
    { tenantId: 'here', calendarId: 'present' },
  ]);
}, 120_000);
afterAll(async () => {
  rmSync(home, { recursive: true, force: true });
  await stage.close();
}, 60_000);

function callOf(tenantId: string): ImportCall {
  const { services, tenants } = stage.pipeline;
  const apiKey = tenants.find((one) => one.tenantId === tenantId)?.apiKey ?? '';
  return { url: services.doorUrl, apiKey, home: join(home, tenantId) };
}

/** Messages that the sinks have taken since this was asked last. */
function newMessages() {
  const { slack, email, webhook } = stage.pipeline.sinks;
  const messages = {
    slack: slack.received().map(({ text }) => text),
    email: email.received().map(({ subject }) => subject),
    webhook: webhook.received().map(({ body }) => (body as { readonly type: string }).type),
  };
  for (const sink of [slack, email, webhook]) sink.clear();
  return messages;
}

const nothing = { slack: [], email: [], webhook: [] };

/** Where each partition of each topic ends. */
async function logEnds() {
  const ends = topicDefinitions().map(
    async ({ name }) => [name, await stage.pipeline.bus.ends(name)] as const,
  );
  return Object.fromEntries(await Promise.all(ends));
}

/** All profiles that were told of each customer, in order. */
async function toldProfiles(tenantId: string) {
  const { sightings } = await stage.look(tenantId);
  const told = sightings.flatMap((sighting) =>
    sighting.kind === 'profile' && sighting.profile?.tenantId === tenantId
      ? [sighting.profile]
      : [],
  );
  return Map.groupBy(told, ({ customerId }) => customerId);
}

type Told = ReturnType<typeof toldOnWire>;

const whole = (told: Told) => told;

/** What somebody acts on is told when it changes; mere values may wait for the next occasion. */
function decisionOf({ shownBand, treatment, conditions }: Told): Partial<Told> {
  return { shownBand, treatment, conditions };
}

/** True for what was told after the last event of its day: what the day left. */
function isEvening(profile: ProfileUpdated | undefined, rows: readonly LedgerRow[]): boolean {
  if (profile === undefined) return false;
  const paid = rows.findLast(({ settledOn }) => settledOn === profile.asOf);
  const issued = rows.findLast(({ issuedOn }) => issuedOn === profile.asOf);
  if (paid !== undefined) return profile.causedBy.eventId === `${paid.invoiceId}.applied.1`;
  return issued === undefined || profile.causedBy.eventId === `${issued.invoiceId}.issued.1`;
}

describe('the IBM ledger, imported into a running system', () => {
  if (!hasIbmLedger()) {
    it('is compared with a batch computation where the ledger is at hand', () => undefined);
    return;
  }

  const rows = readIbmLedger();
  const customers = byCustomer(rows);
  const through = Math.max(...rows.map(({ settledOn }) => settledOn ?? 0));
  const batches = new Map(
    [...customers].map(([customerId, own]) => [
      customerId,
      profilesByDay(own, through, weekdaysOnly),
    ]),
  );
  const args = [ibmLedgerPath, '--map', join(repositoryRoot, 'examples/maps/ibm.json')];

  it('is taken whole, and nothing of it is refused', async () => {
    const report = await importInvoices(callOf('acme'), ...args);
    expect(report).toMatchObject({
      ...{ rows: 2_466, sentRows: 2_466, customers: 100, unchangedRows: 0 },
      ...{ refusedRows: 0, rejected: 0, duplicates: 0, accepted: report.events },
    });
    await stage.drained();
    expect((await stage.look('acme')).tally.deadLetters()).toBe(0);
  }, 240_000);

  it('ends in the profiles of a batch over the whole ledger, customer by customer', async () => {
    const told = await toldProfiles('acme');
    expect([...told.keys()].sort()).toEqual([...batches.keys()].sort());
    for (const [customerId, days] of batches) {
      const last = told.get(customerId)?.at(-1);
      const batch = days.find(({ asOf }) => asOf === last?.asOf);
      expect({ customerId, ...(last && toldOnWire(last)) }).toEqual({
        customerId,
        ...(batch && tellable(batch)),
      });
      // Nothing was told since: then no points have changed since.
      const { score, settledCount } = days.at(-1) ?? {};
      expect([score, settledCount]).toEqual([last?.score, customers.get(customerId)?.length]);
    }
  }, 60_000);

  it('went through the profiles of the batch, day by day', async () => {
    const told = await toldProfiles('acme');
    for (const [customerId, days] of batches) {
      const ofDay = Map.groupBy(told.get(customerId) ?? [], ({ asOf }) => asOf);
      let last: ProfileUpdated | undefined;
      for (const batch of days) {
        const latest = ofDay.get(batch.asOf)?.at(-1);
        last = latest ?? last;
        const view = isEvening(latest, customers.get(customerId) ?? []) ? whole : decisionOf;
        const seen = last && view(toldOnWire(last));
        const expected = view(tellable(batch));
        // Only where they differ is it worth what a readable comparison costs.
        if (isDeepStrictEqual(seen, expected)) continue;
        const day = { customerId, day: batch.asOf };
        expect({ ...day, ...seen }).toEqual({ ...day, ...expected });
      }
    }
  }, 60_000);

  it('reaches nobody, because it is history', async () => {
    const { sightings } = await stage.look('acme');
    expect(sightings.filter(({ kind }) => kind === 'alert')).not.toEqual([]);
    expect(sightings.filter(({ kind }) => kind === 'delivery')).toEqual([]);
    expect(newMessages()).toEqual(nothing);
  });

  it('changes and sends nothing when it is imported again', async () => {
    const before = await logEnds();
    const report = await importInvoices(callOf('acme'), ...args);
    expect(report).toMatchObject({ rows: 2_466, sentRows: 0, unchangedRows: 2_466, events: 0 });
    await stage.drained();
    expect(await logEnds()).toEqual(before);
    expect(newMessages()).toEqual(nothing);
  }, 60_000);
});

/** 2026-01-01, a Thursday. */
const newYear = 20_454;
const date = (day: number) => isoDateOf(newYear + day);

/** Prompt until the last invoice of all, which it owes for weeks; and one who keeps on paying. */
const slipping = [
  `Slow,S1,${date(0)},${date(10)},900.00,${date(9)}`,
  `Slow,S2,${date(1)},${date(11)},900.00,${date(12)}`,
  `Slow,S3,${date(2)},${date(12)},900.00,${date(12)}`,
  `Slow,S4,${date(20)},${date(30)},4000.00,`,
  `Prompt,P1,${date(0)},${date(30)},100.00,${date(20)}`,
  `Prompt,P2,${date(30)},${date(60)},100.00,${date(55)}`,
  `Prompt,P3,${date(70)},${date(90)},100.00,${date(85)}`,
];

describe('a small ledger, imported with --notify', () => {
  it('tells people of its alerts', async () => {
    const args = writeLedger(home, 'import-loud', slipping);
    const report = await importInvoices(callOf('loud'), ...args, '--notify');
    expect(report).toMatchObject({ rows: 7, sentRows: 7, rejected: 0 });
    await stage.drained();
    const messages = newMessages();
    expect(messages.webhook.sort()).toEqual([
      'io.duewatch.risk.alert_escalated',
      'io.duewatch.risk.alert_opened',
      'io.duewatch.risk.alert_opened',
      'io.duewatch.risk.alert_opened',
      'io.duewatch.risk.alert_opened',
    ]);
    expect(messages.slack.join('\n')).toContain('WARNING · Overdue for more than 30 days');
    expect(messages.email).toEqual(['[Duewatch] Slow: risk downgraded']);
  }, 60_000);

  it('is recognised by the door when the command has forgotten what it sent', async () => {
    const before = await logEnds();
    const args = writeLedger(home, 'import-loud', slipping);
    const call = { ...callOf('loud'), home: join(home, 'forgetful') };
    const report = await importInvoices(call, ...args, '--notify');
    expect(report).toMatchObject({ accepted: 0, duplicates: report.events, rejected: 0 });
    await stage.drained();
    expect(await logEnds()).toEqual(before);
    expect(newMessages()).toEqual(nothing);
  }, 60_000);
});

function rowOf(line: string, idOrder: number): LedgerRow {
  const [customerId = '', invoiceId = '', issued = '', due = '', amount = '', paid = ''] =
    line.split(',');
  return {
    ...{ customerId, invoiceId, idOrder },
    issuedOn: epochDayOf(issued) ?? 0,
    dueOn: epochDayOf(due) ?? 0,
    amountMinor: Number(amount) * 100,
    settledOn: epochDayOf(paid) ?? null,
  };
}

/** A day’s figures, without what a day remembers of the ones before. */
function figuresOf(told: Told) {
  const { openMinor, ageing, cleanOverdueMinor, oldestCleanDays, settledCount } = told;
  const { dbt30MilliDays, dbt90MilliDays, dbt365MilliDays, promptnessIndex } = told;
  const { driftMilliDays, lateSharePpm, irregularityMilliDays } = told;
  return {
    ...{ openMinor, ageing, cleanOverdueMinor, oldestCleanDays, settledCount },
    ...{ dbt30MilliDays, dbt90MilliDays, dbt365MilliDays, promptnessIndex },
    ...{ driftMilliDays, lateSharePpm, irregularityMilliDays },
  };
}

describe('a small ledger that says otherwise when it is imported again', () => {
  it('ends in the figures of a batch over what it says now', async () => {
    const corrected = slipping.map((row) =>
      row
        .replace(/^(Slow,S1,.*),.*$/, '$1,')
        .replace(/^(Slow,S4,.*),$/, `$1,${date(80)}`)
        .replace('Prompt,P2', 'Slow,P2'),
    );
    const args = writeLedger(home, 'import-loud', corrected);
    const report = await importInvoices(callOf('loud'), ...args);
    expect(report).toMatchObject({ rows: 7, sentRows: 3, unchangedRows: 4, rejected: 0 });
    await stage.drained();
    const told = await toldProfiles('loud');
    for (const [customerId, own] of byCustomer(corrected.map(rowOf))) {
      const last = told.get(customerId)?.at(-1);
      const batch = profilesByDay(own, last?.asOf ?? 0, weekdaysOnly).at(-1);
      expect({ customerId, ...(last && figuresOf(toldOnWire(last))) }).toEqual({
        customerId,
        ...(batch && figuresOf(batch)),
      });
    }
    expect((await stage.look('loud')).tally.deadLetters()).toBe(0);
    // Whoever was told of an alert is told that it is over, though by now it is history.
    expect(newMessages().slack.join('\n')).toContain('Overdue for more than 30 days · resolved');
  }, 60_000);
});

describe('a small ledger that joins the present', () => {
  const dayBegins = (day: number): CloudEventJson => ({
    specversion: '1.0',
    id: `day-${day}`,
    source: '/present',
    type: 'io.duewatch.ar.clock.business_day_started',
    time: instantOf(newYear + day, 0),
    calendarid: 'present',
    data: { calendarId: 'present', date: date(day), weekendDays: [0, 6], holidays: [] },
  });

  it('tells dunning where each customer stands, and each receiver once what is open', async () => {
    await stage.send('here', [dayBegins(88)]);
    const args = writeLedger(home, 'import-moving', slipping);
    await importInvoices(callOf('moving'), ...args);
    await stage.drained();
    expect(newMessages()).toEqual(nothing);

    await importInvoices(callOf('moving'), ...args, '--join', 'present');
    await stage.drained();
    const { sightings } = await stage.look('moving');
    const baselines = sightings.flatMap((sighting) => {
      if (sighting.kind !== 'change' || sighting.change.tenantId !== 'moving') return [];
      const { customerId, kinds, toBand, effectiveOn, suppressed } = sighting.change;
      return suppressed ? [] : [`${customerId} ${kinds} ${toBand} ${isoDateOf(effectiveOn)}`];
    });
    expect(baselines.sort()).toEqual([
      `Prompt baseline A ${date(88)}`,
      `Slow baseline C ${date(88)}`,
    ]);
    const { slack, email, webhook } = newMessages();
    expect(slack).toEqual([expect.stringContaining('4 open alerts at 1 customer')]);
    expect(email).toEqual(['[Duewatch] Opening position: 1 open alert at 1 customer']);
    expect(webhook).toEqual(['io.duewatch.risk.alert_summary']);
  }, 60_000);

  it('lives on in that calendar, where what follows is news', async () => {
    await stage.send('here', [dayBegins(125)]);
    await stage.drained();
    const profiles = (await toldProfiles('moving')).get('Slow');
    expect(profiles?.at(-1)).toMatchObject({ asOf: newYear + 125, band: 'E', defaultFlag: true });
    const { slack } = newMessages();
    expect(slack.join('\n')).toContain('CRITICAL · The customer is in default');
  }, 60_000);
});
