import { meanDaysUp } from '../features/measure.ts';
import { NEVER } from '../state/records.ts';
import { atLevel, type CustomerFamily, fact, type Sight } from './family.ts';

/** Levels by the floor ages 30, 60 and 90; the first level is news from a prompt customer only. */
const FIRST = 1;

/** Clean overdue that is material, by age; or the first slip of a customer who always paid. */
export const overdue: CustomerFamily = {
  code: 'OVERDUE',
  scope: 'customer',
  awaitsApplication: true,
  levels: [
    { name: 'OVERDUE_FIRST', severity: 'warning' },
    { name: 'OVERDUE_30', severity: 'warning' },
    { name: 'OVERDUE_60', severity: 'error' },
    { name: 'OVERDUE_90', severity: 'critical' },
  ],
  judge(sight, before) {
    for (let age = 3; age >= 1; age -= 1) {
      if ((sight.standing.material & (1 << age)) !== 0) return atLevel(FIRST + age);
    }
    // What is left of an older debt is no first slip, unless it began as one.
    const isSlip = isBeyondFirst(sight) && (isPrompt(sight) || before.level === FIRST);
    return atLevel(isSlip ? FIRST : 0);
  },
  evidence({ findings, policy }, { level }) {
    const age = level - FIRST;
    const days = age > 0 ? policy.overdue.floorDays[age] : policy.overdue.firstAfterDays;
    const sum = age > 0 ? findings.olderThan[age] : findings.cleanOverdue;
    const least = age > 0 ? policy.overdue.materialMinor : policy.overdue.ignoreBelowMinor;
    return [
      fact('oldestCleanDays', findings.oldestDays, days ?? null, 'days'),
      fact('cleanOverdueMinor', sum ?? null, least, 'minor'),
    ];
  },
};

function isBeyondFirst({ findings, policy }: Sight): boolean {
  return findings.oldestDays > policy.overdue.firstAfterDays;
}

/** A year of custom, and money that came on average within the days that count as prompt. */
function isPrompt({ profile, findings, policy }: Sight): boolean {
  const { tenureDays, isProvisional } = findings;
  if (isProvisional || tenureDays === null || tenureDays < policy.overdue.promptTenureDays) {
    return false;
  }
  const mean = meanDaysUp(profile.sums.late365, profile.sums.paid365);
  return mean !== null && mean <= policy.overdue.promptUpToDays * 1_000;
}

/** A new customer whose very first invoice goes unpaid. */
export const firstPaymentMissed: CustomerFamily = {
  code: 'FIRST_PAYMENT_MISSED',
  scope: 'customer',
  awaitsApplication: true,
  levels: [{ name: 'FIRST_PAYMENT_MISSED', severity: 'error' }],
  judge(sight, before) {
    const { profile, findings, policy } = sight;
    if (!isBeyondFirst(sight) || profile.stats.count > 0) return atLevel(0);
    const hasPaid = profile.lastPaidOn !== NEVER;
    const isNew = (findings.tenureDays ?? 0) < policy.overdue.promptTenureDays;
    return atLevel(!hasPaid && (isNew || before.level > 0) ? 1 : 0);
  },
  evidence({ profile, findings, policy }) {
    return [
      fact('oldestCleanDays', findings.oldestDays, policy.overdue.firstAfterDays, 'days'),
      fact('settledInvoices', profile.stats.count, 1, 'count'),
      fact('cleanOverdueMinor', findings.cleanOverdue, policy.overdue.ignoreBelowMinor, 'minor'),
    ];
  },
};

/** The definition of default is met, or its cure is not complete. */
export const defaulted: CustomerFamily = {
  code: 'DEFAULTED',
  scope: 'customer',
  levels: [{ name: 'DEFAULTED', severity: 'critical' }],
  judge({ standing }) {
    return atLevel(standing.defaultedOn === NEVER ? 0 : 1);
  },
  evidence({ findings, standing, policy }) {
    const [, , , days] = policy.overdue.floorDays;
    const curedDays = standing.curingSince === NEVER ? 0 : findings.today - standing.curingSince;
    return [
      fact('oldestCleanDays', findings.oldestDays, days, 'days'),
      fact('cleanOverdueMinor', findings.olderThan[3] ?? 0, policy.overdue.materialMinor, 'minor'),
      fact('curedDays', curedDays, policy.overdue.cureDays, 'days'),
    ];
  },
};
