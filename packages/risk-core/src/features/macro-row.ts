import type { Policy } from '../policy/policy.ts';
import type { Profile } from '../state/profile.ts';
import type { MacroGrade, World } from '../types/world.ts';
import { type Reading, readingOf } from './reading.ts';

/** Where a customer lives and what it does: the things that are graded. */
export const macroDimensions = ['country', 'sector'] as const;

export type MacroDimension = (typeof macroDimensions)[number];

/** Key of a grade in the world. */
export function macroKey(dimension: MacroDimension, code: string): string {
  return `${dimension}:${code}`;
}

const none: readonly MacroGrade[] = [];

/** Grades of the customer's country or sector, one per provider. */
export function gradesOf(
  { master }: Profile,
  { macro }: World,
  dimension: MacroDimension,
): readonly MacroGrade[] {
  const code = dimension === 'country' ? master.country : master.sectorCode;
  return code === null ? none : (macro.get(macroKey(dimension, code)) ?? none);
}

/** The grade that costs most today, of country and sector together. */
export function readMacro(profile: Profile, world: World): Reading | null {
  if (world.macro.size === 0) return null;
  const { points, shelfLife }: Policy = world.policy;
  const { today } = profile;
  const grades = macroDimensions.flatMap((dimension) => gradesOf(profile, world, dimension));
  let worst: Reading | null = null;
  let firmPoints = 0;
  for (const { grade, asOf } of grades) {
    const origin = { asOf, today, shelfDays: shelfLife.macroDays, sampleSize: grades.length };
    const reading = readingOf(points.X4, grade, origin);
    firmPoints = Math.max(firmPoints, reading.firmPoints);
    if (worst === null || isDearer(reading, worst)) worst = reading;
  }
  return worst && { ...worst, firmPoints };
}

function isDearer(a: Reading, b: Reading): boolean {
  if (a.points !== b.points) return a.points > b.points;
  return a.value !== b.value ? a.value > b.value : a.asOf > b.asOf;
}
