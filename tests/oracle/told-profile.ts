import type { ProfileUpdated } from '@duewatch/contracts';
import type { Assessment } from '@duewatch/risk-core';
import type { BatchProfile } from './ledger-oracle.ts';

type Ageing = BatchProfile['ageing'];
type Severity = BatchProfile['conditions'][number]['severity'];

/** What has one name in the model, on the wire and in the batch. */
const figures = [
  'asOf',
  'openMinor',
  'exposureMinor',
  'cleanOverdueMinor',
  'oldestCleanDays',
  'dbt30MilliDays',
  'dbt90MilliDays',
  'dbt365MilliDays',
  'promptnessIndex',
  'driftMilliDays',
  'lateSharePpm',
  'score',
  'provisional',
  'defaultFlag',
  'sicrFlag',
  'treatment',
] as const;

/** What `risk.profiles` does not tell: it explains the band by its reasons. */
const internal = ['openCount', 'heldBand', 'floors'] as const;

type Figures = Pick<BatchProfile, (typeof figures)[number]>;
type ToldByModel = Omit<BatchProfile, 'openCount'>;
type ToldOnWire = Omit<BatchProfile, (typeof internal)[number]>;

/** An assessment in the words of the batch, so that the two can be compared whole. */
export function toldByModel(assessment: Assessment): ToldByModel {
  const { bands, conditions, settledCount, irregularityMilliDays, floors } = assessment;
  return {
    ...figuresOf(assessment),
    ...explanationOf(assessment),
    ...{ settledCount, irregularityMilliDays, floors },
    computedBand: bands.computed,
    heldBand: bands.held,
    shownBand: bands.shown,
    conditions: conditions.map(({ level, severity, since }) => ({
      ...{ code: level, severity: severity as Severity, since },
    })),
  };
}

/** A record of `risk.profiles` in the words of the batch. */
export function toldOnWire(profile: ProfileUpdated): ToldOnWire {
  const { band, computedBand, features, conditions } = profile;
  const feature = (code: string) => features.find((one) => one.code === code);
  return {
    ...figuresOf(profile),
    ...explanationOf(profile),
    settledCount: feature('P1')?.sampleSize ?? 0,
    // The field of its own is in whole days.
    irregularityMilliDays: feature('P4')?.value ?? null,
    computedBand,
    shownBand: band,
    conditions: conditions.map(({ code, severity, since }) => ({
      ...{ code, severity: severity as Severity, since },
    })),
  };
}

/** What of the batch a record of `risk.profiles` tells. */
export function tellable(batch: BatchProfile): ToldOnWire {
  const { openCount, heldBand, floors, ...told } = batch;
  return told;
}

function figuresOf(told: Figures): Figures {
  return Object.fromEntries(figures.map((name) => [name, told[name]])) as unknown as Figures;
}

function explanationOf({ features, ageing, reasons }: Explained) {
  return {
    features: features.map(({ code, value, points }) => ({ code, value, points })),
    ageing: Object.fromEntries(
      ageing.map(({ bucket, baseMinor }) => [bucket, baseMinor]),
    ) as unknown as Ageing,
    reasons: reasons.map(({ code }) => code),
  };
}

interface Explained {
  readonly features: readonly {
    readonly code: string;
    readonly value: number | null;
    readonly points: number;
  }[];
  readonly ageing: readonly { readonly bucket: string; readonly baseMinor: number }[];
  readonly reasons: readonly { readonly code: string }[];
}
