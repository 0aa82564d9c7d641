import type { AgeingBucket, Arrears } from './arrears.ts';
import type { Day } from './ledger-row.ts';
import { rounded } from './rounding.ts';

/** Parts of a thousand that are expected to be lost, by days past due. */
const lossPermille: Readonly<Record<AgeingBucket, number>> = {
  current: 3,
  d1_30: 80,
  d31_60: 260,
  d61_90: 580,
  d91_120: 820,
  over_120: 820,
};

/** Losses of a month end, and of the one that an open jump is measured from. */
export interface LossMemory {
  readonly monthEnd: number;
  readonly jump: { readonly on: Day; readonly from: number } | null;
}

export const firstLossMemory: LossMemory = { monthEnd: 0, jump: null };

/** What is expected to be lost of what is open; the two oldest buckets are one. */
function lossOf({ ageing }: Arrears): number {
  const { d91_120, over_120, ...younger } = ageing;
  const balances = { ...younger, d91_120: d91_120 + over_120 };
  return (Object.keys(balances) as (keyof typeof balances)[]).reduce(
    (sum, bucket) => sum + rounded(balances[bucket] * lossPermille[bucket], 1_000),
    0,
  );
}

/** Twice the loss of the last month end and above 1,000.00, until below one and a half of it. */
export function lossesAfter(before: LossMemory, day: Day, arrears: Arrears): LossMemory {
  const loss = lossOf(arrears);
  const open = before.jump !== null && day - before.jump.on < 31 ? before.jump : null;
  const { on, from } = open ?? { on: day, from: before.monthEnd };
  const isOver = from === 0 || loss <= 1_000_00 || 2 * loss < (open ? 3 : 4) * from;
  return {
    monthEnd: isLastOfMonth(day) ? loss : before.monthEnd,
    jump: isOver ? null : { on, from },
  };
}

function isLastOfMonth(day: Day): boolean {
  return new Date((day + 1) * 86_400_000).getUTCDate() === 1;
}
