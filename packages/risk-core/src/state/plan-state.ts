import type { EpochDay } from '../types/units.ts';
import { NEVER, type Promised } from './records.ts';

/** Due day of the first instalment that the money so far does not reach; if all, of the last. */
export function nextInstalmentOn({ instalments, paidMinor }: Promised): EpochDay {
  let due = 0;
  let on = NEVER;
  for (const { dueOn, amountMinor } of instalments) {
    due += amountMinor;
    on = dueOn;
    if (due > paidMinor) break;
  }
  return on;
}

/** How a plan stands on a day: instalments missed, and the deadline of the first one unpaid. */
export interface PlanStanding {
  readonly missed: number;
  readonly deadlineOn: EpochDay;
}

/** Instalments whose deadline has passed and that the money so far does not reach. */
export function standingOfPlan({ instalments, paidMinor }: Promised, on: EpochDay): PlanStanding {
  let due = 0;
  let missed = 0;
  let deadlineOn = NEVER;
  for (const instalment of instalments) {
    due += instalment.amountMinor;
    if (due <= paidMinor) continue;
    if (deadlineOn === NEVER) deadlineOn = instalment.deadlineOn;
    if (on > instalment.deadlineOn) missed += 1;
  }
  return { missed, deadlineOn };
}
