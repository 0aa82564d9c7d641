import type { Attention } from './attention.ts';
import type { Episode } from './episode.ts';
import type { Outcome } from './reasons.ts';

/** How many alerts of a code people called what. */
export type OutcomeTally = Readonly<Record<string, Readonly<Record<Outcome, number>>>>;

const NOTHING = { useful: 0, known: 0, wrong: 0 };

export const outcomeTallyCodec = {
  encode: (tally: object): Buffer => Buffer.from(JSON.stringify(tally)),
  decode: (bytes: Buffer): OutcomeTally => JSON.parse(bytes.toString()) as OutcomeTally,
};

/** Counts what an alert is called now, and no longer what it was called before. */
export function countOutcome(
  tally: OutcomeTally | undefined,
  { code, attention }: Episode,
  before: Attention,
): OutcomeTally | undefined {
  const was = before.acknowledged?.outcome ?? null;
  const is = attention.acknowledged?.outcome ?? null;
  if (was === is) return tally;
  const counts = { ...(tally?.[code] ?? NOTHING) };
  // Taken back, a verdict still was one: only another verdict replaces it.
  if (is === null) return tally;
  if (was !== null) counts[was] -= 1;
  counts[is] += 1;
  return { ...tally, [code]: counts };
}

/** The counts of several partitions together, with the share that was of use. */
export function addTallies(tallies: readonly OutcomeTally[]): readonly CodePrecision[] {
  const sums = new Map<string, Record<Outcome, number>>();
  for (const [code, counts] of tallies.flatMap((tally) => Object.entries(tally))) {
    const sum = sums.get(code) ?? { ...NOTHING };
    for (const outcome of ['useful', 'known', 'wrong'] as const) sum[outcome] += counts[outcome];
    sums.set(code, sum);
  }
  return [...sums].sort().map(([code, counts]) => ({ code, ...counts, ...precisionOf(counts) }));
}

export interface CodePrecision extends Readonly<Record<Outcome, number>> {
  readonly code: string;
  /** Useful ones in a hundred of those that anybody judged; null without any. */
  readonly precisionPercent: number | null;
}

function precisionOf({ useful, known, wrong }: Readonly<Record<Outcome, number>>) {
  const judged = useful + known + wrong;
  return { precisionPercent: judged === 0 ? null : Math.round((useful * 100) / judged) };
}
