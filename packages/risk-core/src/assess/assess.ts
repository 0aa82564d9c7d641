import { bandOf, floorsOf, isSicr, rankOfScore } from '../bands/standing.ts';
import { familyOf } from '../conditions/catalogue.ts';
import type { Family, Sight } from '../conditions/family.ts';
import { isTellable, pendingUntil } from '../conditions/ledger.ts';
import { forecastOf } from '../features/forecast.ts';
import { securedBy } from '../features/limits.ts';
import { type Findings, isUnvalued, meanDaysUp, measure, shareUp } from '../features/measure.ts';
import { maxPoints, pointsFor } from '../features/points.ts';
import { featureRules, isFromLedger, promptnessIndex } from '../features/scorecard.ts';
import { minorRate, toBase } from '../money/conversion.ts';
import { divide } from '../money/integer.ts';
import { ageClassesOf, BUCKET_DAYS, classAbove, NOT_DUE } from '../policy/age-classes.ts';
import type { LedgerEntry, Profile } from '../state/profile.ts';
import { FAR, NEVER } from '../state/records.ts';
import { driftMilli } from '../state/settlement-stats.ts';
import { sumFrom } from '../state/sums.ts';
import type {
  AgeingBucket,
  Assessment,
  Condition,
  Evidence,
  Feature,
  StageSum,
} from '../types/assessment.ts';
import type { World } from '../types/world.ts';
import { reasonsOf } from './explain/reasons.ts';
import { figuresOf } from './figures.ts';
import { notesOf } from './notes.ts';
import { recommendationsOf } from './recommendations.ts';
import { relationFactsOf } from './relation-facts.ts';
import { pausesOf, treatmentOf } from './treatment.ts';

/** The whole explainable answer about a customer, as of the day that its profile was brought to. */
export function assess(profile: Profile, world: World): Assessment {
  const { policy } = world;
  const classes = ageClassesOf(policy);
  const findings = measure(profile, world, classes);
  const standing = profile.now;
  const sight: Sight = { profile, findings, standing, policy, world };
  const features = featuresOf(profile, findings, world);
  const floors = floorsOf(profile, standing, findings, policy);
  const reasons = reasonsOf(profile, features, floors, standing);
  const pauses = pausesOf(profile, profile.today, world);
  const hasLimit = profile.limit.amountMinor !== NEVER;
  return {
    asOf: profile.today,
    calendarId: profile.calendarId,
    policyVersion: profile.policyVersion,
    modelVersion: profile.modelVersion,
    master: profile.master,
    score: profile.score,
    bands: {
      computed: bandOf(rankOfScore(profile.score, policy)),
      held: bandOf(standing.held),
      shown: bandOf(standing.shown),
    },
    floors,
    provisional: findings.isProvisional,
    defaultFlag: standing.defaultedOn !== NEVER,
    sicrFlag: isSicr(standing),
    features,
    reasons,
    conditions: conditionsOf(sight, world),
    treatment: treatmentOf(standing, pauses, findings.cleanOverdue),
    pauses,
    recommendations: recommendationsOf(profile, reasons),
    baseCurrency: world.rates.base,
    ...moneyOf(profile, findings, world),
    limitMinor: hasLimit ? profile.limit.amountMinor : null,
    limitCurrency: hasLimit ? profile.limit.currency : null,
    ...relationFactsOf(profile, world),
    ageing: ageingOf(profile, world),
    ...behaviourOf(profile, findings),
    forecast: forecastOf(profile, policy),
    ...figuresOf(profile, findings, world),
    notes: notesOf(profile.dossier),
    dataQuality: dataQualityOf(profile, findings, world),
    awaitsCash: profile.conditions.some(({ raisedOn }) => raisedOn !== NEVER),
    nextTransitionOn: profile.nextOn >= FAR ? null : profile.nextOn,
  };
}

function featuresOf(profile: Profile, findings: Findings, world: World): Feature[] {
  const { policy } = world;
  return featureRules.map((rule) => {
    const table = policy.points[rule.code];
    const value = rule.value(profile, findings);
    const isNeutral = rule.isBehaviour && findings.isProvisional;
    const reading = rule.reading?.(findings.outside) ?? null;
    const points = reading?.points ?? pointsFor(table, value);
    return {
      code: rule.code,
      value,
      unit: rule.unit,
      points: isNeutral ? 0 : points,
      maxPoints: maxPoints(table),
      asOf: value === null ? null : (reading?.asOf ?? profile.today),
      stale: reading?.isStale ?? (world.isFeedSilent && value !== null && isFromLedger(rule.code)),
      sampleSize: rule.sampleSize(profile, findings),
    };
  });
}

function conditionsOf(sight: Sight, world: World): Condition[] {
  const conditions: Condition[] = [];
  for (const entry of sight.profile.conditions) {
    const condition = isTellable(entry) ? conditionOf(entry, sight, world) : undefined;
    if (condition) conditions.push(condition);
  }
  return conditions;
}

/**
 * What may be told of an entry: the level told so far, or, with nothing told yet, a pending one.
 */
function conditionOf(entry: LedgerEntry, sight: Sight, world: World): Condition | undefined {
  const family = familyOf(entry.code);
  const shownLevel = entry.toldLevel > 0 ? entry.toldLevel : entry.level;
  const level = family?.levels[shownLevel - 1];
  if (!family || !level) return undefined;
  return {
    code: entry.code,
    level: level.name,
    scope: entry.id === '' ? null : entry.id,
    severity: level.severity,
    since: entry.since,
    onsetPosition: entry.onset,
    pendingUntil: entry.toldLevel > 0 ? null : pendingUntil(entry, world),
    evidence: evidenceOf(family, entry, sight, shownLevel),
  };
}

function evidenceOf(
  family: Family,
  { key, ...entry }: LedgerEntry,
  sight: Sight,
  level: number,
): readonly Evidence[] {
  // What keeps firing tells of what it was.
  const memo = entry.level > 0 ? entry.memo : entry.closedMemo;
  if (family.scope === 'customer') return family.evidence(sight, { level, memo });
  if (family.scope === 'case') {
    const one = family.cases(sight).find((other) => other.key === key);
    return family.evidence(sight, one, { level, memo });
  }
  const { scope } = family;
  const flag = sight.profile.flags.find((one) => one.key === key && scope.includes(one.code));
  return family.evidence(sight, flag, level);
}

function moneyOf(profile: Profile, findings: Findings, world: World) {
  const { books, sums } = profile;
  const stage = (
    name: StageSum['stage'],
    amountOf: (book: Profile['books'][number]) => number,
  ): StageSum => ({
    stage: name,
    baseMinor: books.reduce(
      (sum, book) => sum + toBase(amountOf(book), minorRate(world.rates, book.currency, null)),
      0,
    ),
    sums: books.map((book) => ({ currency: book.currency, amountMinor: amountOf(book) })),
  });
  const openItems = stage('open_items', (book) => book.openMinor);
  const unapplied = stage('unapplied_cash', (book) => 0 - book.cashMinor - book.creditMinor);
  return {
    exposureMinor: findings.exposureBase,
    exposure: [
      stage('undelivered', (book) => book.undeliveredMinor),
      stage('delivered_not_billed', (book) => book.unbilledMinor),
      openItems,
      unapplied,
      securitiesStage(profile, world),
    ],
    openMinor: openItems.baseMinor,
    utilisationPpm: findings.utilisationUpPpm,
    cleanOverdueMinor: findings.cleanOverdue,
    disputedMinor: sums.disputed,
    unappliedMinor: 0 - unapplied.baseMinor,
    oldestCleanDays: findings.oldestDays,
  };
}

/** What secures the exposure lowers it. */
function securitiesStage(profile: Profile, { rates }: World): StageSum {
  const sums = securedBy(profile).map(({ currency, amountMinor }) => ({
    currency,
    amountMinor: 0 - amountMinor,
  }));
  let baseMinor = 0;
  for (const { currency, amountMinor } of sums) {
    baseMinor += toBase(amountMinor, minorRate(rates, currency, null));
  }
  return { stage: 'securities', baseMinor, sums };
}

const bucketNames: readonly AgeingBucket[] = ['d1_30', 'd31_60', 'd61_90', 'd91_120', 'over_120'];

/** By days past due, disputed items included. What is just due counts as current. */
function ageingOf({ sums }: Profile, { policy }: World): Assessment['ageing'] {
  const classes = ageClassesOf(policy);
  const pastDue = NOT_DUE + 2;
  const starts = [pastDue, ...BUCKET_DAYS.map((days) => classAbove(classes, days))];
  const above = starts.map((from) => sumFrom(sums.openByClass, from));
  const current = sumFrom(sums.openByClass, NOT_DUE) - (above[0] ?? 0);
  return [
    { bucket: 'current', baseMinor: current },
    ...bucketNames.map((bucket, index) => ({
      bucket,
      baseMinor: (above[index] ?? 0) - (above[index + 1] ?? 0),
    })),
  ];
}

function behaviourOf(profile: Profile, { dueAge, dueClean, cusumMilli }: Findings) {
  const { sums, stats } = profile;
  const weight = sums.paid90 + dueClean;
  const kept = shareUp(sums.broken180, sums.promised180);
  const meanLate = weight > 0 ? divide((sums.signed90 + dueAge) * 1_000, weight) : null;
  return {
    dbt30MilliDays: meanDaysUp(sums.late30 + dueAge, sums.paid30 + dueClean),
    dbt90MilliDays: meanDaysUp(sums.late90 + dueAge, weight),
    dbt365MilliDays: meanDaysUp(sums.late365 + dueAge, sums.paid365 + dueClean),
    promptnessIndex: meanLate === null ? null : promptnessIndex(meanLate),
    driftMilliDays: stats.count > 0 ? driftMilli(stats) : null,
    cusumMilli: stats.count > 0 ? cusumMilli : null,
    lateSharePpm: shareUp(sums.settledLate180, sums.settled180),
    irregularityMilliDays: stats.count > 0 ? profile.irregularityMilli : null,
    promiseKeptPpm: kept === null ? null : 1_000_000 - kept,
    failedPayments90: sums.failed90,
    settledCount: stats.count,
  };
}

function dataQualityOf(profile: Profile, findings: Findings, world: World): string[] {
  const codes: string[] = [];
  if (world.isFeedSilent) codes.push('FEED_SILENT');
  if (isUnvalued(profile, findings)) codes.push('RATE_MISSING');
  const { validTo } = profile.limit;
  if (validTo !== NEVER && validTo < profile.today) codes.push('LIMIT_EXPIRED');
  if (profile.sums.ghostFunds > 0) codes.push('PAYMENT_UNKNOWN');
  return codes;
}
