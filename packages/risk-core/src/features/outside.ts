import type { Profile } from '../state/profile.ts';
import type { World } from '../types/world.ts';
import { readAltman, readGearing } from './accounts-rows.ts';
import { readMacro } from './macro-row.ts';
import type { Reading } from './reading.ts';
import { readScore } from './score-row.ts';

/** Readings of the outside rows of the scorecard; null where nobody has said anything. */
export interface Outside {
  readonly X1: Reading | null;
  readonly X2: Reading | null;
  readonly X3: Reading | null;
  readonly X4: Reading | null;
  /** By how much the score is lower only because something has gone stale. */
  readonly staleRelief: number;
}

/** The rows that outside sources fill. Their order is part of stored conditions: append only. */
export const outsideRows = ['X1', 'X2', 'X3', 'X4'] as const satisfies readonly (keyof Outside)[];

/** Nobody has said anything. */
export const silence: Outside = { X1: null, X2: null, X3: null, X4: null, staleRelief: 0 };

/** Reads dossier and world for the scorecard. */
export function readOutside(profile: Profile, world: World): Outside {
  const { externalScores, financials } = profile.dossier;
  if (externalScores === null && financials === null && world.macro.size === 0) return silence;
  const { policy } = world;
  const X1 = readScore(profile, policy);
  const X2 = readAltman(profile, policy);
  const X3 = readGearing(profile, policy);
  const X4 = readMacro(profile, world);
  return { X1, X2, X3, X4, staleRelief: reliefOf(X1) + reliefOf(X2) + reliefOf(X3) + reliefOf(X4) };
}

function reliefOf(reading: Reading | null): number {
  return reading === null ? 0 : reading.firmPoints - reading.points;
}
