import { createManualClock } from '@duewatch/config';
import {
  type AlertOpened,
  createCodec,
  createStaticSchemaIds,
  type DeliveryRecorded,
  deadLetterTopic,
  epochDayOf,
  type RecordName,
  type Records,
  topicDefinitions,
} from '@duewatch/contracts';
import { createMemoryBus, type OutgoingRecord } from '@duewatch/event-bus';
import { onTopic } from '../../test/wire-records.ts';
import { outcomeOf } from '../play/outcome.ts';
import { createTally } from '../play/tally.ts';
import { createLiveView } from './live-view.ts';
import { createScreen } from './screen.ts';
import { readSightings } from './sightings.ts';

const codec = createCodec({ ids: createStaticSchemaIds() });
const day = epochDayOf('2026-03-23') ?? 0;
const key = 'demo|L-100';
const whose = { tenantId: 'demo', customerId: 'L-100' };

const record = <Name extends RecordName>(name: Name, said: Partial<Records[Name]>, of = key) =>
  onTopic(codec, name, said, of);

const at = (offset: number) => ({ generation: 0, offset, index: 0 });

const overdue: Partial<AlertOpened> = {
  ...whose,
  alertId: 'episode-1',
  code: 'OVERDUE_30',
  title: 'Overdue for more than 30 days',
  severity: 'warning',
  changedOn: day,
  acceptedAt: 1_000,
  position: at(7),
  causedBy: { eventId: 'E-1', source: '', type: '' },
  currency: 'EUR',
  evidence: [
    { field: 'oldestCleanDays', value: 31, threshold: 30, unit: 'days', text: null },
    { field: 'cleanOverdueMinor', value: 123_456_70, threshold: 50_000, unit: 'minor', text: null },
  ],
};

const told: Partial<DeliveryRecorded> = {
  ...{ ...whose, episodeId: 'episode-1', receiver: 'credit-team', channel: 'email' },
  ...{ outcome: 'sent', transition: 'opened', cause: 'E-1' },
};

/** What a reader of the whole log shows, and what it counts. */
async function look(records: readonly OutgoingRecord[]) {
  let shown = '';
  const clock = createManualClock(1_250);
  const bus = createMemoryBus({ clock });
  await bus.ensureTopics(topicDefinitions(2));
  const producer = bus.producer('test');
  for (const one of records) await producer.send([one]);
  const output = { isTTY: false, write: (text: string) => (shown += text) };
  const screen = createScreen(output, { clock, env: {} });
  const view = createLiveView(screen);
  const tally = createTally(['demo']);
  await readSightings({
    ...{ bus, codec, sinceMs: 0, untilEnd: true },
    onSighting: (sighting) => {
      view.see(sighting);
      tally.see(sighting);
    },
  });
  view.settle();
  screen.close();
  await bus.close();
  return { lines: shown.trimEnd().split('\n'), tally };
}

describe('the live view', () => {
  it('shows a risk move with its reasons', async () => {
    const { lines } = await look([
      record('RiskChanged', {
        ...{ ...whose, fromBand: 'B', toBand: 'C', previousScore: 185, score: 345 },
        effectiveOn: day,
        position: at(1),
        reasons: [
          {
            ...{ code: 'P1', points: 60, text: 'oldest overdue item is 31 days old' },
            ...{ customerText: null, refs: [] },
          },
        ],
      }),
    ]);
    expect(lines.slice(0, 2)).toEqual([
      '2026-03-23  RISK   L-100  B → C  185 → 345 points',
      '                   oldest overdue item is 31 days old (+60)',
    ]);
  });

  it('shows an alert with the arithmetic that fired', async () => {
    const { lines } = await look([record('AlertOpened', overdue)]);
    expect(lines.slice(0, 2)).toEqual([
      '2026-03-23  ALERT  opened warning OVERDUE_30  L-100',
      '                   Overdue for more than 30 days: oldest clean overdue 31 days > 30, ' +
        'clean overdue EUR 123,456.70 > EUR 500.00',
    ]);
  });

  it('shows bands as letters and shares as percent', async () => {
    const evidence = [
      { field: 'band', value: 2, threshold: 0, unit: 'band', text: 'A → C' },
      { field: 'utilisationPpm', value: 912_500, threshold: 900_000, unit: 'ppm', text: null },
      { field: 'feed', value: null, threshold: null, unit: '', text: 'bank' },
    ];
    const { lines } = await look([record('AlertOpened', { ...overdue, evidence })]);
    expect(lines[1]).toContain('band A → C, utilisation 91.25 % > 90 %, feed bank');
  });

  it('says days as people do, also thousandths of them', async () => {
    const evidence = [
      { field: 'driftMilliDays', value: -563, threshold: 8_000, unit: 'milli_days', text: null },
      { field: 'cusumMilli', value: 5_333, threshold: 5_000, unit: 'sigma_milli', text: null },
      { field: 'daysSince', value: 1, threshold: null, unit: 'days', text: null },
    ];
    const { lines } = await look([record('AlertOpened', { ...overdue, evidence })]);
    expect(lines[1]).toContain(
      'payments drift by −0.563 days < 8, upward shift of payment delay 5.333 σ > 5, ' +
        'last failure before 1 day',
    );
  });

  it('shows who was told of what', async () => {
    const { lines } = await look([
      record('AlertOpened', overdue),
      record('DeliveryRecorded', { ...told, channel: 'slack' }),
      record('DeliveryRecorded', { ...told, channel: 'webhook', possibleRepeat: true }),
      record('DeliveryRecorded', { ...told, outcome: 'failed', reason: 'rejected' }),
      record('DeliveryRecorded', { ...told, transition: 'resolved', channel: 'slack' }),
    ]);
    expect(lines.slice(2, 4)).toEqual([
      '            told   OVERDUE_30 opened, L-100: slack, webhook (possibly twice), ' +
        'email failed (rejected)',
      '            told   resolved: slack',
    ]);
  });

  it('passes over what is no move, such as a first band', async () => {
    const { lines } = await look([
      record('RiskChanged', { ...whose, fromBand: null, toBand: 'B', position: at(1) }),
      record('RiskChanged', { ...whose, fromBand: 'B', toBand: 'B', position: at(2) }),
    ]);
    expect(lines.filter((line) => line.includes('RISK'))).toEqual([]);
  });

  it('counts below what it shows', async () => {
    const { lines } = await look([
      record('ProfileUpdated', { ...whose, position: at(1) }),
      record('AlertOpened', overdue),
      record('AlertResolved', { ...overdue, position: at(9) }),
    ]);
    expect(lines.at(-1)).toBe(
      '0 events · 1 customer · 0 risk moves · alerts 1 opened 0 escalated 1 resolved · ' +
        '0 delivered',
    );
  });

  it('takes a record that was published again after a crash only once', async () => {
    const { tally } = await look([
      record('AlertOpened', overdue),
      record('AlertOpened', overdue),
      record('AlertEscalated', { ...overdue, position: at(8) }),
      record('AlertEscalated', { ...overdue, position: at(8) }),
    ]);
    expect(tally.alerts().map(({ transition }) => transition)).toEqual(['opened', 'escalated']);
  });

  it('calls customers by name, and lets no name near the terminal as it came', async () => {
    const { lines } = await look([
      record('CustomerCard', { ...whose, legalName: 'Evil\x1b[2J\nACME' }),
      record('AlertOpened', overdue),
    ]);
    expect(lines[0]).toBe(
      '2026-03-23  ALERT  opened warning OVERDUE_30  Evil\\u{1b}[2J\\u{a}ACME (L-100)',
    );
  });

  it('says what became a dead letter', async () => {
    const { lines, tally } = await look([
      {
        ...record('DeadLetter', { consumer: 'scoring', reason: 'unreadable', detail: 'bad frame' }),
        topic: deadLetterTopic('scoring'),
      },
    ]);
    expect(lines[0]).toBe('DEAD LETTER  scoring unreadable: bad frame');
    expect(tally.deadLetters()).toBe(1);
  });
});

describe('the outcome of a run', () => {
  const infra = 'embedded';
  const deliveries = { slack: 1, email: 0, webhook: 2 };

  it('has the last band of each customer, not of other tenants', async () => {
    const { tally } = await look([
      record('ProfileUpdated', { ...whose, band: 'B', position: at(1) }),
      record('ProfileUpdated', { ...whose, band: 'E', position: at(2) }),
      record('ProfileUpdated', { ...whose, band: 'B', position: at(1) }),
      record('ProfileUpdated', { customerId: 'L-200', band: 'A', position: at(3) }, 'demo|L-200'),
      record('ProfileUpdated', { customerId: 'X', band: 'A', position: at(4) }, 'other|X'),
    ]);
    expect(outcomeOf({ infra, accepted: 3, rejected: 1, tally, deliveries })).toMatchObject({
      ...{ infra, accepted: 3, rejected: 1, deliveries, customers: 2 },
      bands: { A: 1, B: 0, C: 0, D: 0, E: 1 },
    });
  });

  it('measures from the acceptance of the event to the record of the alert', async () => {
    const { tally } = await look([record('AlertOpened', overdue)]);
    const { latencyMs } = outcomeOf({ infra, accepted: 1, rejected: 0, tally, deliveries });
    expect(latencyMs).toEqual({ acceptToAlertP50: 250, acceptToAlertP99: 250 });
  });

  it('has no latency without alerts', async () => {
    const { tally } = await look([]);
    const { latencyMs } = outcomeOf({ infra, accepted: 1, rejected: 0, tally, deliveries });
    expect(latencyMs).toEqual({ acceptToAlertP50: null, acceptToAlertP99: null });
  });
});
