import type { Evidence } from '../evidence.ts';

/** A promise of the product, and what is found where a run broke it. */
export interface Oracle {
  readonly name: string;
  check(evidence: Evidence): readonly string[] | Promise<readonly string[]>;
}
