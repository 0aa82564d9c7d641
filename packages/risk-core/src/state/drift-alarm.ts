import { divide, integerSqrt, multiplyDivide } from '../money/integer.ts';
import type { Policy } from '../policy/policy.ts';
import type { EpochDay } from '../types/units.ts';

const MILLI = 1_000;

type Rules = Policy['behaviour'];

/** Which evidence raised the drift alarm: single invoices adding up, or the recent mean. */
export type AlarmCause = 'none' | 'cusum' | 'means';

/** What the drift alarm remembers from settlement to settlement. */
export interface DriftState {
  /** One-sided CUSUM of signed days late, in thousandths of the customer's spread. */
  cusumMilli: number;
  /** Count, sum and sum of squares of days late since the last alarm ended. */
  baseCount: number;
  baseSum: number;
  baseSquares: number;
  /** Reference mean and spread, frozen while the CUSUM is above zero; thousandths of a day. */
  meanMilli: number;
  sigmaMilli: number;
  /** Settlement day on which the drift alarm rose; -1 while there is none. */
  alarmOn: EpochDay;
  alarmCause: AlarmCause;
  /** Calm settlements in a row since the alarm. */
  calm: number;
}

/** A settlement as the alarm sees it. */
export interface DriftStep {
  readonly on: EpochDay;
  /** Signed days late, clipped. */
  readonly late: number;
  /** Settlements so far, this one included, and the two moving means after it. */
  readonly count: number;
  readonly fastMilli: number;
  readonly slowMilli: number;
}

/** No settlement and no alarm. */
export function createDrift(): DriftState {
  return {
    cusumMilli: 0,
    baseCount: 0,
    baseSum: 0,
    baseSquares: 0,
    meanMilli: 0,
    sigmaMilli: 0,
    alarmOn: -1,
    alarmCause: 'none',
    calm: 0,
  };
}

/** Takes one settlement in. */
export function stepDrift(state: DriftState, step: DriftStep, rules: Rules): void {
  stepCusum(state, step.late, rules);
  stepAlarm(state, step, rules);
}

/**
 * How far a number of days late lies above the customer's own mean, in thousandths of its own
 * spread. Capped, so that no one or two invoices make an alarm, however forgotten they are.
 */
export function gapMilli(state: DriftState, late: number, rules: Rules): number {
  const gap = divide((late * MILLI - state.meanMilli) * MILLI, state.sigmaMilli);
  return Math.max(-rules.cusumCapMilli, Math.min(rules.cusumCapMilli, gap));
}

/**
 * Mean and spread are taken anew only while the sum is at zero: else they would learn the very
 * change that they are to reveal.
 */
function stepCusum(state: DriftState, late: number, rules: Rules): void {
  if (state.sigmaMilli > 0) {
    const step = gapMilli(state, late, rules) - rules.cusumSlackMilli;
    state.cusumMilli = Math.max(0, state.cusumMilli + step);
  }
  state.baseCount += 1;
  state.baseSum += late;
  state.baseSquares += late * late;
  if (state.baseCount >= rules.referenceMinSettled && state.cusumMilli === 0) {
    takeReference(state, rules);
  }
}

/**
 * The customer's own mean, never anybody else's: whoever always pays 25 days late does not drift.
 * The spread is shrunk to what is usual, and widened by what the mean of so few is uncertain by.
 */
function takeReference(state: DriftState, rules: Rules): void {
  const { baseCount, baseSum, baseSquares } = state;
  state.meanMilli = divide(baseSum * MILLI, baseCount);
  const around = baseCount * baseSquares - baseSum * baseSum;
  const own = multiplyDivide(around, MILLI * MILLI, baseCount);
  const prior = rules.priorWeight * (rules.priorSigmaDays * MILLI) ** 2;
  const variance = divide(prior + own, rules.priorWeight + baseCount);
  const widened = multiplyDivide(variance, baseCount + 1, baseCount);
  state.sigmaMilli = Math.max(rules.minSigmaDays * MILLI, integerSqrt(widened));
}

function stepAlarm(state: DriftState, step: DriftStep, rules: Rules): void {
  const drift = step.fastMilli - step.slowMilli;
  if (state.alarmOn < 0) {
    const cause = step.count >= rules.driftMinSettled ? causeOf(state, drift, rules) : 'none';
    if (cause === 'none') return;
    state.alarmOn = step.on;
    state.alarmCause = cause;
    state.calm = 0;
    return;
  }
  state.calm = drift < rules.driftCalmDays * MILLI ? state.calm + 1 : 0;
  if (state.calm >= rules.driftCalmSettled) restartReference(state, step.slowMilli, rules);
}

function causeOf(state: DriftState, drift: number, rules: Rules): AlarmCause {
  if (state.cusumMilli > rules.cusumAlarmMilli) return 'cusum';
  // On noise alone the two means part by a third of the spread: one and a half is no accident.
  const least = divide(state.sigmaMilli * rules.driftAlarmSpreadMilli, MILLI);
  return drift >= rules.driftAlarmDays * MILLI && drift >= least ? 'means' : 'none';
}

/** The alarm is over: what the customer does now is its new reference. */
function restartReference(state: DriftState, slowMilli: number, rules: Rules): void {
  const mean = divide(slowMilli, MILLI);
  const sigma = divide(state.sigmaMilli, MILLI);
  state.alarmOn = -1;
  state.alarmCause = 'none';
  state.calm = 0;
  state.cusumMilli = 0;
  state.baseCount = rules.driftMinSettled;
  state.baseSum = state.baseCount * mean;
  state.baseSquares = state.baseCount * (mean * mean + sigma * sigma);
  takeReference(state, rules);
}
