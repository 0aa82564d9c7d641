import { randomFrom } from './random.ts';

/** A case with what was said of it and what came. */
export interface Scored {
  readonly customerId: string;
  readonly score: number;
  readonly isPositive: boolean;
}

const RESAMPLES = 1_000;

/**
 * Area under the ROC curve: how often a positive case was ranked above a negative one, ties at
 * half. Null when there are not both.
 */
export function auc(cases: readonly Scored[]): number | null {
  const sorted = sortedByScore(cases);
  return weightedAuc(sorted, new Array<number>(sorted.length).fill(1));
}

/**
 * Interval of 95 % by drawing customers, not invoices, again and again: the invoices of a customer
 * are too alike to count one by one. Null where any draw may lack positives or negatives.
 */
export function aucInterval(
  cases: readonly Scored[],
  seed: number,
): readonly [number, number] | null {
  const sorted = sortedByScore(cases);
  const names = [...new Set(sorted.map(({ customerId }) => customerId))].sort();
  const numbers = new Map(names.map((name, index) => [name, index]));
  const owners = sorted.map(({ customerId }) => numbers.get(customerId) ?? 0);
  const random = randomFrom(seed);
  const drawn: number[] = [];
  for (let round = 0; round < RESAMPLES; round += 1) {
    const times = new Array<number>(names.length).fill(0);
    for (let pick = 0; pick < names.length; pick += 1) {
      const index = Math.floor(random() * names.length);
      times[index] = (times[index] ?? 0) + 1;
    }
    const area = weightedAuc(
      sorted,
      owners.map((owner) => times[owner] ?? 0),
    );
    if (area !== null) drawn.push(area);
  }
  if (drawn.length === 0) return null;
  drawn.sort((a, b) => a - b);
  const at = (share: number) => drawn[Math.floor(share * (drawn.length - 1))] ?? 0;
  return [at(0.025), at(0.975)];
}

function sortedByScore(cases: readonly Scored[]): readonly Scored[] {
  return cases.slice().sort((a, b) => a.score - b.score);
}

/** One pass over sorted cases: a positive beats the negatives below it and half of its equals. */
function weightedAuc(sorted: readonly Scored[], weights: readonly number[]): number | null {
  let wins = 0;
  let positives = 0;
  let negatives = 0;
  let index = 0;
  while (index < sorted.length) {
    const score = sorted[index]?.score;
    let up = 0;
    let down = 0;
    for (; sorted[index]?.score === score && index < sorted.length; index += 1) {
      const weight = weights[index] ?? 0;
      if (sorted[index]?.isPositive) up += weight;
      else down += weight;
    }
    wins += up * (negatives + down / 2);
    positives += up;
    negatives += down;
  }
  return positives > 0 && negatives > 0 ? wins / (positives * negatives) : null;
}
