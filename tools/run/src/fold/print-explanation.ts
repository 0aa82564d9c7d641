import {
  type Assessment,
  explain,
  type Feature,
  type FeatureInput,
  type InvoiceLine,
  inputsOf,
  invoiceLines,
  type PointTable,
} from '@duewatch/risk-core';
import type { FoldedCustomer } from '@duewatch/scoring-logic';
import { describeEvidence } from '@duewatch/wording';
import type { EventsBehind } from './events-behind.ts';
import { day, quantity } from './wording.ts';

type Write = (line: string) => void;

/** Invoices that closed longer ago say nothing in any row of the scorecard's behaviour. */
const WINDOW_DAYS = 365;

/** The score of one customer as a sum to be checked by hand, with what is behind it. */
export function printExplanation(
  customer: FoldedCustomer,
  behind: EventsBehind,
  write: Write,
): void {
  const { assessment } = customer;
  printHead(customer, write);
  printSum(customer, write);
  printBand(customer, write);
  printMoney(assessment, write);
  printConditions(assessment, write);
  printInvoices(customer, behind, write);
  write('Events behind it, newest first:');
  for (const event of behind.newest(20)) write(`  ${event}`);
}

function printHead({ customerId, assessment }: FoldedCustomer, write: Write): void {
  const { asOf, calendarId, policyVersion, modelVersion, score, bands } = assessment;
  write(`${customerId} as of ${day(asOf)} (calendar ${calendarId})`);
  write(`Score ${score} of 1000, band ${bands.shown}`);
  write(`Policy ${policyVersion}, model ${modelVersion}\n`);
}

function printSum({ profile, world, assessment }: FoldedCustomer, write: Write): void {
  const { contributions, score } = explain(assessment);
  const inputs = new Map(inputsOf(profile, world).map((row) => [row.code, row]));
  const { baseCurrency } = assessment;
  write('The score is the sum of these points:');
  for (const {
    code,
    value,
    unit,
    points,
    maxPoints,
    isNeutral,
    stale,
    sampleSize,
  } of contributions) {
    const shown = quantity(value, unit, baseCurrency);
    const notes = [
      isNeutral ? 'not counted yet: too little settled' : '',
      stale ? 'stale' : '',
      sampleSize > 0 ? `from ${sampleSize}` : '',
    ].filter((note) => note !== '');
    const note = notes.length > 0 ? ` (${notes.join(', ')})` : '';
    write(`  ${code.padEnd(3)} ${String(points).padStart(4)} of ${maxPoints}  ${shown}${note}`);
    write(`${' '.repeat(16)}${stepText(world.policy.points[code], value, unit, baseCurrency)}`);
    const row = inputs.get(code);
    if (row === undefined) continue;
    const of = row.inputs.map((input) => inputText(input, baseCurrency)).join(', ');
    write(`${' '.repeat(16)}${row.formula}${of === '' ? '' : `: ${of}`}`);
  }
  const sum = contributions.reduce((total, { points }) => total + points, 0);
  write(`  =   ${String(sum).padStart(4)}  ${sum === score ? 'the score' : 'NOT the score'}\n`);
  write('Principal reasons:');
  for (const { code, points, text, refs } of assessment.reasons) {
    write(`  ${code} ${points} ${text}${refs.length > 0 ? ` (${refs.join(', ')})` : ''}`);
  }
  if (assessment.reasons.length === 0) write('  none');
  write('');
}

/** The step of the policy's table that the value falls on. */
function stepText(
  { steps, rest, missing, worse }: PointTable,
  value: number | null,
  unit: Feature['unit'],
  currency: string,
): string {
  if (value === null) return `nothing is known: ${missing} points`;
  const of = (limit: number) => quantity(limit, unit, currency);
  const step = steps.find(({ limit }) => (worse === 'higher' ? value <= limit : value > limit));
  if (step !== undefined) {
    const bound = worse === 'higher' ? 'up to' : 'above';
    return `${bound} ${of(step.limit)}: ${step.points} points`;
  }
  const last = steps[steps.length - 1];
  const beyond = last === undefined ? 'always' : `beyond ${of(last.limit)}`;
  return `${beyond}: ${rest} points`;
}

function inputText({ name, value, unit }: FeatureInput, currency: string): string {
  if (unit === 'day') return `${name} ${day(value)}`;
  if (unit === 'minor_days') return `${name} ${quantity(value, 'minor', currency)} × days`;
  return `${name} ${quantity(value, unit, currency)}`;
}

/** From the score to the band that is shown: hysteresis, then floors. */
function printBand({ profile, assessment }: FoldedCustomer, write: Write): void {
  const { bands, floors, treatment, pauses } = assessment;
  const { betterSince, worsenedOn } = profile.now;
  write('Band:');
  write(`  by the score alone ${bands.computed}; held ${bands.held}; shown ${bands.shown}`);
  if (worsenedOn >= 0) write(`  worse since ${day(worsenedOn)}`);
  if (betterSince >= 0) write(`  good enough for the next better band since ${day(betterSince)}`);
  for (const { code, band } of floors) write(`  floor ${code}: at least ${band}`);
  if (assessment.provisional) write('  provisional: too few invoices have been settled');
  write(`  dunning: ${treatment}`);
  for (const { kind, ref, until } of pauses) {
    write(`  paused by ${kind}${ref === null ? '' : ` ${ref}`}, until ${day(until)}`);
  }
  write(`  without news it can change on ${day(assessment.nextTransitionOn)} at the earliest\n`);
}

function printMoney(assessment: Assessment, write: Write): void {
  const { baseCurrency, exposure, exposureMinor, ageing, openMinor } = assessment;
  const of = (amountMinor: number) => quantity(amountMinor, 'minor', baseCurrency);
  write('Exposure at current rates:');
  for (const { stage, baseMinor } of exposure) write(`  ${stage.padEnd(22)} ${of(baseMinor)}`);
  write(`  ${'='.padEnd(22)} ${of(exposureMinor)}`);
  if (assessment.utilisationPpm !== null) {
    write(`  of the limit ${quantity(assessment.utilisationPpm, 'ppm', baseCurrency)}`);
  }
  write('Open items by days past due, at the rates of their issue:');
  for (const { bucket, baseMinor } of ageing) write(`  ${bucket.padEnd(22)} ${of(baseMinor)}`);
  write(`  ${'='.padEnd(22)} ${of(openMinor)}`);
  write(`  disputed ${of(assessment.disputedMinor)}`);
  write(`  clean overdue after cash on account ${of(assessment.cleanOverdueMinor)}\n`);
}

function printConditions({ conditions, baseCurrency }: Assessment, write: Write): void {
  write('Conditions:');
  for (const condition of conditions) {
    const { level, severity, scope, since, pendingUntil, evidence } = condition;
    const about = scope === null ? '' : ` about ${scope}`;
    const pending = pendingUntil === null ? '' : `, told on ${day(pendingUntil)} at the latest`;
    write(`  ${level} ${severity}${about} since ${day(since)}${pending}`);
    for (const fact of evidence) write(`    ${describeEvidence(fact, baseCurrency)}`);
  }
  if (conditions.length === 0) write('  none');
  write('');
}

function printInvoices(customer: FoldedCustomer, behind: EventsBehind, write: Write): void {
  const { pages, assessment } = customer;
  const { asOf } = assessment;
  const lines = invoiceLines(pages);
  const open = lines.filter(({ openMinor }) => openMinor !== 0);
  const settled = lines.filter(({ settledOn }) => (settledOn ?? 0) > asOf - WINDOW_DAYS);
  write('Open invoices:');
  for (const line of open) write(`  ${invoiceText(line, asOf, behind)}`);
  if (open.length === 0) write('  none');
  write(`Settled within ${WINDOW_DAYS} days:`);
  for (const line of settled) write(`  ${invoiceText(line, asOf, behind)}`);
  if (settled.length === 0) write('  none');
  write('');
}

function invoiceText(line: InvoiceLine, asOf: number, behind: EventsBehind): string {
  const { key, dueOn, currency, amountMinor, openMinor, disputedMinor, payments } = line;
  const of = (minor: number) => quantity(minor, 'minor', currency);
  const paid = payments.map(({ on, amountMinor: part }) => {
    return `${of(part)} on ${day(on)} (${lateness(on - dueOn)})`;
  });
  const parts = [
    `${line.id || behind.invoiceId(key)} of ${of(amountMinor)} due ${day(dueOn)}`,
    ...(paid.length > 0 ? [`paid ${paid.join(', ')}`] : []),
    ...(openMinor !== 0 ? [`open ${of(openMinor)}, ${lateness(asOf - dueOn)}`] : []),
    ...(disputedMinor > 0 ? [`disputed ${of(disputedMinor)}`] : []),
  ];
  return `${parts.join('; ')}${behind.linesOf(key)}`;
}

function lateness(days: number): string {
  if (days === 0) return 'on the day';
  return days > 0 ? `${days} days late` : `${-days} days early`;
}
