import { byCustomer, knownFrom, type PastInvoice } from './past-invoice.ts';
import { randomFrom, shuffled } from './random.ts';
import { Replay, type ReplayRules } from './replay.ts';

/** Days of a mean month. */
const MONTH_DAYS = 365.25 / 12;

/**
 * PAY_DRIFT episodes per 100 customer months when delays are dealt out anew over the whole book:
 * then nobody gets worse, and every alert is a false one.
 */
export function countFalseAlerts(
  invoices: readonly PastInvoice[],
  rules: ReplayRules,
  seeds: readonly number[],
): number | null {
  let alerts = 0;
  let days = 0;
  for (const seed of seeds) {
    for (const own of byCustomer(withDelaysShuffled(invoices, seed)).values()) {
      const first = Math.min(...own.map(knownFrom));
      const last = Math.max(...own.map(({ settledOn }) => settledOn ?? first));
      alerts += episodesOf(own, rules, last);
      days += last - first + 1;
    }
  }
  return days > 0 ? (100 * alerts * MONTH_DAYS) / days : null;
}

/** What is unpaid has no delay to deal out, and is left out. */
function withDelaysShuffled(invoices: readonly PastInvoice[], seed: number): PastInvoice[] {
  const settled = invoices.flatMap((invoice) => {
    const { settledOn, dueOn } = invoice;
    return settledOn === null ? [] : [{ invoice, delay: settledOn - dueOn }];
  });
  const delays = shuffled(
    settled.map(({ delay }) => delay),
    randomFrom(seed),
  );
  return settled.map(({ invoice }, index) => ({
    ...invoice,
    settledOn: Math.max(invoice.issuedOn, invoice.dueOn + (delays[index] ?? 0)),
  }));
}

function episodesOf(own: readonly PastInvoice[], rules: ReplayRules, last: number): number {
  let episodes = 0;
  let isOpen = false;
  for (const { conditions } of new Replay(own, rules).evenings(last)) {
    const holds = conditions.includes('PAY_DRIFT ');
    if (holds && !isOpen) episodes += 1;
    isOpen = holds;
  }
  return episodes;
}
