import type { Band } from '../types/band.ts';

const letters: readonly Band[] = ['A', 'B', 'C', 'D', 'E'];

/** The band of a rank: 0 is A, 4 is E. */
export function bandOf(rank: number): Band {
  return letters[rank] ?? 'E';
}

/** The rank of a band. */
export function rankOf(band: Band): number {
  return letters.indexOf(band);
}
