import type { Policy } from '@duewatch/risk-core';
import { z } from 'zod';
import {
  altman,
  businessDays,
  code,
  count,
  days,
  daysByBand,
  fiveShares,
  fiveWeights,
  four,
  interestRegimes,
  minor,
  oneOf,
  orderOf,
  points,
  pointTable,
  ppm,
  thousandths,
  yesOrNo,
} from './field.ts';

/** What share of utilisation, lateness and the like may at most be named. */
const TENFOLD_PPM = 10_000_000;

const scorecard = z.strictObject({
  P1: pointTable('milli-days', 'higher', 'Mean days beyond terms over 90 days.'),
  P2: pointTable('milli-days', 'higher', 'Drift: fast moving mean of lateness less the slow one.'),
  P3: pointTable('ppm', 'higher', 'Share of value paid late over 180 days.'),
  P4: pointTable('milli-days', 'higher', 'Irregularity: how far payments scatter.'),
  P5: pointTable('weighted failures', 'higher', 'Failed and returned payments in 90 days.'),
  P6: pointTable('ppm', 'higher', 'Share of promised value that did not come, over 180 days.'),
  E1: pointTable('days', 'higher', 'Age of the oldest clean overdue item.'),
  E2: pointTable('ppm', 'higher', 'Clean overdue against the highest balance of 30 days.'),
  E3: pointTable('ppm', 'higher', 'Exposure against the credit limit.'),
  E4: pointTable('grade', 'higher', 'Orders: 0 usual, 1 surge or collapse, 2 surge in a drift.'),
  X1: pointTable('ppm', 'higher', 'Percentile of an outside score; higher is worse.'),
  X2: pointTable('thousandths of Z″', 'lower', 'Altman Z″ of the last accounts.'),
  X3: pointTable('ppm', 'higher', 'Net gearing of the last accounts.'),
  X4: pointTable('grade', 'higher', 'Country or sector: 0 low, 1 medium, 2 high, 3 very high.'),
  R1: pointTable('days', 'lower', 'How long the customer has been one.'),
  R2: pointTable('ppm', 'higher', 'Share of billed value disputed without cause, over 180 days.'),
});

const bandNames = ['A', 'B', 'C', 'D', 'E'] as const;

const bands = z.strictObject({
  lowerBounds: four('points', 1_000, 'Lowest score of B, C, D and E.'),
  improveMargin: points(0, 300, 'A band improves only this far below its lower bound …'),
  improveDwellDays: days(0, 365, '… kept for this long, with a payment since it worsened.'),
  provisionalBelow: count(0, 100, 'Settled invoices below which behaviour says nothing yet.'),
  provisionalBand: oneOf(bandNames, 'Such a customer is at best in this band.'),
  unknownRateBand: oneOf(bandNames, 'At best this band while amounts cannot be valued.'),
});

const overdue = z.strictObject({
  graceDays: days(0, 60, 'Days past due that nobody counts: transfers take time.'),
  ignoreBelowMinor: minor('Clean overdue up to this says nothing about age.'),
  materialMinor: minor('A sum is material above this amount …'),
  materialSharePpm: ppm(1_000_000, '… and above this share of exposure (as CRR 178).'),
  firstAfterDays: days(0, 365, 'A first clean overdue older than this is news.'),
  promptUpToDays: days(0, 90, 'Mean lateness over a year up to which a customer is prompt.'),
  promptTenureDays: days(0, 3_650, 'Customers newer than this are not called prompt yet.'),
  floorDays: four('days', 730, 'Ages at which a material sum forces B, C, D, E; E is default.'),
  cureDays: days(0, 730, 'Quiet days after which a default ends.'),
});

const behaviour = z.strictObject({
  lateAboveDays: days(0, 60, 'A payment counts as late in P3 above this.'),
  fastPermille: thousandths(1, 1_000, 'Weight of the newest payment in the fast moving mean.'),
  slowPermille: thousandths(1, 1_000, 'Weight of the newest payment in the slow moving mean.'),
  clipEarlyDays: days(0, 365, 'Days early beyond which a payment counts no more.'),
  clipLateDays: days(1, 365, 'Days late beyond which a payment counts no more.'),
  minSigmaDays: days(1, 30, 'The spread is never taken for less: nobody pays like clockwork.'),
  priorSigmaDays: days(1, 60, 'The usual spread of a customer of whom little is known.'),
  priorWeight: count(0, 100, 'How many own payments the usual spread outweighs.'),
  referenceMinSettled: count(1, 100, 'Payments from which a customer has a usual of its own.'),
  cusumSlackMilli: thousandths(0, 10_000, 'CUSUM slack, in spreads.'),
  cusumAlarmMilli: thousandths(1, 100_000, 'CUSUM level that raises PAY_DRIFT, in spreads.'),
  cusumCapMilli: thousandths(1, 100_000, 'The most that one invoice may add, in spreads.'),
  driftAlarmDays: days(1, 90, 'Drift that raises PAY_DRIFT …'),
  driftAlarmSpreadMilli: thousandths(0, 10_000, '… if it is also so many own spreads.'),
  driftMinSettled: count(1, 100, 'Payments below which drift is no evidence.'),
  driftCalmDays: days(0, 90, 'Drift below which PAY_DRIFT calms down …'),
  driftCalmSettled: count(1, 100, '… kept for so many payments.'),
  irregularAboveDays: days(1, 90, 'Median deviation above which PAY_IRREGULAR may rise …'),
  irregularAbovePermille: thousandths(1_000, 100_000, '… if it is so many times the usual …'),
  irregularCalmPermille: thousandths(1_000, 100_000, '… until it is below so many times.'),
});

const forecast = z.strictObject({
  halfLifeDays: days(7, 3_650, 'After so many days a payment weighs half.'),
  agesAtMostDays: days(1, 3_650, 'By no more than this does the next payment age those before.'),
  bookInvoices: count(1, 100, 'Invoices of the usual customer added to everybody’s own.'),
  bookMeanDays: days(-30, 90, 'Mean lateness of the usual customer, early below zero.'),
  bookDaysLate: days(0, 90, 'Mean days late of the usual customer, early as 0.'),
  shapeInvoices: count(1, 100, 'What own mean and spread weigh against own counts.'),
});

const payments = z.strictObject({
  hardFailWeight: count(1, 10, 'A failure that will not heal counts this often.'),
  floorFailures: count(1, 100, 'Failures within 90 days that force band D.'),
  unappliedAfterDays: businessDays(0, 60, 'How long cash may wait for its invoice.'),
  mandateNewsDays: days(1, 365, 'For how long a mandate that was taken back is told.'),
});

const promises = z.strictObject({
  toleranceDays: businessDays(0, 30, 'After the promised day, until a promise is broken.'),
  errorLevel: count(1, 10, 'Dunning level from which a broken promise is an error.'),
});

const scoreJump = z.strictObject({
  points: points(1, 1_000, 'Rise of the score within a week that is told while the band stands.'),
  clearPoints: points(0, 1_000, 'Rise at or below which that is over.'),
  endsAfterDays: days(1, 365, 'It ends after so long, however high: by then it is known.'),
});

const discounts = z.strictObject({
  lostPpm: ppm(1_000_000, 'Fall of the share of discounts taken, 90 days against a year …'),
  minOffers: count(1, 100, '… that is told with at least so many offers in 90 days …'),
  clearPpm: ppm(1_000_000, '… and over at or below this.'),
});

const overdueShare = z.strictObject({
  abovePpm: ppm(1_000_000, 'Share of the open balance that is overdue, told above this …'),
  pendingDays: days(0, 30, '… once it has held for so long …'),
  clearPpm: ppm(1_000_000, '… and over below this.'),
});

const disputes = z.strictObject({
  spikePpm: ppm(TENFOLD_PPM, 'Disputes of 90 days against the billing of 90 days: told above …'),
  clearPpm: ppm(TENFOLD_PPM, '… and over below this.'),
  ignoreBelowMinor: minor('Disputes below this sum are no spike, however little was billed.'),
  agedAfterDays: days(1, 365, 'An open dispute older than this is told to its owner.'),
});

const orders = z.strictObject({
  horizonDays: days(0, 730, 'An order wanted later than this is no exposure yet.'),
  newForDays: days(1, 365, 'For how long an order that is not delivered counts as new.'),
  holdBand: oneOf(bandNames, 'From this band on a new order had better wait …'),
  holdUtilisationPpm: ppm(TENFOLD_PPM, '… and so above this use of the limit.'),
});

const orderPattern = z.strictObject({
  surgePpm: ppm(
    TENFOLD_PPM,
    'Orders of 8 weeks against the year before: unusual above this share …',
  ),
  collapsePpm: ppm(1_000_000, '… or below this one.'),
  steepPpm: ppm(TENFOLD_PPM, 'A surge above this share costs the points of grade 2 …'),
  driftDays: days(0, 90, '… if lateness drifts by more than this. Then it is a warning, too.'),
  minWeeks: count(1, 8, 'Weeks with orders that the 8 of the year before must have …'),
  ignoreBelowMinor: minor('… and the sum of them, to be a yardstick.'),
  calmDays: days(0, 365, 'After so many days of usual orders it is over.'),
});

const plans = z.strictObject({
  toleranceDays: businessDays(0, 30, 'After the day of an instalment, until it is missed.'),
});

const limits = z.strictObject({
  levels: z.strictObject({
    infoPpm: ppm(TENFOLD_PPM, 'Utilisation that raises LIMIT_80.'),
    warningPpm: ppm(TENFOLD_PPM, 'Utilisation that raises LIMIT_90.'),
    errorPpm: ppm(TENFOLD_PPM, 'Utilisation that raises LIMIT_100.'),
    clearPpm: ppm(1_000_000, 'How far below a level it must fall for that level to end.'),
  }),
  expiringWithinDays: days(0, 365, 'How early the end of a limit is told.'),
  priority: orderOf(
    ['own', 'insured', 'temporary', 'other'],
    'The limit that counts is that of the first kind that has one today.',
  ),
  missingAboveMinor: minor('Exposure above which a customer without a limit is told.'),
  requestOpenDays: days(1, 365, 'After how long an unanswered request for more is forgotten.'),
});

const insurance = z.strictObject({
  withdrawnBand: oneOf(bandNames, 'At best this band while an insurer covers nothing any more.'),
  warningDays: days(0, 90, 'Days before the last one to report an item: a warning …'),
  criticalDays: days(0, 90, '… and a critical alert.'),
});

const compliance = z.strictObject({
  sanctionsBand: oneOf(bandNames, 'At best this band while a match is not cleared.'),
  kycFailedBand: oneOf(bandNames, 'At best this band while the identity check has failed.'),
  minMatchPpm: ppm(1_000_000, 'Matches weaker than this are not taken for one.'),
});

const stretch = z.strictObject({
  extensions: count(1, 32, 'So many extended due dates raise TERMS_STRETCH …'),
  windowDays: days(1, 365, '… within so many days.'),
  longerByDays: days(1, 365, 'Terms longer by so many days raise it, too.'),
  keepDays: days(1, 365, 'For how long it is told.'),
});

const reviews = z.strictObject({
  everyDays: daysByBand(3_650, 'Time between two credit reviews.'),
  contactEveryDays: daysByBand(3_650, 'Time between two contacts, where contacts are recorded.'),
});

const overrides = z.strictObject({
  noticeDays: days(0, 90, 'How early the end of a pinned band is told.'),
});

const reconciliation = z.strictObject({
  toleranceMinor: minor("Difference to the ledger's own sum that nobody looks for."),
});

const outside = z.strictObject({
  scoreDropPpm: ppm(1_000_000, 'Share of a score that must be lost for EXT_SCORE_DROP.'),
  scoreDropErrorBands: count(2, 20, 'Steps of row X1 at which that is an error.'),
  limitCutPpm: ppm(1_000_000, 'Share of a recommended limit that must be cut.'),
  ruinedAltmanMilli: altman('Z″ below this and …'),
  ruinedScorePpm: ppm(1_000_000, '… a percentile above this together force band C.'),
  gearingAlarmPpm: ppm(TENFOLD_PPM, 'Net gearing above this raises FIN_DETERIORATED.'),
});

const registers = z.strictObject({
  caseNewDays: days(0, 3_650, 'How long a judgment or tax default forces band C.'),
  caseKeptDays: days(366, 10_000, 'Age at which registers delete judgments and tax defaults.'),
  governanceToldDays: days(1, 365, 'How long a change of directors or owners is told.'),
  governanceWindowDays: days(1, 365, 'Several changes within these days …'),
  governanceWarningCount: count(2, 8, '… as many as this, are a warning.'),
});

const shelfLife = z.strictObject({
  scoreDays: days(1, 3_650, 'Age from which an outside score is stale.'),
  accountsDays: days(1, 3_650, 'Age from which filed accounts are stale.'),
  macroDays: days(1, 3_650, 'Age from which grades of countries and sectors are stale.'),
});

const advice = z.strictObject({
  validDays: days(1, 730, 'Days after which advice that nobody followed is given anew.'),
  limitStepMinor: minor('Advised limits are rounded up to a multiple of this.'),
  offerAbovePpm: ppm(TENFOLD_PPM, 'Use of the limit above which a prompt A is offered more.'),
  offerByPpm: ppm(TENFOLD_PPM, 'How much more it is offered.'),
  capSlackPpm: ppm(TENFOLD_PPM, 'C is advised to be cut to its exposure when further above it.'),
  keepPpm: ppm(1_000_000, 'Part of the limit that D is advised to keep, unless more is insured.'),
  termsDaysC: days(0, 365, 'Payment terms advised for C.'),
  termsDaysD: days(0, 365, 'Payment terms advised for D.'),
  depositPpm: ppm(1_000_000, 'Part of new orders that D is advised to pay in advance.'),
  holdAfterDays: days(0, 365, 'Clean overdue older than this holds new orders of D.'),
  planPaidWithinDays: days(0, 365, 'A payment so fresh shows that instalments make sense.'),
  requestUpToPpmA: ppm(TENFOLD_PPM, 'How much above its limit an A is granted on request.'),
  requestUpToPpmB: ppm(TENFOLD_PPM, 'The same for a B; C and worse are refused.'),
  starterLimitMinor: minor('First limit of a registered customer without history; 0 gives none.'),
});

const creditCheck = z.strictObject({
  referBand: oneOf(bandNames, 'At order time a person looks at each order from this band on …'),
  refuseBand: oneOf(bandNames, '… and from this one on nothing is sold on credit.'),
  referAbovePpm: ppm(TENFOLD_PPM, 'Use of the limit with the order, above which a person looks.'),
});

const eligibility = z.strictObject({
  worstBand: oneOf(['A', 'B', 'C', 'D', 'E'], 'The worst band that may still buy on credit.'),
  oldestCleanDays: days(0, 730, 'Clean overdue older than this rules credit out.'),
  failedPayments90: count(0, 100, 'More failed payments within 90 days rule credit out.'),
  utilisationPpm: ppm(TENFOLD_PPM, 'More use of the limit rules credit out.'),
});

const collection = z.strictObject({
  bandWeights: fiveWeights(100, 'Weight of each band in the order of collectors’ calls.'),
});

const ecl = z.strictObject({
  preset: oneOf(
    ['illustrative-us', 'illustrative-ifrs', 'ifrs9-example-12', 'own'],
    'Provision matrix of the expected credit loss; named on every output.',
  ),
  ownPpm: fiveShares('Loss rates of current, 1–30, 31–60, 61–90, more days, for the preset own.'),
  forwardPpm: ppm(TENFOLD_PPM, 'What is ahead against the past of the rates; 1,000,000 is equal.'),
});

const eclJump = z.strictObject({
  jumpPpm: ppm(TENFOLD_PPM, 'Expected loss against the end of the month before: told from here …'),
  aboveMinor: minor('… and above this sum …'),
  clearPpm: ppm(TENFOLD_PPM, '… until it is below this share again …'),
  endsAfterDays: days(31, 62, '… or for so long: a month end is then among them, and has it.'),
});

const interest = z.strictObject({
  regimes: interestRegimes('Statutory interest on late payment, by the country of the customer.'),
});

const midnight = z.strictObject({
  awaitsCashFeed: yesOrNo('Whether what time alone raises waits for the cash of the day before.'),
});

/**
 * The shape of the document: the same fields as `Policy`, each with its bounds and its reason. A
 * new field of `Policy` is one line here; `npm run generate` does the rest.
 */
export const policySchema = z.strictObject({
  id: code(30, 'Names the policy through all its versions.'),
  version: code(20, 'Never used twice for another content.'),
  points: scorecard,
  bands,
  overdue,
  behaviour,
  forecast,
  payments,
  scoreJump,
  discounts,
  overdueShare,
  disputes,
  promises,
  orders,
  orderPattern,
  plans,
  limits,
  outside,
  registers,
  insurance,
  compliance,
  stretch,
  reviews,
  overrides,
  reconciliation,
  shelfLife,
  advice,
  creditCheck,
  eligibility,
  collection,
  ecl,
  eclJump,
  interest,
  midnight,
  horizonDays: days(366, 800, 'How long closed items can still be corrected; windows need a year.'),
});

/** Fails to compile when `Policy` has a field that the document lacks, or of another type. */
policySchema satisfies z.ZodType<Policy>;
