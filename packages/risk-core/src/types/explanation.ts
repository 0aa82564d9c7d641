import type { Assessment, Band, Feature, FeatureCode } from './assessment.ts';
import type { EpochDay } from './units.ts';

/** One row's share of a score. All shares together are the score. */
export interface Contribution extends Feature {
  /** True for a row about behaviour that costs nothing while too little is settled. */
  readonly isNeutral: boolean;
}

/** A score as a sum that can be checked by hand. */
export interface Explanation
  extends Pick<
    Assessment,
    'asOf' | 'policyVersion' | 'modelVersion' | 'score' | 'bands' | 'floors' | 'reasons'
  > {
  /** Every row, the costliest first. */
  readonly contributions: readonly Contribution[];
}

/** One row's share of a change. */
export interface ChangeContribution {
  readonly code: FeatureCode;
  readonly unit: Feature['unit'];
  /** Signed: above zero it made the score worse. */
  readonly change: number;
  readonly from: Pick<Feature, 'value' | 'points'>;
  readonly to: Pick<Feature, 'value' | 'points'>;
}

/** Where one of two assessments stands. */
export interface ScorePoint {
  readonly asOf: EpochDay;
  readonly score: number;
  readonly band: Band;
  readonly policyVersion: string;
  readonly modelVersion: string;
}

/** What moved a score, as a sum that can be checked by hand. */
export interface ScoreChange {
  readonly from: ScorePoint;
  readonly to: ScorePoint;
  /** `to.score - from.score`, and exactly the sum of the contributions. */
  readonly change: number;
  /** The rows that moved, those that moved most first. */
  readonly contributions: readonly ChangeContribution[];
  /** True when another policy or model judged: then rows may have moved without any event. */
  readonly isRejudged: boolean;
}

/** A number that a row was worked out from. */
export interface FeatureInput {
  readonly name: string;
  readonly value: number;
  /** `minor_days`: money in minor units × days; `day`: a date. */
  readonly unit: Feature['unit'] | 'minor_days' | 'day';
}

/** How a row comes about. */
export interface FeatureInputs {
  readonly code: FeatureCode;
  readonly formula: string;
  readonly inputs: readonly FeatureInput[];
}

/** An invoice as the model remembers it. */
export interface InvoiceLine {
  /** Hash of the id, as `invoiceKeyOf` makes it. */
  readonly key: number;
  /** Empty once it is settled: only the hash is kept. */
  readonly id: string;
  readonly issuedOn: EpochDay;
  /** Shifted to a business day: lateness counts from here. */
  readonly dueOn: EpochDay;
  readonly currency: string;
  readonly amountMinor: number;
  readonly openMinor: number;
  readonly disputedMinor: number;
  readonly settledOn: EpochDay | null;
  /** What still counts of the money laid on it. */
  readonly payments: readonly { readonly on: EpochDay; readonly amountMinor: number }[];
}
