import { gradesOf, macroDimensions, macroKey } from '../features/macro-row.ts';
import { keyOf } from '../identity/hash.ts';
import type { MacroGrade } from '../types/world.ts';
import { atLevel, type Case, type CaseFamily, fact } from './family.ts';

interface MacroCase extends Case {
  /** The worst grade of all providers now, and before each last changed its mind. */
  readonly grade: number;
  readonly before: number;
}

const none: readonly MacroCase[] = [];

/** The country or the sector of the customer got a worse grade: about many customers at once. */
export const macroDowngrade: CaseFamily<MacroCase> = {
  code: 'MACRO_DOWNGRADE',
  scope: 'case',
  levels: [{ name: 'MACRO_DOWNGRADE', severity: 'info' }],
  cases({ profile, world }) {
    if (world.macro.size === 0) return none;
    const cases: MacroCase[] = [];
    const { master, today } = profile;
    const { macroDays } = world.policy.shelfLife;
    for (const dimension of macroDimensions) {
      const code = dimension === 'country' ? master.country : master.sectorCode;
      const fresh = gradesOf(profile, world, dimension).filter(
        ({ asOf }) => today - asOf <= macroDays,
      );
      if (code === null || fresh.length === 0) continue;
      const id = macroKey(dimension, code);
      cases.push({
        key: keyOf(id),
        id,
        grade: worst(fresh.map(({ grade }) => grade)),
        before: worst(fresh.map(({ grade, before }: MacroGrade) => before ?? grade)),
      });
    }
    return cases;
  },
  judge(_, { grade, before }, { level, memo }) {
    const reference = level > 0 ? memo - 1 : before;
    return grade > reference ? { level: 1, memo: reference + 1 } : atLevel(0);
  },
  evidence(_, one, { memo }) {
    return one ? [fact('macroGrade', one.grade, memo - 1, 'count', one.id)] : [];
  },
};

function worst(grades: readonly number[]): number {
  return Math.max(...grades);
}
