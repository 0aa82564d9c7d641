import type { DomainEvent } from '../src/index.ts';
import type { Told } from './shell.ts';

type Of<K extends DomainEvent['kind']> = Extract<Told, { kind: K }>;

type Registered = Extract<Told, { readonly registeredOn: number }>;

/** A score on a scale of 0 to 100 where higher is better: 100 − score is its percentile. */
export function scored(
  score: number,
  asOf: number,
  more: Partial<Of<'external_score.updated'>> = {},
): Of<'external_score.updated'> {
  return {
    kind: 'external_score.updated',
    provider: 'bureau',
    name: 'failure',
    valueMilli: score * 1_000,
    minMilli: 0,
    maxMilli: 100_000,
    higherIsBetter: true,
    percentilePpm: null,
    recommendedLimitMinor: null,
    currency: null,
    asOf,
    ...more,
  };
}

export function registered(
  caseId: string,
  registeredOn: number,
  more: Partial<Registered> = {},
): Registered {
  return {
    kind: 'judgment.registered',
    caseId,
    amountMinor: 5_000_00,
    currency: 'EUR',
    registeredOn,
    ...more,
  };
}

export function satisfied(caseId: string, satisfiedOn: number): Of<'judgment.satisfied'> {
  return { kind: 'judgment.satisfied', caseId, satisfiedOn };
}

export function noticed(
  caseId: string,
  stage: Of<'insolvency_notice.published'>['stage'],
  publishedOn: number,
  withdrawn = false,
): Of<'insolvency_notice.published'> {
  return { kind: 'insolvency_notice.published', caseId, stage, publishedOn, withdrawn };
}

export function registryChanged(
  aspect: Of<'registry.changed'>['aspect'],
  changedOn: number,
  newCode: string | null = null,
  oldCode: string | null = null,
): Of<'registry.changed'> {
  return { kind: 'registry.changed', aspect, oldCode, newCode, changedOn };
}

/** Healthy accounts in euro cents: Z″ 6.185, net gearing 16.7 %. */
export function filed(
  periodEnd: number,
  more: Partial<Of<'financials.filed'>> = {},
): Of<'financials.filed'> {
  return {
    kind: 'financials.filed',
    periodEnd,
    filedOn: periodEnd + 60,
    audited: true,
    currency: 'EUR',
    totalAssetsMinor: 1_000_000,
    currentAssetsMinor: 600_000,
    currentLiabilitiesMinor: 200_000,
    totalLiabilitiesMinor: 400_000,
    retainedEarningsMinor: 300_000,
    ebitMinor: 150_000,
    equityMinor: 600_000,
    debtMinor: 200_000,
    cashMinor: 100_000,
    revenueMinor: null,
    ...more,
  };
}

/** How others are paid. */
export function traded(
  asOf: number,
  more: Partial<Of<'trade_experience.reported'>> = {},
): Of<'trade_experience.reported'> {
  return {
    kind: 'trade_experience.reported',
    provider: 'bureau',
    dbtMilliDays: 7_000,
    buckets: [],
    lines: 12,
    asOf,
    ...more,
  };
}
