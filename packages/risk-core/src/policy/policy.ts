import type { Band, FeatureCode } from '../types/assessment.ts';
import type { LimitKind } from '../types/events/index.ts';

/** One step of a points table. */
export interface PointStep {
  readonly limit: number;
  readonly points: number;
}

/**
 * One row of the scorecard. Where higher values are worse, the first step with value ≤ limit wins
 * and limits rise; where lower ones are, the first with value > limit wins and limits fall. `rest`
 * is what is left when no step holds, `missing` when there is no value.
 */
export interface PointTable {
  readonly worse: 'higher' | 'lower';
  readonly steps: readonly PointStep[];
  readonly rest: number;
  readonly missing: number;
}

/** Severity levels of a utilisation alert; each is reached at its share and left below it. */
export interface UtilisationLevels {
  readonly infoPpm: number;
  readonly warningPpm: number;
  readonly errorPpm: number;
  /** How far utilisation must fall below a level before that level is over. */
  readonly clearPpm: number;
}

/** A provision matrix by name; `own` takes the rates of the policy. */
export type EclPreset = 'illustrative-us' | 'illustrative-ifrs' | 'ifrs9-example-12' | 'own';

/** A law of late payment. Dates are written 20260131. */
export interface InterestRegime {
  readonly code: string;
  /** Customers of these countries owe by it; the first regime that names a country counts. */
  readonly countries: readonly string[];
  /** Of the fixed sums. */
  readonly currency: string;
  readonly marginPpm: number;
  /** True where the rate of the due day holds until payment; else each period has its own. */
  readonly isFixedAtStart: boolean;
  /** Reference rates with the day from which each holds, rising. */
  readonly rates: readonly { readonly from: number; readonly referencePpm: number }[];
  /** Fixed sums per invoice by its amount in its own currency, rising from 0. */
  readonly fixed: readonly { readonly fromMinor: number; readonly sumMinor: number }[];
}

/**
 * Everything about the model that a credit department may want otherwise. Plain data, so that it
 * can travel in one document. Amounts are minor units of the base currency, shares are parts per
 * million, and all numbers are integers.
 */
export interface Policy {
  readonly id: string;
  readonly version: string;

  readonly points: Readonly<Record<FeatureCode, PointTable>>;
  readonly bands: {
    /** Lowest score of B, C, D and E. */
    readonly lowerBounds: readonly [number, number, number, number];
    /** A band improves one step at this margin below its lower bound … */
    readonly improveMargin: number;
    /** … kept for this long, with a settlement fresher than the last worsening. */
    readonly improveDwellDays: number;
    /** Settled invoices below which the customer is provisional. */
    readonly provisionalBelow: number;
    readonly provisionalBand: Band;
    /** Best band while amounts cannot be valued: what is not known is never safe. */
    readonly unknownRateBand: Band;
  };

  readonly overdue: {
    /** Days past due that nobody counts: transfers take time. */
    readonly graceDays: number;
    /** Clean overdue below this says nothing about age. */
    readonly ignoreBelowMinor: number;
    /** Sums must exceed both to be material (obligor level, as CRR 178). */
    readonly materialMinor: number;
    readonly materialSharePpm: number;
    /** A first clean overdue beyond this is news from a prompt customer. */
    readonly firstAfterDays: number;
    /** Mean days late over a year up to which a customer counts as prompt. */
    readonly promptUpToDays: number;
    readonly promptTenureDays: number;
    /** Ages at which a material sum forces B, C, D and E. The last one is default. */
    readonly floorDays: readonly [number, number, number, number];
    /** Quiet days without material overdue above the second age that end a default. */
    readonly cureDays: number;
  };

  readonly behaviour: {
    /** A payment is late for the late share above this many days. */
    readonly lateAboveDays: number;
    /** Weight of the newest settlement in the two moving means, per mille. */
    readonly fastPermille: number;
    readonly slowPermille: number;
    /** Lateness outside is cut off: one forgotten invoice is no behaviour. */
    readonly clipEarlyDays: number;
    readonly clipLateDays: number;
    /** Spread below this is taken as this: nobody pays like clockwork for ever. */
    readonly minSigmaDays: number;
    /** The usual spread, and how many settlements of the customer's own it outweighs. */
    readonly priorSigmaDays: number;
    readonly priorWeight: number;
    /** Settlements from which on a customer has a mean and a spread of its own to differ from. */
    readonly referenceMinSettled: number;
    /** CUSUM slack and alarm level in thousandths of the spread. */
    readonly cusumSlackMilli: number;
    readonly cusumAlarmMilli: number;
    /** The most that one invoice may lie above or below the mean: two alone raise no alarm. */
    readonly cusumCapMilli: number;
    /** Distance of the two means that raises the alarm, if it is also that many spreads. */
    readonly driftAlarmDays: number;
    readonly driftAlarmSpreadMilli: number;
    readonly driftMinSettled: number;
    readonly driftCalmDays: number;
    readonly driftCalmSettled: number;
    /** Irregular: a median deviation above so many days and so many times the usual one … */
    readonly irregularAboveDays: number;
    readonly irregularAbovePermille: number;
    /** … until it is below this many times. */
    readonly irregularCalmPermille: number;
  };

  /** What a new invoice may expect, from how the customer has been paying. */
  readonly forecast: {
    /** Days after which a settlement weighs half. */
    readonly halfLifeDays: number;
    /** The most that settlements age by the next one: who buys rarely is remembered longer. */
    readonly agesAtMostDays: number;
    /** The usual customer, and how many of its invoices are added to everybody's own. */
    readonly bookInvoices: number;
    /** Its mean signed days late, and with early as 0. Its spread is `priorSigmaDays`. */
    readonly bookMeanDays: number;
    readonly bookDaysLate: number;
    /** How many invoices the shape that own mean and spread give weighs against own counts. */
    readonly shapeInvoices: number;
  };

  readonly payments: {
    /** A failed attempt that will not heal counts this many times. */
    readonly hardFailWeight: number;
    /** Failures within 90 days that force band D. */
    readonly floorFailures: number;
    /** Business days that cash may wait for its invoice before it is our own problem. */
    readonly unappliedAfterDays: number;
    /** Days for which a direct-debit mandate that was taken back is told. */
    readonly mandateNewsDays: number;
  };

  /** A rise of the score within a week and one band: told from, over at or below, or in time. */
  readonly scoreJump: {
    readonly points: number;
    readonly clearPoints: number;
    readonly endsAfterDays: number;
  };

  /** Early-payment discounts: the share taken in 90 days against that of a year. */
  readonly discounts: {
    /** Told from this fall, with so many offers in 90 days, and over at or below that one. */
    readonly lostPpm: number;
    readonly minOffers: number;
    readonly clearPpm: number;
  };

  /** Clean overdue against the open balance. */
  readonly overdueShare: {
    /** Told above this share, once it has held for so many days … */
    readonly abovePpm: number;
    readonly pendingDays: number;
    /** … and over below this one. */
    readonly clearPpm: number;
  };

  readonly disputes: {
    /** Disputes of 90 days against the billing of 90 days: told above, over below. */
    readonly spikePpm: number;
    readonly clearPpm: number;
    /** Disputes below this sum are no spike, however little was billed. */
    readonly ignoreBelowMinor: number;
    /** An open dispute older than this is told to its owner. */
    readonly agedAfterDays: number;
  };

  readonly promises: {
    /** Business days after the promised day until it counts as broken. */
    readonly toleranceDays: number;
    /** The level from which a broken promise is an error. */
    readonly errorLevel: number;
  };

  readonly orders: {
    /** What is wanted later than this is no exposure yet. */
    readonly horizonDays: number;
    /** For how long an order that is not delivered counts as new. */
    readonly newForDays: number;
    /** From this band, or above this utilisation, a new order had better wait. */
    readonly holdBand: Band;
    readonly holdUtilisationPpm: number;
  };

  /** Orders of eight whole weeks against the same weeks a year ago. */
  readonly orderPattern: {
    /** Unusual above the first share or below the second; above the third it costs more … */
    readonly surgePpm: number;
    readonly collapsePpm: number;
    readonly steepPpm: number;
    /** … of a customer whose lateness drifts by more than so many days. */
    readonly driftDays: number;
    /** Weeks with orders, and their sum, from which the year before is a yardstick. */
    readonly minWeeks: number;
    readonly ignoreBelowMinor: number;
    /** Days of usual orders after which it is over. */
    readonly calmDays: number;
  };

  readonly plans: {
    /** Business days after the day of an instalment until it counts as missed. */
    readonly toleranceDays: number;
  };

  readonly limits: {
    readonly levels: UtilisationLevels;
    readonly expiringWithinDays: number;
    /** The limit that counts is that of the first kind here that has one today. */
    readonly priority: readonly LimitKind[];
    /** Exposure above which a customer without any limit is worth telling. */
    readonly missingAboveMinor: number;
    /** Days after which a request for more that nobody answered is forgotten. */
    readonly requestOpenDays: number;
  };

  readonly insurance: {
    readonly withdrawnBand: Band;
    /** Days before the deadline for reporting an unpaid item to the insurer. */
    readonly warningDays: number;
    readonly criticalDays: number;
  };

  readonly compliance: {
    readonly sanctionsBand: Band;
    readonly kycFailedBand: Band;
    /** Matches weaker than this are not taken for one. */
    readonly minMatchPpm: number;
  };

  readonly stretch: {
    /** So many extensions within so many days … */
    readonly extensions: number;
    readonly windowDays: number;
    /** … or terms longer by this … */
    readonly longerByDays: number;
    /** … are news for so long. */
    readonly keepDays: number;
  };

  readonly reviews: {
    /** Days between credit reviews, and between contacts, of A, B, C, D and E. */
    readonly everyDays: readonly [number, number, number, number, number];
    readonly contactEveryDays: readonly [number, number, number, number, number];
  };

  readonly overrides: {
    /** Days before its end at which a pinned band is told about. */
    readonly noticeDays: number;
  };

  readonly reconciliation: {
    /** Difference, in minor units of the report's currency, that nobody looks for. */
    readonly toleranceMinor: number;
  };

  /** When outside facts are news, and when they force a band. */
  readonly outside: {
    /** Share of what was good in a score that must be lost, or bands of the scorecard. */
    readonly scoreDropPpm: number;
    readonly scoreDropErrorBands: number;
    /** Share of a recommended limit that must be cut. */
    readonly limitCutPpm: number;
    /** Z″ below the one together with a percentile above the other forces band C. */
    readonly ruinedAltmanMilli: number;
    readonly ruinedScorePpm: number;
    /** Net gearing above this is told. */
    readonly gearingAlarmPpm: number;
  };

  readonly registers: {
    /** A judgment or tax default forces band C while it is not older than this. */
    readonly caseNewDays: number;
    /** Registers delete what is older. */
    readonly caseKeptDays: number;
    /** A change of directors or owners is told for so long … */
    readonly governanceToldDays: number;
    /** … and is a warning when there were several within these days. */
    readonly governanceWindowDays: number;
    readonly governanceWarningCount: number;
  };

  /** Days after which what an outside source said counts as half known. */
  readonly shelfLife: {
    readonly scoreDays: number;
    readonly accountsDays: number;
    readonly macroDays: number;
  };

  readonly advice: {
    /** Days after which advice that nobody followed is given anew. */
    readonly validDays: number;
    /** Advised limits are rounded up to this, in minor units of the limit's currency. */
    readonly limitStepMinor: number;
    /** Use of the limit above which a prompt customer in A is offered more, and how much more. */
    readonly offerAbovePpm: number;
    readonly offerByPpm: number;
    /** In C the limit is cut to the exposure when it is this far above it. */
    readonly capSlackPpm: number;
    /** Part of the limit that D keeps, unless more is insured. */
    readonly keepPpm: number;
    /** Payment terms advised for C and for D. */
    readonly termsDaysC: number;
    readonly termsDaysD: number;
    /** Part of new orders that D pays in advance. */
    readonly depositPpm: number;
    /** Clean overdue older than this holds the orders of a customer in D. */
    readonly holdAfterDays: number;
    /** A payment within so many days shows that instalments make sense. */
    readonly planPaidWithinDays: number;
    /** A request for more is granted up to so much above the limit, in A and in B. */
    readonly requestUpToPpmA: number;
    readonly requestUpToPpmB: number;
    /** First limit of a registered customer without history; 0 gives none. */
    readonly starterLimitMinor: number;
  };

  readonly creditCheck: {
    /** From this band on a person looks at each order … */
    readonly referBand: Band;
    /** … and from this one on nothing is sold on credit. */
    readonly refuseBand: Band;
    /** Use of the limit, the order included, above which a person looks at it. */
    readonly referAbovePpm: number;
  };

  readonly eligibility: {
    /** Who may buy on credit: no worse band, no older clean overdue, not more of the others. */
    readonly worstBand: Band;
    readonly oldestCleanDays: number;
    readonly failedPayments90: number;
    readonly utilisationPpm: number;
  };

  readonly collection: {
    /** Weight of A, B, C, D and E in the order of collectors' calls. */
    readonly bandWeights: readonly [number, number, number, number, number];
  };

  readonly ecl: {
    readonly preset: EclPreset;
    /** Loss rates of current, 1–30, 31–60, 61–90 and more days, for the preset `own`. */
    readonly ownPpm: readonly [number, number, number, number, number];
    /** What is ahead against what the rates were learnt from; 1,000,000 changes nothing. */
    readonly forwardPpm: number;
  };

  /** The expected credit loss against that at the end of the month before. */
  readonly eclJump: {
    /** Told at such a multiple, and above such a sum … */
    readonly jumpPpm: number;
    readonly aboveMinor: number;
    /** … until it is below this multiple, or for so long. */
    readonly clearPpm: number;
    readonly endsAfterDays: number;
  };

  readonly interest: {
    readonly regimes: readonly InterestRegime[];
  };

  readonly midnight: {
    /** Whether conditions raised by time alone wait for the cash feed of the day before. */
    readonly awaitsCashFeed: boolean;
  };

  /** Days for which a closed item, payment or promise can still be corrected. */
  readonly horizonDays: number;
}
