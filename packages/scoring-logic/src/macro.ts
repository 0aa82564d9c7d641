import type { MacroRiskUpdated } from '@duewatch/contracts';
import { type MacroGrade, macroKey, type Profile } from '@duewatch/risk-core';

/** Grades of one tenant by dimension and code, one per provider. */
export type TenantGrades = ReadonlyMap<string, readonly MacroGrade[]>;

/** Grades of every tenant: each buys its own. */
export type MacroWorld = ReadonlyMap<string, TenantGrades>;

export const NO_GRADES: MacroWorld = new Map();
const nothing: TenantGrades = new Map();

/** Providers kept per country or sector; beyond that the ones longest silent go. */
const MOST_PROVIDERS = 4;

/** Places of the grades in the scorecard's row. */
const grades = ['low', 'medium', 'high', 'very_high'] as const;

/** The world with a new grade; undefined when it says nothing new. */
export function admitGrade(update: MacroRiskUpdated, now: MacroWorld): MacroWorld | undefined {
  const { tenantId, dimension, code, provider, asOf } = update;
  if (dimension === 'unknown' || update.grade === 'unknown') return undefined;
  const key = macroKey(dimension, code);
  const ofTenant = now.get(tenantId) ?? nothing;
  const known = ofTenant.get(key) ?? [];
  const before = known.find((grade) => grade.provider === provider);
  if (before !== undefined && asOf < before.asOf) return undefined;
  const grade = grades.indexOf(update.grade);
  if (before !== undefined && asOf === before.asOf && grade === before.grade) return undefined;
  const added: MacroGrade = { provider, grade, before: gradeBefore(before, grade), asOf };
  const others = known.filter((other) => other !== before);
  const kept = [...others, added].sort(
    (a, b) => b.asOf - a.asOf || (a.provider < b.provider ? -1 : 1),
  );
  return new Map(now).set(tenantId, new Map(ofTenant).set(key, kept.slice(0, MOST_PROVIDERS)));
}

/** What the provider said before it last changed its mind. */
function gradeBefore(known: MacroGrade | undefined, grade: number): number | null {
  if (known === undefined) return null;
  return known.grade === grade ? known.before : known.grade;
}

export function gradesOfTenant(macro: MacroWorld, tenantId: string): TenantGrades {
  return macro.get(tenantId) ?? nothing;
}

/** True for exactly the customers whose country or sector was graded. */
export function isGraded(
  { master }: Profile,
  tenantId: string,
  { dimension, code, tenantId: ofTenant }: MacroRiskUpdated,
): boolean {
  if (ofTenant !== tenantId) return false;
  return dimension === 'country' ? master.country === code : master.sectorCode === code;
}
