import type { DomainEvent } from '../types/events/index.ts';
import { isDay } from './check-event.ts';
import { type RuleOutcome, refused } from './outcome.ts';

const days = [
  'asOf',
  'periodEnd',
  'filedOn',
  'registeredOn',
  'satisfiedOn',
  'publishedOn',
  'changedOn',
] as const;

/** Figures of either sign: scales of scores, balance sheets, days. */
const figures = [
  'valueMilli',
  'minMilli',
  'maxMilli',
  'percentilePpm',
  'dbtMilliDays',
  'lines',
  'totalAssetsMinor',
  'currentAssetsMinor',
  'currentLiabilitiesMinor',
  'totalLiabilitiesMinor',
  'retainedEarningsMinor',
  'ebitMinor',
  'equityMinor',
  'debtMinor',
  'cashMinor',
] as const;

/** Largest figure of a balance sheet, in minor units: ten million million. */
const MAX_FIGURE = 1_000_000_000_000_000;

/** Refuses days and figures that no source means, before anything has changed. */
export function checkFact(event: DomainEvent): RuleOutcome | undefined {
  const fields = event as unknown as Readonly<Record<string, unknown>>;
  for (const name of days) {
    const value = fields[name];
    if (value === undefined || value === null || isDay(value)) continue;
    return refused('date_out_of_range', `${name} is ${String(value)}`);
  }
  for (const name of figures) {
    const value = fields[name];
    if (value === undefined || value === null) continue;
    if (Number.isSafeInteger(value) && Math.abs(Number(value)) <= MAX_FIGURE) continue;
    return refused('amount_out_of_range', `${name} is ${String(value)}`);
  }
  return undefined;
}
