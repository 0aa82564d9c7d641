import type { AdviceCode, AdviceKind, WithdrawalCode } from './advice.ts';
import type { Band } from './band.ts';
import type { MasterData } from './events/index.ts';
import type { RelationFacts } from './relation-facts.ts';
import type { EpochDay, Money, Position } from './units.ts';

export type { Band } from './band.ts';

export type Severity = 'info' | 'warning' | 'error' | 'critical';

/** How hard dunning should press. */
export type Treatment = 'soft' | 'standard' | 'firm' | 'strict' | 'hold_legal' | 'pause';

export type FeatureCode =
  | 'P1'
  | 'P2'
  | 'P3'
  | 'P4'
  | 'P5'
  | 'P6'
  | 'E1'
  | 'E2'
  | 'E3'
  | 'E4'
  | 'X1'
  | 'X2'
  | 'X3'
  | 'X4'
  | 'R1'
  | 'R2';

export type Unit =
  | 'minor'
  | 'days'
  | 'milli_days'
  | 'ppm'
  | 'milli'
  | 'count'
  | 'band'
  | 'points'
  | 'sigma_milli';

/** One row of the scorecard: what was measured and what it costs. */
export interface Feature {
  readonly code: FeatureCode;
  /** null when nothing is known; then `points` are the row's points for that. */
  readonly value: number | null;
  readonly unit: Unit;
  readonly points: number;
  readonly maxPoints: number;
  readonly asOf: EpochDay | null;
  readonly stale: boolean;
  readonly sampleSize: number;
}

export type FloorCode =
  | 'PROVISIONAL'
  | 'RATE_MISSING'
  | 'OVERDUE_14'
  | 'OVERDUE_30'
  | 'OVERDUE_60'
  | 'DEFAULT'
  | 'FAILED_PAYMENTS'
  | 'WRITE_OFF'
  | 'INSOLVENCY'
  | 'CEASED_TRADING'
  | 'INSOLVENCY_PETITION'
  | 'ACCOUNTS_OVERDUE'
  | 'NEW_JUDGMENT'
  | 'RUINED_ACCOUNTS'
  | 'COVER_WITHDRAWN'
  | 'KYC_FAILED'
  | 'SANCTIONS';

/** Rows that cost points because nothing is known: a gap of ours, no fault of the customer's. */
export type MissingCode = 'X1_MISSING' | 'X2_MISSING' | 'X3_MISSING' | 'R1_MISSING';

/** Every reason there is. "Low score" and "internal policy" are none. */
export type ReasonCode = FeatureCode | MissingCode | FloorCode | 'NEGATIVE_EQUITY' | 'OVERRIDE';

/** Something known of the customer that never enters the score. */
export interface Note {
  readonly code: 'CHARGE' | 'TRADE_EXPERIENCE' | 'CURRENT_RATIO';
  /** Charge, provider or period that it is about. */
  readonly ref: string;
  readonly value: number | null;
  readonly unit: Unit;
  readonly text: string | null;
  readonly asOf: EpochDay;
  readonly sampleSize: number;
}

/** A fact that alone forces at least this band. */
export interface Floor {
  readonly code: FloorCode;
  readonly band: Band;
}

/** One line of the arithmetic that fired: field, value and the threshold it was held against. */
export interface Evidence {
  readonly field: string;
  readonly value: number | null;
  readonly threshold: number | null;
  readonly unit: Unit;
  readonly text: string | null;
}

export type ConditionCode =
  | 'LIMIT'
  | 'LIMIT_EXPIRING'
  | 'OVERDUE'
  | 'FIRST_PAYMENT_MISSED'
  | 'RISK_DOWNGRADED'
  | 'PAY_DRIFT'
  | 'PAY_IRREGULAR'
  | 'PROMISE_BROKEN'
  | 'PAYMENT_FAILED'
  | 'PAYMENT_REVERSED'
  | 'CASH_UNAPPLIED'
  | 'DEFAULTED'
  | 'EXT_SCORE_DROP'
  | 'EXT_LIMIT_CUT'
  | 'DATA_STALE'
  | 'OVERDUE_SHARE'
  | 'DISPUTE_SPIKE'
  | 'DISPUTE_AGED'
  | 'RISK_UPGRADED'
  | 'SCORE_JUMP'
  | 'JUDGMENT'
  | 'TAX_DEFAULT'
  | 'INSOLVENCY'
  | 'REGISTRY_RISK'
  | 'GOVERNANCE_CHANGE'
  | 'FIN_DETERIORATED'
  | 'MACRO_DOWNGRADE'
  | 'DISCOUNT_LOST'
  | 'PLAN_BREACHED'
  | 'ORDER_PATTERN'
  | 'ORDER_HOLD_ADVISED'
  | 'LIMIT_MISSING'
  | 'COVER'
  | 'INSURER_REPORT_DUE'
  | 'KYC_EXPIRED'
  | 'SANCTION_HIT'
  | 'OVERRIDE_EXPIRING'
  | 'TERMS_STRETCH'
  | 'MANDATE_REVOKED'
  | 'REVIEW_DUE'
  | 'CHECKIN_DUE'
  | 'LEDGER_MISMATCH'
  | 'ECL_JUMP';

/**
 * Something true of the customer that may be worth telling. Alerting is level-triggered on these:
 * one that is here is open, one that is gone is over.
 */
export interface Condition {
  readonly code: ConditionCode;
  /** Name of the level within the family, for instance `LIMIT_90` or `OVERDUE_60`. */
  readonly level: string;
  /** Invoice or promise that it is about; null when it is the customer as a whole. */
  readonly scope: string | null;
  readonly severity: Severity;
  /** First day on which it held. */
  readonly since: EpochDay;
  /** Position of the record that raised it; null when the shell gave none. */
  readonly onsetPosition: Position | null;
  /**
   * Set while nobody should be told: time alone raised it, and the cash of the day before may
   * still be on its way. The condition stops being pending on this day at the latest.
   */
  readonly pendingUntil: EpochDay | null;
  readonly evidence: readonly Evidence[];
}

/** How the customer pays, in one word. */
export type PaymentSegment =
  | 'new'
  | 'prompt'
  | 'late_stable'
  | 'slipping'
  | 'in_arrears'
  | 'defaulted';

/** A condition for buying on credit. */
export type EligibilityClause = 'band' | 'overdue' | 'failed_payments' | 'limit';

/** Why the band is what it is. At most four, the weightiest first. */
export interface Reason {
  readonly code: ReasonCode;
  readonly points: number;
  /** For colleagues. */
  readonly text: string;
  /** For the customer: holds no data and no judgement of ours. */
  readonly customerText: string;
  /** The invoices, payments or promises behind it, at most five. */
  readonly refs: readonly string[];
}

export type AgeingBucket = 'current' | 'd1_30' | 'd31_60' | 'd61_90' | 'd91_120' | 'over_120';

export type ExposureStage =
  | 'undelivered'
  | 'delivered_not_billed'
  | 'open_items'
  | 'unapplied_cash'
  | 'securities';

/** A subtotal: per currency as booked, and in the base currency at current rates. */
export interface StageSum {
  readonly stage: ExposureStage;
  readonly baseMinor: number;
  readonly sums: readonly Money[];
}

export type PauseKind = 'dispute' | 'promise' | 'plan' | 'legal' | 'dunning';

/** What dunning must leave alone, and until when. */
export interface Pause {
  readonly kind: PauseKind;
  readonly ref: string | null;
  readonly amountMinor: number | null;
  readonly currency: string | null;
  readonly until: EpochDay | null;
}

/**
 * Advice to the credit department. The ERP stays the system of record: what it makes of it comes
 * back as an event.
 */
export interface Recommendation {
  /** The same as long as the advice stands; another target is another piece of advice. */
  readonly id: string;
  readonly kind: AdviceKind;
  readonly from: Money | null;
  readonly to: Money | null;
  readonly fromCode: string | null;
  readonly toCode: string | null;
  readonly sharePpm: number | null;
  readonly reasons: readonly (AdviceCode | ReasonCode)[];
  /** True where no machine may act alone: holds, and whatever concerns a natural person. */
  readonly needsHuman: boolean;
  readonly issuedOn: EpochDay;
  readonly expiresOn: EpochDay;
}

/** Advice that no longer stands. */
export interface Withdrawal {
  readonly id: string;
  readonly kind: AdviceKind;
  readonly on: EpochDay;
  readonly reason: WithdrawalCode;
}

/** The bands and how they came about. */
export interface Bands {
  /** By the score alone. */
  readonly computed: Band;
  /** By the score with hysteresis, as if there were no floor. */
  readonly held: Band;
  /** The worst of held and floors: what the world is told. */
  readonly shown: Band;
}

/** What a new invoice, issued today, may expect. */
export interface Forecast {
  /** Mean days past due, with early as 0, in thousandths. */
  readonly expectedDaysLateMilli: number;
  /** Chances of more than 0, 15 and 30 days past due, in parts per million. */
  readonly late0Ppm: number;
  readonly late15Ppm: number;
  readonly late30Ppm: number;
  /** Own invoices behind it, older ones weighing less, in thousandths. 0: as anybody's. */
  readonly weightMilli: number;
}

/** The whole explainable answer about one customer on one day. All numbers are integers. */
export interface Assessment extends RelationFacts {
  readonly asOf: EpochDay;
  readonly calendarId: string;
  readonly policyVersion: string;
  readonly modelVersion: string;
  readonly master: MasterData;
  /** 0 best, 1000 worst. */
  readonly score: number;
  readonly bands: Bands;
  readonly floors: readonly Floor[];
  readonly provisional: boolean;
  readonly defaultFlag: boolean;
  readonly sicrFlag: boolean;
  readonly features: readonly Feature[];
  readonly reasons: readonly Reason[];
  readonly conditions: readonly Condition[];
  readonly treatment: Treatment;
  readonly pauses: readonly Pause[];
  readonly recommendations: readonly Recommendation[];
  readonly baseCurrency: string;
  readonly exposureMinor: number;
  readonly exposure: readonly StageSum[];
  readonly openMinor: number;
  readonly limitMinor: number | null;
  readonly limitCurrency: string | null;
  readonly utilisationPpm: number | null;
  /** Open items by days past due, disputed ones included, at issue-date rates. */
  readonly ageing: readonly { readonly bucket: AgeingBucket; readonly baseMinor: number }[];
  readonly cleanOverdueMinor: number;
  readonly disputedMinor: number;
  readonly unappliedMinor: number;
  readonly oldestCleanDays: number;
  readonly dbt30MilliDays: number | null;
  readonly dbt90MilliDays: number | null;
  readonly dbt365MilliDays: number | null;
  /** 100 is 30 days early, 80 on terms, 50 is 30 days late; higher is better. */
  readonly promptnessIndex: number | null;
  readonly driftMilliDays: number | null;
  /** With what unpaid invoices add to it so far. */
  readonly cusumMilli: number | null;
  readonly lateSharePpm: number | null;
  readonly irregularityMilliDays: number | null;
  readonly promiseKeptPpm: number | null;
  readonly failedPayments90: number;
  readonly settledCount: number;
  readonly forecast: Forecast;
  /** Expected credit loss in base units, and the provision matrix that it rests on. */
  readonly eclMinor: number;
  readonly eclPreset: string;
  /** Null where no law is chosen, or while unapplied cash leaves open what is late. */
  readonly interest: {
    readonly regime: string;
    readonly accruedMinor: number;
    readonly fixedMinor: number;
  } | null;
  /** Days of sales that are open, counted by 180 days, month by month, and without what is late. */
  readonly dsoMilliDays: number | null;
  readonly countbackDsoMilliDays: number | null;
  readonly bestPossibleDsoMilliDays: number | null;
  readonly paymentSegment: PaymentSegment;
  /** Conditions for buying on credit that are not met; empty: may buy on credit. */
  readonly ineligibleBy: readonly EligibilityClause[];
  /** To sort collectors' calls by: the highest first; 0 where nothing is to be collected. */
  readonly collectionPriority: number;
  /** What is known and costs nothing, the newest first. */
  readonly notes: readonly Note[];
  /** Codes of what is missing or doubtful in the input. */
  readonly dataQuality: readonly string[];
  /** True while a condition waits for the cash feed: such a customer must see `feed.completed`. */
  readonly awaitsCash: boolean;
  /** Earliest day on which anything above could change without an event; null: never. */
  readonly nextTransitionOn: EpochDay | null;
}

/** Advice that stands, as far as decisions need it. */
export interface Advised {
  readonly id: string;
  readonly kind: AdviceKind;
  readonly expiresOn: EpochDay;
  /** False once it was followed. */
  readonly isOpen: boolean;
}

/** What somebody would act on. `pauses` and `conditions` are equal when the same ones hold. */
export interface Decisions {
  readonly asOf: EpochDay;
  readonly score: number;
  readonly band: Band;
  readonly treatment: Treatment;
  readonly pauses: string;
  readonly conditions: string;
  /** Advice that stands or was followed. */
  readonly advised: readonly Advised[];
  /** Day of default; null while not in default. */
  readonly defaultedOn: EpochDay | null;
  /** True while a condition waits for the cash feed: such a customer must see `feed.completed`. */
  readonly awaitsCash: boolean;
  /** Earliest day on which anything could change without an event; null: never. */
  readonly nextTransitionOn: EpochDay | null;
}

export type DecisionKind = 'band' | 'treatment' | 'pause' | 'condition' | 'recommendation';

/** What differs between two decisions about one customer. */
export interface DecisionChange {
  /** Empty when at most values differ. */
  readonly kinds: readonly DecisionKind[];
  readonly direction: 'better' | 'worse' | 'same';
  readonly fromBand: Band | null;
  readonly toBand: Band;
  readonly previousScore: number | null;
  readonly previousTreatment: Treatment | null;
  /** Ids of new advice, and advice that no longer stands. */
  readonly issued: readonly string[];
  readonly withdrawn: readonly Withdrawal[];
  /** The default that began or ended with this step. */
  readonly defaulted: { readonly on: EpochDay } | null;
  readonly cured: { readonly defaultedOn: EpochDay; readonly on: EpochDay } | null;
}
