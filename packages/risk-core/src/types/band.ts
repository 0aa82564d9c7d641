/** A is the lowest risk. */
export type Band = 'A' | 'B' | 'C' | 'D' | 'E';
