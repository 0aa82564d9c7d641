import { divide, integerSqrt, multiplyDivide } from '../money/integer.ts';
import type { Policy } from '../policy/policy.ts';
import type { EpochDay } from '../types/units.ts';

/** Settlements that the irregularity looks back on. */
const LAST_SETTLEMENTS = 12;
const MILLI = 1_000;

/**
 * What is known of how a customer settles, in business order: by settlement day, then item key.
 * It is a fold of its own: in order it takes a step, out of order it is folded again from stubs.
 */
export interface SettlementStats {
  /** Items ever settled with money. */
  count: number;
  lastOn: EpochDay;
  lastKey: number;
  /** Moving means of days late (early counts as 0), in thousandths of a day. */
  fastMilli: number;
  slowMilli: number;
  /** Signed days late of the last settlements, oldest first. */
  lates: number[];
  /** One-sided CUSUM of signed days late, in thousandths of the customer's spread. */
  cusumMilli: number;
  /** Count, sum and sum of squares of days late since the last alarm ended. */
  baseCount: number;
  baseSum: number;
  baseSquares: number;
  /** Reference mean and spread, frozen while the CUSUM is above zero; thousandths of a day. */
  meanMilli: number;
  sigmaMilli: number;
  /** Settlement day on which the drift alarm rose; -1 while there is none. */
  alarmOn: EpochDay;
  /** Calm settlements in a row since the alarm. */
  calm: number;
}

/** A customer who has settled nothing yet. */
export function createStats(): SettlementStats {
  return {
    count: 0,
    lastOn: -1,
    lastKey: 0,
    fastMilli: 0,
    slowMilli: 0,
    lates: [],
    cusumMilli: 0,
    baseCount: 0,
    baseSum: 0,
    baseSquares: 0,
    meanMilli: 0,
    sigmaMilli: 0,
    alarmOn: -1,
    calm: 0,
  };
}

/** An independent copy. */
export function copyStats(stats: SettlementStats): SettlementStats {
  return { ...stats, lates: stats.lates.slice() };
}

/** True when a settlement comes after all that were folded. */
export function isInOrder(stats: SettlementStats, on: EpochDay, key: number): boolean {
  return on > stats.lastOn || (on === stats.lastOn && key > stats.lastKey);
}

/** Takes one settlement in. `lateDays` is signed: early is below zero. */
export function stepStats(
  stats: SettlementStats,
  on: EpochDay,
  key: number,
  lateDays: number,
  rules: Policy['behaviour'],
): void {
  const clipped = Math.max(-rules.clipEarlyDays, Math.min(rules.clipLateDays, lateDays));
  stats.count += 1;
  stats.lastOn = on;
  stats.lastKey = key;
  stats.lates.push(clipped);
  if (stats.lates.length > LAST_SETTLEMENTS) stats.lates.shift();
  const beyondTerms = Math.max(0, clipped) * MILLI;
  stats.fastMilli = moved(stats.fastMilli, beyondTerms, rules.fastPermille, stats.count);
  stats.slowMilli = moved(stats.slowMilli, beyondTerms, rules.slowPermille, stats.count);
  stepCusum(stats, clipped, rules);
  stepAlarm(stats, on, rules);
}

/** Fast minus slow mean: above zero, the customer has been getting later. */
export function driftMilli(stats: SettlementStats): number {
  return stats.fastMilli - stats.slowMilli;
}

/**
 * A moving mean that starts as the plain mean: until the count outweighs its constant, every
 * settlement weighs the same, so the first one does not rule for years.
 */
function moved(mean: number, value: number, permille: number, count: number): number {
  const divisor = count * permille < MILLI ? count : 0;
  return divisor > 0
    ? mean + divide(value - mean, divisor)
    : mean + divide((value - mean) * permille, MILLI);
}

/**
 * Adds how far this settlement lies above the customer's own mean, in units of its own spread and
 * less a slack. Mean and spread are taken anew only while the sum is at zero: else they would
 * learn the very change that they are to reveal.
 */
function stepCusum(stats: SettlementStats, late: number, rules: Policy['behaviour']): void {
  if (stats.baseCount >= rules.driftMinSettled) {
    const gap = divide((late * MILLI - stats.meanMilli) * MILLI, stats.sigmaMilli);
    stats.cusumMilli = Math.max(0, stats.cusumMilli + gap - rules.cusumSlackMilli);
  }
  stats.baseCount += 1;
  stats.baseSum += late;
  stats.baseSquares += late * late;
  if (stats.baseCount >= rules.driftMinSettled && stats.cusumMilli === 0) {
    takeReference(stats, rules);
  }
}

/** The customer's own mean, and its spread shrunk to what is usual. */
function takeReference(stats: SettlementStats, rules: Policy['behaviour']): void {
  const { baseCount, baseSum, baseSquares } = stats;
  stats.meanMilli = divide(baseSum * MILLI, baseCount);
  const around = baseCount * baseSquares - baseSum * baseSum;
  const own = multiplyDivide(around, MILLI * MILLI, baseCount);
  const prior = rules.priorWeight * (rules.priorSigmaDays * MILLI) ** 2;
  const variance = divide(prior + own, rules.priorWeight + baseCount);
  stats.sigmaMilli = Math.max(rules.minSigmaDays * MILLI, integerSqrt(variance));
}

function stepAlarm(stats: SettlementStats, on: EpochDay, rules: Policy['behaviour']): void {
  const drift = driftMilli(stats);
  if (stats.alarmOn < 0) {
    // On noise alone the two means part by a third of the spread: a whole one is no accident.
    const isApart = drift >= rules.driftAlarmDays * MILLI && drift >= stats.sigmaMilli;
    const isRising = stats.cusumMilli > rules.cusumAlarmMilli || isApart;
    if (stats.count >= rules.driftMinSettled && isRising) {
      stats.alarmOn = on;
      stats.calm = 0;
    }
    return;
  }
  stats.calm = drift < rules.driftCalmDays * MILLI ? stats.calm + 1 : 0;
  if (stats.calm >= rules.driftCalmSettled) restartReference(stats, rules);
}

/** The alarm is over: what the customer does now is its new reference. */
function restartReference(stats: SettlementStats, rules: Policy['behaviour']): void {
  const mean = divide(stats.slowMilli, MILLI);
  const sigma = divide(stats.sigmaMilli, MILLI);
  stats.alarmOn = -1;
  stats.calm = 0;
  stats.cusumMilli = 0;
  stats.baseCount = rules.driftMinSettled;
  stats.baseSum = stats.baseCount * mean;
  stats.baseSquares = stats.baseCount * (mean * mean + sigma * sigma);
  takeReference(stats, rules);
}

/** Median absolute deviation of the last settlements, in thousandths of a day. */
export function irregularityMilli({ lates }: SettlementStats): number {
  if (lates.length === 0) return 0;
  // Twice the median, and four times the deviation, keep halves whole.
  const middle = twiceMedian(lates.slice());
  return divide(twiceMedian(lates.map((late) => Math.abs(2 * late - middle))) * MILLI, 4);
}

/** Sorts the values in place, by insertion: there are a dozen at most. */
function twiceMedian(values: number[]): number {
  for (let index = 1; index < values.length; index += 1) {
    const value = values[index] ?? 0;
    let slot = index;
    while (slot > 0 && (values[slot - 1] ?? 0) > value) {
      values[slot] = values[slot - 1] ?? 0;
      slot -= 1;
    }
    values[slot] = value;
  }
  return (values[values.length >> 1] ?? 0) + (values[(values.length - 1) >> 1] ?? 0);
}
