import { divide, integerSqrt, multiplyDivide } from '../money/integer.ts';
import type { Policy } from '../policy/policy.ts';
import { eachAwaited } from '../state/awaited.ts';
import { type Habit, LATE_STEPS } from '../state/habit.ts';
import type { Profile } from '../state/profile.ts';
import type { Forecast } from '../types/assessment.ts';
import { coveredBase } from './awaited-lateness.ts';

const MILLI = 1_000;
const PPM = 1_000_000;

/** √3 ÷ π: what makes a logistic curve's scale of a spread, in ten-thousandths. */
const SCALE_OF_SPREAD = 5_513;

/** 1 ÷ (1 + e^-z) for z from 0 by quarters, in parts per million. */
const LOGISTIC = [
  500_000, 562_177, 622_459, 679_179, 731_059, 777_300, 817_574, 851_953, 880_797, 904_651, 924_142,
  939_913, 952_574, 962_673, 970_688, 977_023, 982_014, 985_936, 989_013, 991_423, 993_307, 994_780,
  995_930, 996_827, 997_527, 998_073, 998_499, 998_830, 999_089, 999_290, 999_447, 999_569, 999_665,
];
const LOGISTIC_STEP = 250;

/** What unpaid invoices past due say so far. Weights in thousandths of an invoice. */
interface Pending {
  weight: number;
  late: number;
  beyond: number;
  over0: number;
  over15: number;
  over30: number;
}

/**
 * What a new invoice may expect of this customer. Three steps, each leaning on the one before as
 * far as there is too little to go by: the usual customer; this one's own mean and spread; and how
 * often it really was that late.
 */
export function forecastOf(profile: Profile, policy: Policy): Forecast {
  const { habit } = profile.stats;
  const rules = policy.forecast;
  const book = rules.bookInvoices * MILLI;
  const settledMean = shrunk(habit.late, habit.weight, rules.bookMeanDays, book);
  const settledBeyond = shrunk(habit.beyond, habit.weight, rules.bookDaysLate, book);
  const pending = pendingOf(profile, policy, settledMean, settledBeyond);
  const mean = shrunk(
    habit.late + pending.late,
    habit.weight + pending.weight,
    rules.bookMeanDays,
    book,
  );
  const scale = scaleOf(habit, settledMean, policy);
  const shareAbove = (days: number, settled: number, awaited: number) => {
    // Half a day on, because days late are whole: "more than 0" begins with 1.
    const byShape = logisticPpm(divide((mean - days * MILLI - MILLI / 2) * MILLI, scale));
    const shape = rules.shapeInvoices * MILLI;
    const own = settled + awaited;
    return divide(shape * byShape + own * PPM, shape + habit.weight + awaited);
  };
  return {
    expectedDaysLateMilli: shrunk(
      habit.beyond + pending.beyond,
      habit.weight + pending.weight,
      rules.bookDaysLate,
      book,
    ),
    late0Ppm: shareAbove(LATE_STEPS[0], habit.over0, pending.over0),
    late15Ppm: shareAbove(LATE_STEPS[1], habit.over15, pending.over15),
    late30Ppm: shareAbove(LATE_STEPS[2], habit.over30, pending.over30),
    weightMilli: habit.weight + pending.weight,
  };
}

/** A mean of days in thousandths, as if some invoices of the usual customer were among them. */
function shrunk(sum: number, weight: number, usualDays: number, usualWeight: number): number {
  return multiplyDivide(sum + usualDays * usualWeight, MILLI, weight + usualWeight);
}

/**
 * An unpaid invoice past due is late for certain, and by as much as it is so far: it counts above a
 * number of days once it has passed it. For the mean it counts at least as the usual, because that
 * it came only so far is no sign of paying sooner.
 */
function pendingOf(profile: Profile, policy: Policy, mean: number, beyond: number): Pending {
  const pending = { weight: 0, late: 0, beyond: 0, over0: 0, over15: 0, over30: 0 };
  const { clipLateDays } = policy.behaviour;
  eachAwaited(profile.awaited, clipLateDays, coveredBase(profile), profile.today, (age, count) => {
    if (age <= 0) return;
    const late = Math.min(age, clipLateDays) * MILLI;
    const weight = count * MILLI;
    pending.weight += weight;
    pending.late += count * Math.max(late, mean);
    pending.beyond += count * Math.max(late, beyond);
    if (age > LATE_STEPS[0]) pending.over0 += weight;
    if (age > LATE_STEPS[1]) pending.over15 += weight;
    if (age > LATE_STEPS[2]) pending.over30 += weight;
  });
  return pending;
}

/** Scale of the logistic curve, in thousandths of a day. */
function scaleOf(habit: Habit, mean: number, { behaviour, forecast }: Policy): number {
  const book = forecast.bookInvoices * MILLI;
  const { weight, late, squares } = habit;
  let sum = book * behaviour.priorSigmaDays ** 2;
  if (weight > 0) {
    // Around the shrunk mean: what it is off by belongs to what is uncertain.
    const off = divide(late * MILLI, weight) - mean;
    sum += Math.max(0, squares - multiplyDivide(late, late, weight));
    sum += multiplyDivide(weight, off * off, PPM);
  }
  const variance = multiplyDivide(sum, PPM, book + weight);
  const spread = Math.max(behaviour.minSigmaDays * MILLI, integerSqrt(variance));
  return divide(spread * SCALE_OF_SPREAD, 10_000);
}

function logisticPpm(zMilli: number): number {
  const size = Math.abs(zMilli);
  const slot = (size - (size % LOGISTIC_STEP)) / LOGISTIC_STEP;
  const low = LOGISTIC[slot];
  const high = LOGISTIC[slot + 1];
  const most = LOGISTIC[LOGISTIC.length - 1] ?? PPM;
  const above =
    low === undefined || high === undefined
      ? most
      : low + divide((high - low) * (size % LOGISTIC_STEP), LOGISTIC_STEP);
  return zMilli >= 0 ? above : PPM - above;
}
