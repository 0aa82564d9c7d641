import { keyOf } from '../identity/hash.ts';
import { type CaseKind, type CourtCase, isStanding } from '../state/dossier/court-cases.ts';
import { type InsolvencyCase, insolvencyStages } from '../state/dossier/insolvency.ts';
import {
  ACCOUNTS_OVERDUE,
  CEASED,
  hasFinding,
  type Registry,
  STRIKE_OFF,
} from '../state/dossier/registry.ts';
import { NEVER } from '../state/records.ts';
import type { ConditionCode } from '../types/assessment.ts';
import { atLevel, type Case, type CaseFamily, type CustomerFamily, fact } from './family.ts';

interface CourtSubject extends Case {
  readonly one: CourtCase;
}

const noCase: readonly CourtSubject[] = [];

/** A public debt that still stands, one episode per case. */
function courtFamily(code: ConditionCode, kind: CaseKind): CaseFamily<CourtSubject> {
  return {
    code,
    scope: 'case',
    about: 'courtCases',
    levels: [{ name: code, severity: 'error' }],
    cases({ profile }) {
      const { courtCases } = profile.dossier;
      if (courtCases === null) return noCase;
      return courtCases.cases
        .filter((one) => one.kind === kind && isStanding(courtCases, one))
        .map((one) => ({ key: keyOf(`J${one.id}`), id: one.id, one }));
    },
    judge: () => atLevel(1),
    evidence({ findings, policy }, subject) {
      if (!subject) return [];
      const { amountMinor, currency, registeredOn } = subject.one;
      const since = findings.today - registeredOn;
      const age = fact('registeredDays', since, policy.registers.caseNewDays, 'days');
      if (amountMinor === NEVER) return [age];
      return [fact('caseMinor', amountMinor, null, 'minor', currency || null), age];
    },
  };
}

export const judgment = courtFamily('JUDGMENT', 'judgment');
export const taxDefault = courtFamily('TAX_DEFAULT', 'tax_default');

interface InsolvencySubject extends Case {
  readonly one: InsolvencyCase;
}

const noInsolvency: readonly InsolvencySubject[] = [];

/** Somebody wants the customer wound up, or it is on its way there. */
export const insolvencyNotice: CaseFamily<InsolvencySubject> = {
  code: 'INSOLVENCY',
  scope: 'case',
  about: 'insolvency',
  levels: [
    { name: 'INSOLVENCY', severity: 'error' },
    { name: 'INSOLVENCY', severity: 'critical' },
  ],
  cases({ profile }) {
    const { insolvency } = profile.dossier;
    if (insolvency === null) return noInsolvency;
    return insolvency.cases
      .filter(({ isWithdrawn }) => !isWithdrawn)
      .map((one) => ({ key: keyOf(`N${one.id}`), id: one.id, one }));
  },
  judge: (_, { one }) => atLevel(one.stage > 0 ? 2 : 1),
  evidence({ findings }, subject) {
    if (!subject) return [];
    const { stage, publishedOn } = subject.one;
    const name = insolvencyStages[stage] ?? 'unknown';
    return [
      fact('insolvencyStage', null, null, 'count', name),
      fact('publishedDays', findings.today - publishedOn, null, 'days'),
    ];
  },
};

const findingNames: readonly (readonly [finding: number, name: string])[] = [
  [STRIKE_OFF, 'strike-off'],
  [ACCOUNTS_OVERDUE, 'accounts overdue'],
  [CEASED, 'ceased trading'],
];

/** The register doubts that the company lives or answers. */
export const registryRisk: CustomerFamily = {
  code: 'REGISTRY_RISK',
  scope: 'customer',
  about: 'registry',
  levels: [
    { name: 'REGISTRY_RISK', severity: 'warning' },
    { name: 'REGISTRY_RISK', severity: 'critical' },
  ],
  judge({ profile }) {
    const { registry } = profile.dossier;
    if (registry === null) return atLevel(0);
    if (hasFinding(registry, CEASED)) return atLevel(2);
    const isRisky = hasFinding(registry, STRIKE_OFF) || hasFinding(registry, ACCOUNTS_OVERDUE);
    return atLevel(isRisky ? 1 : 0);
  },
  evidence({ profile }) {
    const { registry } = profile.dossier;
    const found = findingNames.filter(([finding]) => hasFinding(registry, finding));
    return [fact('registry', null, null, 'count', found.map(([, name]) => name).join(', '))];
  },
};

/** Directors or owners changed. A note for whoever knows the customer; never in the score. */
export const governanceChange: CustomerFamily = {
  code: 'GOVERNANCE_CHANGE',
  scope: 'customer',
  about: 'registry',
  levels: [
    { name: 'GOVERNANCE_CHANGE', severity: 'info' },
    { name: 'GOVERNANCE_CHANGE', severity: 'warning' },
  ],
  judge({ profile, policy }) {
    const { registry } = profile.dossier;
    const { registers } = policy;
    if (changesWithin(registry, profile.today, registers.governanceToldDays) === 0) {
      return atLevel(0);
    }
    const count = changesWithin(registry, profile.today, registers.governanceWindowDays);
    return atLevel(count >= registers.governanceWarningCount ? 2 : 1);
  },
  evidence({ profile, policy }) {
    const { governanceWindowDays, governanceWarningCount } = policy.registers;
    const { dossier, today } = profile;
    const count = changesWithin(dossier.registry, today, governanceWindowDays);
    return [fact('governanceChanges', count, governanceWarningCount, 'count')];
  },
};

function changesWithin(registry: Registry | null, today: number, days: number): number {
  let count = 0;
  for (const { on } of registry?.changes ?? []) if (on > today - days) count += 1;
  return count;
}
