import { onOrAfter } from '../src/calendar/business-days.ts';
import { meanDaysUp, shareUp } from '../src/features/measure.ts';
import { keyOf } from '../src/identity/hash.ts';
import type { Assessment, DomainEvent, World } from '../src/index.ts';
import { createStats, driftMilli, stepStats } from '../src/state/settlement-stats.ts';

interface Application {
  readonly paymentId: string;
  readonly on: number;
  readonly amount: number;
  readonly discount: number;
}

interface Invoice {
  readonly id: string;
  readonly issuedOn: number;
  dueOn: number;
  /** The due day that only corrections move. */
  firstDueOn: number;
  open: number;
  readonly amount: number;
  readonly applications: Application[];
  readonly disputes: Map<string, { amount: number; isOpen: boolean; from: number; to: number }>;
  isVoided: boolean;
}

/** What a batch run over all events of a customer says on a day. */
export type BatchAnswer = Pick<
  Assessment,
  | 'openMinor'
  | 'unappliedMinor'
  | 'disputedMinor'
  | 'cleanOverdueMinor'
  | 'oldestCleanDays'
  | 'dbt30MilliDays'
  | 'dbt90MilliDays'
  | 'dbt365MilliDays'
  | 'lateSharePpm'
  | 'driftMilliDays'
  | 'settledCount'
  | 'failedPayments90'
  | 'ageing'
>;

/**
 * The same answers as the fold's, worked out the slow way: all invoices in memory, every sum made
 * afresh from the definitions. It knows one currency, and invoices, payments in full or in part,
 * disputes, voids and failures; that is what a plain ledger holds.
 */
export function batchAnswer(
  events: readonly DomainEvent[],
  today: number,
  world: World,
): BatchAnswer {
  const invoices = invoicesOf(events);
  const live = [...invoices.values()].filter(({ isVoided }) => !isVoided);
  const received = new Map<string, number>();
  let failed = 0;
  for (const event of events) {
    if (event.kind === 'payment.received') received.set(event.paymentId, event.amountMinor);
    if (event.kind === 'payment.failed' && event.failedOn > today - 90) failed += 1;
  }
  for (const invoice of live) {
    for (const { paymentId, amount } of invoice.applications) {
      const left = received.get(paymentId);
      if (left !== undefined) received.set(paymentId, left - amount);
    }
  }
  const surplus = live.reduce((sum, { open }) => sum + Math.max(0, -open), 0);
  const free = [...received.values()].reduce((sum, left) => sum + Math.max(0, left), 0);
  const items = live
    .filter(({ open }) => open > 0)
    .map((invoice) => openItem(invoice, world, today));
  items.sort((a, b) => a.ageFrom - b.ageFrom);
  return {
    openMinor: items.reduce((sum, { open }) => sum + open, 0),
    unappliedMinor: free + surplus,
    disputedMinor: items.reduce((sum, { open, clean }) => sum + open - clean, 0),
    ...overdueOf(items, free + surplus, today, world, live),
    ...settlementsOf(live, world),
    lateSharePpm: lateShare(live, today, world),
    failedPayments90: failed,
    ageing: ageingOf(items),
  };
}

function invoicesOf(events: readonly DomainEvent[]): Map<string, Invoice> {
  const invoices = new Map<string, Invoice>();
  for (const event of events) {
    if (event.kind !== 'invoice.issued') continue;
    const { invoiceId: id, issuedOn, dueOn, amountMinor: amount } = event;
    invoices.set(id, {
      id,
      issuedOn,
      dueOn,
      firstDueOn: dueOn,
      amount,
      open: amount,
      applications: [],
      disputes: new Map(),
      isVoided: false,
    });
  }
  for (const event of events) {
    const invoice = 'invoiceId' in event ? invoices.get(event.invoiceId ?? '') : undefined;
    if (invoice) changeInvoice(invoice, event);
  }
  return invoices;
}

function changeInvoice(invoice: Invoice, event: DomainEvent): void {
  switch (event.kind) {
    case 'payment.applied':
      invoice.open -= event.amountMinor + event.discountMinor;
      invoice.applications.push({
        paymentId: event.paymentId,
        on: event.valueOn ?? event.appliedOn,
        amount: event.amountMinor,
        discount: event.discountMinor,
      });
      break;
    case 'invoice.due_date_changed':
      invoice.dueOn = event.newDueOn;
      if ((event.reason ?? 'correction') === 'correction') invoice.firstDueOn = event.newDueOn;
      break;
    case 'invoice.adjusted':
      invoice.open += event.deltaMinor;
      break;
    case 'invoice.disputed':
      invoice.disputes.set(event.disputeId, {
        amount: event.amountMinor,
        isOpen: true,
        from: event.disputedOn,
        to: Number.MAX_SAFE_INTEGER,
      });
      break;
    case 'invoice.dispute_resolved': {
      const dispute = invoice.disputes.get(event.disputeId);
      if (!dispute) break;
      dispute.isOpen = false;
      dispute.to = event.resolvedOn;
      break;
    }
    case 'invoice.voided':
      invoice.isVoided = true;
      break;
    default:
      break;
  }
}

interface OpenItem {
  readonly open: number;
  readonly clean: number;
  readonly ageFrom: number;
  readonly days: number;
  readonly isPastDue: boolean;
}

function openItem(invoice: Invoice, { calendar }: World, today: number): OpenItem {
  const ageFrom = onOrAfter(calendar, invoice.dueOn);
  const disputed = [...invoice.disputes.values()]
    .filter(({ isOpen }) => isOpen)
    .reduce((sum, { amount }) => sum + amount, 0);
  return {
    open: invoice.open,
    clean: Math.max(0, invoice.open - disputed),
    ageFrom,
    days: today - ageFrom,
    isPastDue: today >= onOrAfter(calendar, ageFrom + 1),
  };
}

function overdueOf(
  items: readonly OpenItem[],
  cash: number,
  today: number,
  world: World,
  live: readonly Invoice[],
) {
  const { graceDays, ignoreBelowMinor } = world.policy.overdue;
  let left = cash;
  let overdue = 0;
  let oldestDays = 0;
  let dueClean = 0;
  let dueAge = 0;
  for (const item of items) {
    if (item.days < 0) continue;
    const covered = Math.min(left, item.clean);
    left -= covered;
    const bare = item.clean - covered;
    dueClean += bare;
    dueAge += bare * item.days;
    if (!item.isPastDue || item.days <= graceDays) continue;
    overdue += bare;
    if (oldestDays === 0 && overdue >= ignoreBelowMinor && overdue > 0) oldestDays = item.days;
  }
  const dbt = (window: number) => {
    let weight = dueClean;
    let sum = dueAge;
    for (const invoice of live) {
      const ageFrom = onOrAfter(world.calendar, invoice.dueOn);
      const lateFrom = onOrAfter(world.calendar, invoice.firstDueOn);
      const isIn = ageFrom <= today && (invoice.open !== 0 || ageFrom > today - window);
      for (const { amount, on } of isIn ? invoice.applications : []) {
        weight += amount;
        sum += amount * Math.max(0, on - lateFrom);
      }
    }
    return meanDaysUp(sum, weight);
  };
  return {
    cleanOverdueMinor: overdue,
    oldestCleanDays: oldestDays,
    dbt30MilliDays: dbt(30),
    dbt90MilliDays: dbt(90),
    dbt365MilliDays: dbt(365),
  };
}

function settlementsOf(live: readonly Invoice[], world: World) {
  const settled = live
    .filter(({ open, applications }) => open === 0 && applications.length > 0)
    .map((invoice) => ({
      key: keyOf(`I${invoice.id}`),
      invoice,
      on: Math.max(...invoice.applications.map(({ on }) => on)),
      lateFrom: onOrAfter(world.calendar, invoice.firstDueOn),
    }))
    .sort((a, b) => a.on - b.on || a.key - b.key);
  const stats = createStats();
  for (const { on, key, lateFrom, invoice } of settled) {
    // What was contested and not lost is the supplier's time; the ledgers here lose none.
    const contested = [...invoice.disputes.values()].map(
      ({ from, to }) => Math.min(to, on) - Math.max(from, lateFrom),
    );
    stepStats(stats, on, key, on - lateFrom - Math.max(0, ...contested), world.policy);
  }
  return {
    settledCount: settled.length,
    driftMilliDays: settled.length > 0 ? driftMilli(stats) : null,
  };
}

function lateShare(live: readonly Invoice[], today: number, world: World): number | null {
  let all = 0;
  let late = 0;
  for (const invoice of live) {
    const lateFrom = onOrAfter(world.calendar, invoice.firstDueOn);
    for (const { on, amount } of invoice.applications) {
      if (on <= today - 180) continue;
      all += amount;
      if (on - lateFrom > world.policy.behaviour.lateAboveDays) late += amount;
    }
  }
  return shareUp(late, all);
}

function ageingOf(items: readonly OpenItem[]): BatchAnswer['ageing'] {
  const sumOf = (from: number, to: number) =>
    items
      .filter(({ isPastDue, days }) => isPastDue && days > from && days <= to)
      .reduce((sum, { open }) => sum + open, 0);
  const current = items
    .filter(({ isPastDue }) => !isPastDue)
    .reduce((sum, { open }) => sum + open, 0);
  return [
    { bucket: 'current', baseMinor: current },
    { bucket: 'd1_30', baseMinor: sumOf(0, 30) },
    { bucket: 'd31_60', baseMinor: sumOf(30, 60) },
    { bucket: 'd61_90', baseMinor: sumOf(60, 90) },
    { bucket: 'd91_120', baseMinor: sumOf(90, 120) },
    { bucket: 'over_120', baseMinor: sumOf(120, Number.MAX_SAFE_INTEGER) },
  ];
}
