import { byCustomer, medianIssueDay, type PastInvoice } from './past-invoice.ts';
import { auc, type Scored } from './ranking-quality.ts';
import { Replay, type ReplayRules } from './replay.ts';

/** How well customers whose payments began to come later are told from those as they were. */
export interface Onset {
  readonly d30: number | null;
  readonly d60: number | null;
  readonly d90: number | null;
}

const PROBE_DAYS = [30, 60, 90] as const;
const LEAST_SETTLED_BEFORE = 3;
const LEAST_DUE_AFTER = 2;

/**
 * From the median issue day every payment of a customer comes so many days later. Scored by the
 * profile's drift evidence, each shifted customer against each as it was.
 */
export function detectOnset<Name extends string>(
  invoices: readonly PastInvoice[],
  rules: ReplayRules,
  shifts: Readonly<Record<Name, number>>,
): Readonly<Record<Name, Onset>> {
  const from = medianIssueDay(invoices);
  const customers = [...byCustomer(invoices).values()].filter((own) => isTold(own, from));
  const untouched = customers.map((own) => evidenceOf(own, rules, from));
  const measured = (Object.entries(shifts) as [Name, number][]).map(([name, days]) => {
    const shifted = customers.map((own) => evidenceOf(later(own, from, days), rules, from));
    return [name, onsetOf(untouched, shifted)] as const;
  });
  return Object.fromEntries(measured) as Record<Name, Onset>;
}

/** Enough of it before and after for a change to be seen at all. */
function isTold(own: readonly PastInvoice[], from: number): boolean {
  const settled = own.filter(({ settledOn }) => settledOn !== null && settledOn < from);
  const due = own.filter(({ dueOn }) => dueOn > from);
  return settled.length >= LEAST_SETTLED_BEFORE && due.length >= LEAST_DUE_AFTER;
}

function later(own: readonly PastInvoice[], from: number, days: number): readonly PastInvoice[] {
  return own.map((invoice) => {
    const { settledOn } = invoice;
    return settledOn === null || settledOn < from
      ? invoice
      : { ...invoice, settledOn: settledOn + days };
  });
}

/** Drift evidence on the evening of each probe day. */
function evidenceOf(
  own: readonly PastInvoice[],
  rules: ReplayRules,
  from: number,
): readonly number[] {
  const replay = new Replay(own, rules);
  return PROBE_DAYS.map((days) => replay.eveningOf(from + days).cusumMilli ?? 0);
}

function onsetOf(untouched: readonly (readonly number[])[], shifted: typeof untouched): Onset {
  const at = (probe: number) => {
    const cases = (copies: typeof untouched, isPositive: boolean): Scored[] =>
      copies.map((evidence) => ({ customerId: '', score: evidence[probe] ?? 0, isPositive }));
    return auc([...cases(untouched, false), ...cases(shifted, true)]);
  };
  return { d30: at(0), d60: at(1), d90: at(2) };
}
