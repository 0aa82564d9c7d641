import { lateInterest } from './late-interest.ts';
import type { PointStep, PointTable, Policy } from './policy.ts';

const MILLI_DAYS = 1_000;
const PERCENT = 10_000;

type Pair = readonly [limit: number, points: number];

function table(
  worse: 'higher' | 'lower',
  unit: number,
  pairs: readonly Pair[],
  rest: number,
  missing = 0,
): PointTable {
  const steps: PointStep[] = pairs.map(([limit, points]) => ({ limit: limit * unit, points }));
  return { worse, steps, rest, missing };
}

/** Rows where more is worse, with limits in the unit that people write them in. */
const upTo = (unit: number, pairs: readonly Pair[], rest: number, missing = 0) =>
  table('higher', unit, pairs, rest, missing);

/** Rows where less is worse: points of the first limit that the value exceeds. */
const above = (unit: number, pairs: readonly Pair[], rest: number, missing = 0) =>
  table('lower', unit, pairs, rest, missing);

/**
 * The policy that rules unless another is activated. Weights are expert judgement tied to
 * published anchors: own payment behaviour 44 %, arrears and exposure 32 %, outside data 18 %,
 * relation 6 %.
 */
export const defaultPolicy: Policy = {
  id: 'default',
  version: '1',

  points: {
    P1: upTo(
      MILLI_DAYS,
      [
        [0, 0],
        [5, 20],
        [15, 60],
        [30, 100],
        [60, 140],
      ],
      170,
    ),
    P2: upTo(
      MILLI_DAYS,
      [
        [3, 0],
        [7, 25],
        [14, 50],
      ],
      80,
    ),
    P3: upTo(
      PERCENT,
      [
        [10, 0],
        [25, 20],
        [50, 40],
      ],
      60,
    ),
    P4: upTo(
      MILLI_DAYS,
      [
        [5, 0],
        [12, 15],
      ],
      30,
    ),
    P5: upTo(
      1,
      [
        [0, 0],
        [1, 25],
        [2, 45],
      ],
      60,
    ),
    P6: upTo(
      PERCENT,
      [
        [10, 0],
        [30, 10],
        [50, 25],
      ],
      40,
    ),
    E1: upTo(
      1,
      [
        [3, 0],
        [14, 15],
        [30, 40],
        [60, 80],
        [90, 120],
      ],
      160,
    ),
    E2: upTo(
      PERCENT,
      [
        [10, 0],
        [25, 15],
        [50, 35],
      ],
      60,
    ),
    E3: upTo(
      PERCENT,
      [
        [80, 0],
        [90, 15],
        [100, 30],
        [110, 50],
      ],
      70,
    ),
    // The value is a grade: 0 usual, 1 surge or collapse, 2 threefold while drifting.
    E4: upTo(
      1,
      [
        [0, 0],
        [1, 15],
      ],
      30,
    ),
    X1: upTo(
      PERCENT,
      [
        [30, 0],
        [50, 15],
        [70, 35],
        [85, 55],
      ],
      70,
      15,
    ),
    // Z'' in thousandths; 1.1 itself is still grey.
    X2: above(
      1,
      [
        [2_600, 0],
        [1_099, 20],
      ],
      50,
      10,
    ),
    X3: upTo(
      PERCENT,
      [
        [50, 0],
        [100, 10],
      ],
      25,
      5,
    ),
    X4: upTo(
      1,
      [
        [0, 0],
        [1, 10],
        [2, 20],
      ],
      35,
    ),
    R1: above(
      1,
      [
        [1_096, 0],
        [365, 10],
        [91, 20],
      ],
      30,
      30,
    ),
    R2: upTo(
      PERCENT,
      [
        [5, 0],
        [15, 10],
      ],
      30,
    ),
  },
  bands: {
    lowerBounds: [150, 300, 450, 600],
    improveMargin: 30,
    improveDwellDays: 14,
    provisionalBelow: 3,
    provisionalBand: 'B',
    unknownRateBand: 'B',
  },

  overdue: {
    graceDays: 3,
    ignoreBelowMinor: 50_00,
    materialMinor: 500_00,
    materialSharePpm: PERCENT,
    firstAfterDays: 7,
    promptUpToDays: 5,
    promptTenureDays: 365,
    floorDays: [14, 30, 60, 90],
    cureDays: 90,
  },

  behaviour: {
    lateAboveDays: 5,
    fastPermille: 350,
    slowPermille: 80,
    clipEarlyDays: 30,
    clipLateDays: 90,
    minSigmaDays: 3,
    // One payment run a month spreads lateness evenly over 30 days: 30 ÷ √12.
    priorSigmaDays: 9,
    priorWeight: 3,
    referenceMinSettled: 3,
    cusumSlackMilli: 500,
    cusumAlarmMilli: 5_000,
    cusumCapMilli: 3_000,
    driftAlarmDays: 8,
    driftAlarmSpreadMilli: 1_500,
    driftMinSettled: 6,
    driftCalmDays: 4,
    driftCalmSettled: 3,
    irregularAboveDays: 10,
    irregularAbovePermille: 2_000,
    irregularCalmPermille: 1_500,
  },

  forecast: {
    halfLifeDays: 90,
    agesAtMostDays: 30,
    bookInvoices: 3,
    bookMeanDays: 5,
    bookDaysLate: 7,
    shapeInvoices: 3,
  },

  scoreJump: { points: 120, clearPoints: 60, endsAfterDays: 30 },
  discounts: { lostPpm: 50 * PERCENT, minOffers: 3, clearPpm: 25 * PERCENT },
  overdueShare: { abovePpm: 50 * PERCENT, pendingDays: 3, clearPpm: 40 * PERCENT },
  disputes: {
    spikePpm: 15 * PERCENT,
    clearPpm: 10 * PERCENT,
    ignoreBelowMinor: 500_00,
    agedAfterDays: 30,
  },
  payments: { hardFailWeight: 2, floorFailures: 3, unappliedAfterDays: 3, mandateNewsDays: 30 },
  orders: {
    horizonDays: 60,
    newForDays: 30,
    holdBand: 'D',
    holdUtilisationPpm: 110 * PERCENT,
  },
  orderPattern: {
    surgePpm: 200 * PERCENT,
    collapsePpm: 50 * PERCENT,
    steepPpm: 300 * PERCENT,
    driftDays: 3,
    minWeeks: 3,
    ignoreBelowMinor: 500_00,
    calmDays: 28,
  },
  plans: { toleranceDays: 3 },
  promises: { toleranceDays: 2, errorLevel: 2 },

  limits: {
    levels: {
      infoPpm: 80 * PERCENT,
      warningPpm: 90 * PERCENT,
      errorPpm: 100 * PERCENT,
      clearPpm: 5 * PERCENT,
    },
    expiringWithinDays: 30,
    priority: ['temporary', 'own', 'insured', 'other'],
    missingAboveMinor: 10_000_00,
    requestOpenDays: 90,
  },

  outside: {
    scoreDropPpm: 20 * PERCENT,
    scoreDropErrorBands: 2,
    limitCutPpm: 25 * PERCENT,
    ruinedAltmanMilli: 1_100,
    ruinedScorePpm: 85 * PERCENT,
    gearingAlarmPpm: 100 * PERCENT,
  },
  registers: {
    caseNewDays: 365,
    caseKeptDays: 2_192,
    governanceToldDays: 30,
    governanceWindowDays: 90,
    governanceWarningCount: 2,
  },
  insurance: { withdrawnBand: 'D', warningDays: 7, criticalDays: 2 },
  compliance: { sanctionsBand: 'E', kycFailedBand: 'E', minMatchPpm: 0 },
  stretch: { extensions: 2, windowDays: 90, longerByDays: 15, keepDays: 30 },
  reviews: {
    everyDays: [365, 182, 91, 30, 7],
    contactEveryDays: [365, 182, 91, 30, 7],
  },
  overrides: { noticeDays: 7 },
  reconciliation: { toleranceMinor: 1_00 },

  shelfLife: { scoreDays: 365, accountsDays: 548, macroDays: 183 },

  advice: {
    validDays: 90,
    limitStepMinor: 100_00,
    offerAbovePpm: 80 * PERCENT,
    offerByPpm: 20 * PERCENT,
    capSlackPpm: 20 * PERCENT,
    keepPpm: 50 * PERCENT,
    termsDaysC: 30,
    termsDaysD: 14,
    depositPpm: 40 * PERCENT,
    holdAfterDays: 14,
    planPaidWithinDays: 45,
    requestUpToPpmA: 50 * PERCENT,
    requestUpToPpmB: 20 * PERCENT,
    starterLimitMinor: 2_500_00,
  },

  creditCheck: { referBand: 'C', refuseBand: 'E', referAbovePpm: 100 * PERCENT },

  eligibility: {
    worstBand: 'D',
    oldestCleanDays: 30,
    failedPayments90: 2,
    utilisationPpm: 110 * PERCENT,
  },

  collection: { bandWeights: [1, 2, 4, 6, 8] },

  ecl: {
    preset: 'illustrative-us',
    ownPpm: [0, 0, 0, 0, 0],
    forwardPpm: 100 * PERCENT,
  },

  eclJump: {
    jumpPpm: 200 * PERCENT,
    aboveMinor: 1_000_00,
    clearPpm: 150 * PERCENT,
    endsAfterDays: 31,
  },
  interest: { regimes: lateInterest },

  midnight: { awaitsCashFeed: true },
  horizonDays: 400,
};
