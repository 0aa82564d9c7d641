import type { FoldedCustomer } from '@duewatch/scoring-logic';
import type { FoldedFile } from './fold-file.ts';
import type { BadLine } from './line-reader.ts';
import { day, openConditions, quantity } from './wording.ts';

type Write = (line: string) => void;

/** Bad lines first, so that what follows is read with them in mind. */
export function printBadLines(folded: FoldedFile, file: string, write: Write): void {
  const told = (what: string, lines: readonly BadLine[]): void => {
    for (const { line, what: problem, mend } of lines) {
      write(`${file}:${line} ${what}: ${problem}\n  ${mend}`);
    }
  };
  told('is no event', folded.badLines);
  told('is refused', folded.refusedLines);
}

/** A few lines per customer. */
export function printCustomers(folded: FoldedFile, write: Write): void {
  for (const customer of folded.customers()) write(`${profileText(customer)}\n`);
  write(
    `${folded.events} events in ${seconds(folded.parseSeconds)} to read and ` +
      `${seconds(folded.foldSeconds)} to fold (${perSecond(folded)} events/s)`,
  );
}

/** One JSON object, written in pieces: profiles of many customers are longer than a string. */
export function printJson(folded: FoldedFile, write: Write): void {
  const { events, badLines, refusedLines, skipped, parseSeconds, foldSeconds } = folded;
  const head = {
    events,
    badLines,
    refusedLines,
    skipped,
    parseSeconds,
    foldSeconds,
    eventsPerSecond: perSecond(folded),
  };
  write(`${JSON.stringify(head).slice(0, -1)},"profiles":[`);
  let separator = '';
  for (const { customerId, assessment } of folded.customers()) {
    write(`${separator}${JSON.stringify({ customerId, ...assessment })}`);
    separator = ',';
  }
  write(']}');
}

function profileText({ customerId, assessment }: FoldedCustomer): string {
  const { asOf, score, bands, treatment, baseCurrency, provisional } = assessment;
  const of = (amountMinor: number) => quantity(amountMinor, 'minor', baseCurrency);
  const { limitMinor, limitCurrency } = assessment;
  const limit =
    limitMinor === null
      ? 'no limit'
      : `limit ${quantity(limitMinor, 'minor', limitCurrency ?? baseCurrency)}`;
  const because = assessment.reasons.map(({ text }) => text).join('; ');
  const band = `band ${bands.shown}${provisional ? ' (provisional)' : ''}`;
  return [
    `${customerId}  ${band}, score ${score}, as of ${day(asOf)}, dunning: ${treatment}`,
    `  exposure ${of(assessment.exposureMinor)}, ${limit}; open ${of(assessment.openMinor)}, ` +
      `clean overdue ${of(assessment.cleanOverdueMinor)}, disputed ${of(assessment.disputedMinor)}`,
    `  conditions: ${openConditions(assessment) || 'none'}; looks different ` +
      `on ${day(assessment.nextTransitionOn)} at the earliest without news`,
    `  because: ${because || 'nothing speaks against it'}`,
  ].join('\n');
}

function perSecond({ events, foldSeconds }: FoldedFile): number {
  return foldSeconds > 0 ? Math.round(events / foldSeconds) : 0;
}

function seconds(value: number): string {
  return `${value.toFixed(2)} s`;
}
