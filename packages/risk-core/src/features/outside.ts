import type { Policy } from '../policy/policy.ts';
import type { Profile } from '../state/profile.ts';
import type { Reading } from './reading.ts';
import { readScore } from './score-row.ts';

/** Readings of the outside rows of the scorecard; null where nobody has said anything. */
export interface Outside {
  readonly X1: Reading | null;
  /** By how much the score is lower only because something has gone stale. */
  readonly staleRelief: number;
}

/** The rows that outside sources fill. Their order is part of stored conditions: append only. */
export const outsideRows = ['X1'] as const satisfies readonly (keyof Outside)[];

const silence: Outside = { X1: null, staleRelief: 0 };

/** Reads the dossier for the scorecard. */
export function readOutside(profile: Profile, policy: Policy): Outside {
  const X1 = readScore(profile, policy);
  if (X1 === null) return silence;
  return { X1, staleRelief: reliefOf(X1) };
}

function reliefOf(reading: Reading | null): number {
  return reading === null ? 0 : reading.firmPoints - reading.points;
}
