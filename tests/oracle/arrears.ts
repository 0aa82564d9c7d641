import { type BusinessCalendar, dueDayOf, overdueDayOf } from './business-calendar.ts';
import { type Day, isOpenOn, isSettledBy, knownFrom, type LedgerRow, sumOf } from './ledger-row.ts';
import { rounded, roundedUp, shareOf } from './rounding.ts';

/** What a ledger says of one customer on the evening of a day, whatever was the day before. */
export interface Arrears {
  readonly openCount: number;
  readonly openMinor: number;
  readonly ageing: Readonly<Record<AgeingBucket, number>>;
  readonly cleanOverdueMinor: number;
  readonly oldestCleanDays: number;
  /** Clean overdue older than the ages of the floors, 14, 30, 60 and 90 days. */
  readonly olderThan: readonly number[];
  /** Of the clean overdue, in the highest evening's balance of the last 30 days. */
  readonly overdueSharePpm: number | null;
  readonly dbt30MilliDays: number | null;
  readonly dbt90MilliDays: number | null;
  readonly dbt365MilliDays: number | null;
  readonly promptnessIndex: number | null;
  readonly lateSharePpm: number | null;
  /** Days beyond terms of what was paid of a year's invoices, leaving out what is open. */
  readonly paidLateMilliDays: number | null;
  readonly tenureDays: number;
  readonly hasBilled: boolean;
}

export type AgeingBucket = 'current' | 'd1_30' | 'd31_60' | 'd61_90' | 'd91_120' | 'over_120';

/** Ages that force a band when what is older is material. */
export const floorAges = [14, 30, 60, 90] as const;

/** Transfers take time: so many days past due are nobody's fault. */
const graceDays = 3;
/** Clean overdue below this says nothing about age. */
const leastMinor = 50_00;
/** Days for which what is closed is kept. */
const horizonDays = 400;
/** A settlement this late, or later by any more, was late. */
const lateAboveDays = 5;

/** Looks at all rows afresh. */
export function arrearsOn(
  rows: readonly LedgerRow[],
  day: Day,
  calendar: BusinessCalendar,
): Arrears {
  const known = rows.filter((row) => knownFrom(row) <= day);
  const open = known.filter((row) => isOpenOn(row, day));
  const overdue = open.filter((row) => isOverdue(row, day, calendar));
  const openMinor = sumOf(open, amountOf);
  const cleanOverdueMinor = sumOf(overdue, amountOf);
  const paidLately = known.filter(
    (row) => isSettledBy(row, day) && day < (row.settledOn ?? 0) + 180,
  );
  const wasLate = (row: LedgerRow) => latenessOf(row, day, calendar) > lateAboveDays;
  return {
    openCount: open.length,
    openMinor,
    ageing: ageingOf(open, day, calendar),
    cleanOverdueMinor,
    oldestCleanDays: oldestDaysOf(overdue, day, calendar),
    olderThan: floorAges.map((days) =>
      sumOf(overdue, (row) => (ageOf(row, day, calendar) > days ? row.amountMinor : 0)),
    ),
    overdueSharePpm: shareOf(cleanOverdueMinor, highestBalance(rows, day)),
    dbt30MilliDays: daysBeyondTerms(known, day, 30, calendar),
    dbt90MilliDays: daysBeyondTerms(known, day, 90, calendar),
    dbt365MilliDays: daysBeyondTerms(known, day, 365, calendar),
    promptnessIndex: promptnessOf(known, day, calendar),
    lateSharePpm: shareOf(sumOf(paidLately.filter(wasLate), amountOf), sumOf(paidLately, amountOf)),
    paidLateMilliDays: daysBeyondTerms(
      known.filter((row) => isSettledBy(row, day)),
      day,
      365,
      calendar,
    ),
    tenureDays: Math.max(0, day - Math.min(...known.map(({ issuedOn }) => issuedOn))),
    hasBilled: known.some(({ issuedOn }) => day < issuedOn + 180),
  };
}

const amountOf = ({ amountMinor }: LedgerRow) => amountMinor;

/** Days since the due date, as shifted to a business day. Below zero before it. */
function ageOf(row: LedgerRow, day: Day, calendar: BusinessCalendar): number {
  return day - dueDayOf(calendar, row.dueOn);
}

/** Settled: days after the due date, below zero when early. Open: days after it so far. */
function latenessOf(row: LedgerRow, day: Day, calendar: BusinessCalendar): number {
  return ageOf(row, isSettledBy(row, day) ? (row.settledOn ?? day) : day, calendar);
}

function isOverdue(row: LedgerRow, day: Day, calendar: BusinessCalendar): boolean {
  return isPastDue(row, day, calendar) && ageOf(row, day, calendar) > graceDays;
}

/** An invoice due today is not past due, nor before the next business day. */
function isPastDue({ dueOn }: LedgerRow, day: Day, calendar: BusinessCalendar): boolean {
  return day >= overdueDayOf(calendar, dueOn);
}

function ageingOf(
  open: readonly LedgerRow[],
  day: Day,
  calendar: BusinessCalendar,
): Readonly<Record<AgeingBucket, number>> {
  const sums = { current: 0, d1_30: 0, d31_60: 0, d61_90: 0, d91_120: 0, over_120: 0 };
  for (const row of open) sums[bucketOf(row, day, calendar)] += row.amountMinor;
  return sums;
}

function bucketOf(row: LedgerRow, day: Day, calendar: BusinessCalendar): AgeingBucket {
  const age = ageOf(row, day, calendar);
  if (!isPastDue(row, day, calendar)) return 'current';
  if (age <= 30) return 'd1_30';
  if (age <= 60) return 'd31_60';
  if (age <= 90) return 'd61_90';
  return age <= 120 ? 'd91_120' : 'over_120';
}

/** The age down to which, from the oldest on, there is enough to speak of. */
function oldestDaysOf(overdue: readonly LedgerRow[], day: Day, calendar: BusinessCalendar): number {
  const ages = overdue.map((row) => ageOf(row, day, calendar)).sort((a, b) => b - a);
  const enough = ages.find(
    (age) =>
      sumOf(overdue, (row) => (ageOf(row, day, calendar) >= age ? row.amountMinor : 0)) >=
      leastMinor,
  );
  return enough ?? 0;
}

/** The highest evening's balance of the last 30 days, today's included. */
function highestBalance(rows: readonly LedgerRow[], day: Day): number {
  const evenings = Array.from({ length: 30 }, (_, ago) => day - ago);
  return Math.max(
    ...evenings.map((evening) =>
      sumOf(rows, (row) => (isOpenOn(row, evening) ? row.amountMinor : 0)),
    ),
  );
}

/**
 * Mean days beyond terms, weighed by amount, of what fell due in so many days (each item from its
 * due date on, also when it was paid before) or is still open past due. Early counts as 0. What
 * was paid is forgotten after the correction horizon, however far ahead of its due date.
 */
function daysBeyondTerms(
  known: readonly LedgerRow[],
  day: Day,
  windowDays: number,
  calendar: BusinessCalendar,
): number | null {
  const weighed = known.filter((row) => isWeighed(row, day, windowDays, calendar));
  const weight = sumOf(weighed, amountOf);
  if (weight === 0) return null;
  const beyond = (row: LedgerRow) => Math.max(0, latenessOf(row, day, calendar));
  return roundedUp(sumOf(weighed, (row) => row.amountMinor * beyond(row)) * 1_000, weight);
}

function isWeighed(
  row: LedgerRow,
  day: Day,
  windowDays: number,
  calendar: BusinessCalendar,
): boolean {
  const age = ageOf(row, day, calendar);
  const isForgotten = row.settledOn !== null && day >= row.settledOn + horizonDays;
  return age >= 0 && !isForgotten && (age < windowDays || isOpenOn(row, day));
}

/** Published anchors, days late and index; a line between each two, and down to 1 at 240 days. */
const anchors = [
  [-30, 100],
  [-20, 90],
  [0, 80],
  [15, 70],
  [22, 60],
  [30, 50],
  [60, 40],
  [90, 30],
  [120, 20],
  [240, 1],
] as const;

/** From the signed mean lateness of 90 days: early counts, though never more than 30 days. */
function promptnessOf(
  known: readonly LedgerRow[],
  day: Day,
  calendar: BusinessCalendar,
): number | null {
  const weighed = known.filter((row) => isWeighed(row, day, 90, calendar));
  const weight = sumOf(weighed, amountOf);
  if (weight === 0) return null;
  const signed = (row: LedgerRow) => Math.max(-30, latenessOf(row, day, calendar));
  const mean = rounded(sumOf(weighed, (row) => row.amountMinor * signed(row)) * 1_000, weight);
  const at = anchors.findIndex(([days]) => mean <= days * 1_000);
  const [after, before] = [anchors[at], anchors[at - 1]];
  if (after === undefined) return 1;
  if (before === undefined) return after[1];
  const [days, index] = before;
  const span = (after[0] - days) * 1_000;
  return index + rounded((mean - days * 1_000) * (after[1] - index), span);
}
