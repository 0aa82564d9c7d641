import type { Policy } from '../policy/policy.ts';
import type { EpochDay } from '../types/units.ts';
import { createDrift, type DriftState, stepDrift } from './drift-alarm.ts';
import { createHabit, type Habit, stepHabit } from './habit.ts';
import { type SpreadState, stepSpread } from './irregularity.ts';
import { movedMean } from './moved-mean.ts';

const MILLI = 1_000;

/**
 * What is known of how a customer settles, in business order: by settlement day, then item key.
 * It is a fold of its own: in order it takes a step, out of order it is folded again from stubs.
 */
export interface SettlementStats extends DriftState, SpreadState {
  /** Items ever settled with money. */
  count: number;
  lastOn: EpochDay;
  lastKey: number;
  /** Moving means of days late (early counts as 0), in thousandths of a day. */
  fastMilli: number;
  slowMilli: number;
  /** The same settlements, each the lighter the longer ago: what a new invoice may expect. */
  habit: Habit;
}

/** What of a policy the statistics depend on. */
export type SettlementRules = Pick<Policy, 'behaviour' | 'forecast'>;

/** A customer who has settled nothing yet. */
export function createStats(): SettlementStats {
  return {
    count: 0,
    lastOn: -1,
    lastKey: 0,
    fastMilli: 0,
    slowMilli: 0,
    lates: [],
    olderMeanMilli: 0,
    olderSpreadMilli: 0,
    habit: createHabit(),
    ...createDrift(),
  };
}

/** An independent copy. */
export function copyStats(stats: SettlementStats): SettlementStats {
  return { ...stats, lates: stats.lates.slice(), habit: { ...stats.habit } };
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
  { behaviour, forecast }: SettlementRules,
): void {
  const { clipEarlyDays, clipLateDays } = behaviour;
  const late = Math.max(-clipEarlyDays, Math.min(clipLateDays, lateDays));
  const sinceLast = stats.count > 0 ? on - stats.lastOn : 0;
  stats.count += 1;
  stats.lastOn = on;
  stats.lastKey = key;
  const beyondTerms = Math.max(0, late) * MILLI;
  stats.fastMilli = movedMean(stats.fastMilli, beyondTerms, behaviour.fastPermille, stats.count);
  stats.slowMilli = movedMean(stats.slowMilli, beyondTerms, behaviour.slowPermille, stats.count);
  stepSpread(stats, late, stats.count, behaviour.slowPermille);
  stepHabit(stats.habit, sinceLast, late, forecast);
  const { count, fastMilli, slowMilli } = stats;
  stepDrift(stats, { on, late, count, fastMilli, slowMilli }, behaviour);
}

/** Fast minus slow mean: above zero, the customer has been getting later. */
export function driftMilli(stats: SettlementStats): number {
  return stats.fastMilli - stats.slowMilli;
}
