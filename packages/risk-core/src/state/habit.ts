import { multiplyDivide } from '../money/integer.ts';
import type { Policy } from '../policy/policy.ts';
import { decayTable, WHOLE_WEIGHT } from './decay.ts';

/** Days late beyond which a settlement is counted apart. */
export const LATE_STEPS = [0, 15, 30] as const;

const MILLI = 1_000;

/**
 * How a customer has been paying of late: sums over its settlements, each with a weight that
 * halves in a policy's number of days. Weights are in thousandths of an invoice, lateness is in
 * whole days.
 */
export interface Habit {
  weight: number;
  /** Weight × signed days late, × their squares, and × days late with early as 0. */
  late: number;
  squares: number;
  beyond: number;
  /** Weight of what came more than 0, 15 and 30 days late. */
  over0: number;
  over15: number;
  over30: number;
}

type MemoryRules = Pick<Policy['forecast'], 'halfLifeDays' | 'agesAtMostDays'>;

/** Nothing settled. */
export function createHabit(): Habit {
  return { weight: 0, late: 0, squares: 0, beyond: 0, over0: 0, over15: 0, over30: 0 };
}

/** Lets `days` pass since the settlement before, then takes one in. */
export function stepHabit(habit: Habit, days: number, late: number, rules: MemoryRules): void {
  const aged = Math.min(days, rules.agesAtMostDays);
  if (aged > 0 && habit.weight > 0) decay(habit, decayTable(rules.halfLifeDays)[aged] ?? 0);
  const beyond = late > 0 ? late : 0;
  habit.weight += MILLI;
  habit.late += MILLI * late;
  habit.squares += MILLI * late * late;
  habit.beyond += MILLI * beyond;
  if (late > LATE_STEPS[0]) habit.over0 += MILLI;
  if (late > LATE_STEPS[1]) habit.over15 += MILLI;
  if (late > LATE_STEPS[2]) habit.over30 += MILLI;
}

function decay(habit: Habit, part: number): void {
  habit.weight = multiplyDivide(habit.weight, part, WHOLE_WEIGHT);
  habit.late = multiplyDivide(habit.late, part, WHOLE_WEIGHT);
  habit.squares = multiplyDivide(habit.squares, part, WHOLE_WEIGHT);
  habit.beyond = multiplyDivide(habit.beyond, part, WHOLE_WEIGHT);
  habit.over0 = multiplyDivide(habit.over0, part, WHOLE_WEIGHT);
  habit.over15 = multiplyDivide(habit.over15, part, WHOLE_WEIGHT);
  habit.over30 = multiplyDivide(habit.over30, part, WHOLE_WEIGHT);
}
