import type { Forecast } from '@duewatch/risk-core';
import { byCustomer, daysLate, medianIssueDay, type PastInvoice } from './past-invoice.ts';
import { auc, aucInterval, type Scored } from './ranking-quality.ts';
import { Replay, type ReplayRules } from './replay.ts';
import { type SimpleSignals, simpleSignals } from './simple-signals.ts';

/** How well invoices were ranked by the chance of being more than so many days late. */
export interface Ranking {
  readonly n: number;
  readonly positives: number;
  /** The sum of the chances: what positives should have been. */
  readonly expected: number;
  readonly auc: number | null;
  readonly ci: readonly [number, number] | null;
  readonly baselines: { readonly [name in keyof SimpleSignals]: number | null };
}

/** What was said of an invoice on the morning of its issue. */
interface Said {
  readonly invoice: PastInvoice;
  readonly forecast: Forecast;
  readonly simple: SimpleSignals;
}

const PPM = 1_000_000;

/** Ranks the later half by issue day, each invoice by what was known before that day. */
export function rankInvoices(
  invoices: readonly PastInvoice[],
  rules: ReplayRules,
  seed: number,
): Readonly<Record<'late0' | 'late15' | 'late30', Ranking>> {
  const from = medianIssueDay(invoices);
  const lastDay = Math.max(...invoices.map(({ issuedOn, settledOn }) => settledOn ?? issuedOn));
  const said: Said[] = [];
  for (const own of byCustomer(invoices).values()) {
    for (const each of saidAtIssue(own, rules, from)) said.push(each);
  }
  const rank = (days: number, chanceOf: (forecast: Forecast) => number) =>
    rankingOf(said, days, chanceOf, { lastDay, seed });
  return {
    late0: rank(0, ({ late0Ppm }) => late0Ppm),
    late15: rank(15, ({ late15Ppm }) => late15Ppm),
    late30: rank(30, ({ late30Ppm }) => late30Ppm),
  };
}

function* saidAtIssue(
  own: readonly PastInvoice[],
  rules: ReplayRules,
  from: number,
): Generator<Said> {
  const replay = new Replay(own, rules);
  const later = own
    .filter(({ issuedOn, settledOn }) => {
      // Entered after it was paid: there was nothing left to foresee.
      const isForeseen = settledOn === null || settledOn >= issuedOn;
      return issuedOn >= from && isForeseen;
    })
    .sort((a, b) => a.issuedOn - b.issuedOn);
  for (const invoice of later) {
    const { forecast } = replay.morningOf(invoice.issuedOn);
    yield { invoice, forecast, simple: simpleSignals(own, invoice.issuedOn) };
  }
}

function rankingOf(
  said: readonly Said[],
  days: number,
  chanceOf: (forecast: Forecast) => number,
  { lastDay, seed }: { readonly lastDay: number; readonly seed: number },
): Ranking {
  const known = said.filter(({ invoice }) => isKnown(invoice, days, lastDay));
  const scored = (scoreOf: (one: Said) => number): Scored[] =>
    known.map((one) => ({
      customerId: one.invoice.customerId,
      score: scoreOf(one),
      isPositive: isLater(one.invoice, days),
    }));
  const cases = scored(({ forecast }) => chanceOf(forecast));
  const expected = cases.reduce((sum, { score }) => sum + score, 0) / PPM;
  return {
    n: cases.length,
    positives: cases.filter(({ isPositive }) => isPositive).length,
    expected,
    auc: auc(cases),
    ci: aucInterval(cases, seed),
    baselines: {
      meanDbt: auc(scored(({ simple }) => simple.meanDbt)),
      recencyRatio: auc(scored(({ simple }) => simple.recencyRatio)),
    },
  };
}

/** Unpaid at the end of the ledger: the outcome is known once it is that late already. */
function isKnown({ settledOn, dueOn }: PastInvoice, days: number, lastDay: number): boolean {
  return settledOn !== null || lastDay - dueOn > days;
}

function isLater(invoice: PastInvoice, days: number): boolean {
  const late = daysLate(invoice);
  return late === null || late > days;
}
