import type { DomainEvent } from '../src/index.ts';
import type { Told } from './shell.ts';

type Of<K extends DomainEvent['kind']> = Extract<Told, { kind: K }>;

/** A score on a scale of 0 to 100 where higher is better: 100 − score is its percentile. */
export function scored(
  score: number,
  asOf: number,
  more: Partial<Of<'external_score.updated'>> = {},
): Of<'external_score.updated'> {
  return {
    kind: 'external_score.updated',
    provider: 'bureau',
    name: 'failure',
    valueMilli: score * 1_000,
    minMilli: 0,
    maxMilli: 100_000,
    higherIsBetter: true,
    percentilePpm: null,
    recommendedLimitMinor: null,
    currency: null,
    asOf,
    ...more,
  };
}
