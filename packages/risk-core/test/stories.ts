import fc from 'fast-check';
import type { DisputeOutcome, DomainEvent, DueDateReason, ReversalReason } from '../src/index.ts';
import { type Draw, dossierEvent, dossierKinds } from './dossier-stories.ts';
import { MONDAY } from './shell.ts';

/** One event and the day on which it happens in the business. */
export interface Happening {
  readonly day: number;
  readonly event: DomainEvent;
}

const outcomes: readonly DisputeOutcome[] = ['valid', 'invalid', 'partial', 'withdrawn'];
const dueReasons: readonly DueDateReason[] = ['correction', 'extension', 'plan', 'other'];
const reversals: readonly ReversalReason[] = ['chargeback', 'returned', 'clearing_reset'];

/** Kinds of events of the ledger and of the customer's card; those of the dossier follow. */
const LEDGER_KINDS = 33;

const currencyOf = (id: number) => (id % 5 === 4 ? 'USD' : 'EUR');

/** Turns numbers into an event; small numbers make frequent, ordinary events. */
function eventOf(draw: Draw, at: number): DomainEvent {
  const on = MONDAY + draw.day;
  const invoiceId = `INV-${draw.invoice}`;
  const paymentId = `PAY-${draw.payment}`;
  const amountMinor = draw.amount * 100_00;
  const stamps = { sourceVersion: 0, occurredAtMs: (on * 86_400 + at) * 1_000 };
  const invoice = { ...stamps, invoiceId, amountMinor };
  if (draw.kind >= LEDGER_KINDS) {
    return dossierEvent({ ...draw, kind: draw.kind - LEDGER_KINDS }, on, stamps);
  }
  switch (draw.kind) {
    case 0:
    case 1:
    case 2:
    case 3:
      if (draw.days % 10 === 9) return opening(draw, on, invoice);
      return {
        kind: 'invoice.issued',
        ...invoice,
        issuedOn: on,
        dueOn: on + draw.days,
        currency: currencyOf(draw.invoice),
        fxRateNano: null,
        orderId: draw.days % 3 === 0 ? `ORD-${draw.payment % 3}` : null,
        terms: draw.invoice % 3 === 0 ? { discountPpm: 20_000, discountDays: 10 } : null,
      };
    case 4:
    case 5:
    case 6:
      return {
        kind: 'payment.applied',
        ...invoice,
        paymentId,
        applicationId: null,
        discountMinor: draw.days === 7 ? 5_00 : 0,
        appliedOn: on,
        valueOn: draw.days % 2 === 0 ? null : on - (draw.days % 4),
      };
    case 7:
    case 8:
      return {
        kind: 'payment.received',
        ...stamps,
        paymentId,
        amountMinor: 2 * amountMinor,
        currency: currencyOf(draw.invoice),
        valueOn: on,
      };
    case 9:
      return {
        kind: 'payment.unapplied',
        ...invoice,
        paymentId,
        applicationId: null,
        discountMinor: 0,
        unappliedOn: on,
      };
    case 10:
      return {
        kind: 'invoice.adjusted',
        ...invoice,
        deltaMinor: draw.days * 10_00,
        adjustedOn: on,
      };
    case 11:
      return {
        kind: 'invoice.due_date_changed',
        ...invoice,
        newDueOn: on + draw.days,
        reason: dueReasons[draw.payment % dueReasons.length] ?? 'other',
        changedOn: on,
      };
    case 12:
      return {
        kind: 'invoice.disputed',
        ...invoice,
        disputeId: `DIS-${draw.payment}`,
        disputedOn: on,
      };
    case 13:
      return {
        kind: 'invoice.dispute_resolved',
        ...invoice,
        disputeId: `DIS-${draw.payment}`,
        outcome: outcomes[draw.days % outcomes.length] ?? 'valid',
        creditedMinor: 10_00,
        resolvedOn: on,
      };
    case 14:
      return { kind: 'invoice.voided', ...invoice, voidedOn: on };
    case 15:
      return { kind: 'invoice.written_off', ...invoice, writtenOffOn: on };
    case 16:
      return { kind: 'invoice.write_off_reversed', ...invoice, reversedOn: on };
    case 17:
      return {
        kind: 'payment.reversed',
        ...stamps,
        paymentId,
        amountMinor,
        currency: 'EUR',
        reason: reversals[draw.days % reversals.length] ?? 'returned',
        applications: [{ applicationId: null, invoiceId, amountMinor, discountMinor: 0 }],
        reversedOn: on,
      };
    case 18:
      return {
        kind: 'payment.failed',
        ...stamps,
        attemptId: `ATT-${draw.payment}-${draw.days}`,
        paymentId,
        invoiceId: draw.days % 3 === 0 ? null : invoiceId,
        hardFail: draw.days % 7 === 0,
        failedOn: on,
      };
    case 19:
      return {
        kind: 'promise.made',
        ...stamps,
        promiseId: `PRO-${draw.payment}`,
        invoiceIds: draw.days % 4 === 0 ? [] : [invoiceId, `INV-${draw.payment}`],
        amountMinor,
        currency: 'EUR',
        madeOn: on,
        promisedFor: on + draw.days,
        level: draw.payment % 3,
      };
    case 20:
      return {
        kind: 'promise.withdrawn',
        ...stamps,
        promiseId: `PRO-${draw.payment}`,
        withdrawnOn: on,
      };
    case 21:
      return {
        kind: 'credit_note.issued',
        ...stamps,
        creditNoteId: `CRE-${draw.payment}`,
        amountMinor,
        currency: 'EUR',
        issuedOn: on,
      };
    case 22:
      return {
        kind: 'credit_note.applied',
        ...invoice,
        creditNoteId: `CRE-${draw.payment}`,
        applicationId: null,
        appliedOn: on,
      };
    case 23:
      return {
        kind: 'credit_note.voided',
        ...stamps,
        creditNoteId: `CRE-${draw.payment}`,
        voidedOn: on,
      };
    case 24:
      return {
        kind: 'refund.issued',
        ...stamps,
        refundId: `REF-${draw.days}`,
        paymentId,
        amountMinor,
        currency: 'EUR',
        issuedOn: on,
      };
    case 26:
      return {
        kind: draw.days % 4 === 0 ? 'order.placed' : 'order.changed',
        ...stamps,
        orderId: `ORD-${draw.payment % 3}`,
        amountMinor: 3 * amountMinor,
        openMinor: 3 * amountMinor - (draw.days % 3) * 100_00,
        currency: 'EUR',
        on,
      };
    case 27:
      return {
        kind: 'order.cancelled',
        ...stamps,
        orderId: `ORD-${draw.payment % 3}`,
        cancelledOn: on,
      };
    case 28:
      return {
        kind: draw.days % 4 === 0 ? 'delivery.returned' : 'delivery.dispatched',
        ...stamps,
        deliveryId: `DEL-${draw.payment}`,
        orderId: draw.days % 5 === 0 ? null : `ORD-${draw.payment % 3}`,
        amountMinor,
        currency: 'EUR',
        on,
      };
    case 30:
      return {
        kind: 'payment_plan.agreed',
        ...stamps,
        planId: `PLAN-${draw.payment % 4}`,
        invoiceIds: draw.days % 5 === 0 ? [] : [invoiceId, `INV-${draw.payment}`],
        currency: 'EUR',
        instalments: [0, 7, 21].map((days) => ({ dueOn: on + draw.days + days, amountMinor })),
        agreedOn: on,
      };
    case 31:
      return {
        kind: 'payment_plan.cancelled',
        ...stamps,
        planId: `PLAN-${draw.payment % 4}`,
        cancelledOn: on,
      };
    case 25:
      return {
        kind: 'credit_limit.changed',
        ...stamps,
        limitKind: 'own',
        newMinor: draw.days === 0 ? null : draw.days * 100_00,
        currency: 'EUR',
        insuredMinor: null,
        effectiveOn: on,
        validTo: draw.invoice % 2 === 0 ? null : on + draw.days,
      };
    default:
      return {
        kind: draw.amount % 4 === 0 ? 'customer.registered' : 'customer.updated',
        ...stamps,
        customerKind: null,
        country: draw.invoice % 2 === 0 ? 'DE' : null,
        sectorCode: null,
        segment: draw.days % 2 === 0 ? `S${draw.days}` : null,
        branchId: null,
        ownerId: null,
        collectorId: null,
        preferredChannel: null,
        onboardedOn: draw.days === 9 ? on - 500 : null,
      };
  }
}

/** An item that was open when the ledger was taken over. */
function opening(
  draw: Draw,
  on: number,
  invoice: { sourceVersion: number; occurredAtMs: number; invoiceId: string; amountMinor: number },
): DomainEvent {
  const { amountMinor, ...rest } = invoice;
  return {
    kind: 'ledger.opening',
    ...rest,
    issuedOn: draw.payment % 2 === 0 ? null : on - 10,
    dueOn: on + draw.days - 20,
    openMinor: amountMinor,
    originalMinor: 2 * amountMinor,
    currency: currencyOf(draw.invoice),
    asOf: on,
  };
}

/**
 * Events whose entity has one state only: a second telling with other content is a source's bug.
 */
function singleton(event: DomainEvent): string | null {
  switch (event.kind) {
    case 'invoice.issued':
    case 'ledger.opening':
      return `issue ${event.invoiceId}`;
    case 'payment.received':
      return `receive ${event.paymentId}`;
    case 'credit_note.issued':
      return `credit ${event.creditNoteId}`;
    case 'invoice.disputed':
      return `dispute ${event.invoiceId} ${event.disputeId}`;
    case 'invoice.dispute_resolved':
      return `resolve ${event.invoiceId} ${event.disputeId}`;
    case 'invoice.voided':
      return `void ${event.invoiceId}`;
    case 'payment.reversed':
      return `reverse ${event.paymentId}`;
    case 'payment.failed':
      return `fail ${event.attemptId}`;
    case 'promise.made':
      return `promise ${event.promiseId}`;
    case 'payment_plan.agreed':
      return `agree ${event.planId}`;
    case 'payment_plan.cancelled':
      return `cancel plan ${event.planId}`;
    case 'promise.withdrawn':
      return `withdraw ${event.promiseId}`;
    case 'credit_note.voided':
      return `void credit ${event.creditNoteId}`;
    case 'refund.issued':
      return `refund ${event.refundId}`;
    case 'order.cancelled':
      return `cancel ${event.orderId}`;
    case 'delivery.dispatched':
      return `deliver ${event.deliveryId}`;
    default:
      return null;
  }
}

interface Deal {
  readonly day: number;
  readonly terms: number;
  readonly late: number;
  readonly amount: number;
}

/** An invoice and its payment in full, told in two events or three. */
function eventsOf(deal: Deal, at: number): Happening[] {
  const billed = { kind: 0, day: deal.day, invoice: at, payment: at + 10, days: deal.terms };
  const paidOn = Math.max(deal.day, deal.day + deal.terms + deal.late);
  const settled = { ...billed, kind: 4, day: paidOn, days: 2 };
  const received = { ...billed, kind: 7, day: paidOn, days: 2 };
  const kinds = deal.late % 3 === 0 ? [billed, received, settled] : [billed, settled];
  return kinds.map((draw, index) => ({
    day: MONDAY + draw.day,
    event: eventOf({ ...draw, amount: deal.amount }, 1_000 + 3 * at + index),
  }));
}

/**
 * Stories of one customer in business order: a ledger of invoices that are mostly paid, late or
 * not, and everything else that may happen to them.
 */
export function stories(options: {
  readonly happenings: number;
  readonly deals: number;
  readonly days: number;
}): fc.Arbitrary<Happening[]> {
  const day = fc.integer({ min: 0, max: options.days });
  const amount = fc.integer({ min: 1, max: 12 });
  const draw = fc.record({
    kind: fc.integer({ min: 0, max: LEDGER_KINDS + dossierKinds - 1 }),
    day,
    invoice: fc.integer({ min: 0, max: 12 }),
    payment: fc.integer({ min: 0, max: 12 }),
    amount,
    days: fc.integer({ min: 0, max: 40 }),
  });
  const deal = fc.record({
    day,
    terms: fc.constantFrom(0, 14, 30),
    late: fc.oneof(fc.constant(0), fc.integer({ min: -20, max: 80 })),
    amount,
  });
  const most = { size: 'max' } as const;
  return fc
    .tuple(
      fc.array(draw, { maxLength: options.happenings, ...most }),
      fc.array(deal, { minLength: 1, maxLength: options.deals, ...most }),
    )
    .map(([draws, deals]) => {
      const all = deals.flatMap(eventsOf);
      draws.forEach((each, at) => {
        all.push({ day: MONDAY + each.day, event: eventOf(each, at) });
      });
      return withoutContradictions(all);
    });
}

function withoutContradictions(all: readonly Happening[]): Happening[] {
  const seen = new Set<string>();
  const inOrder = all.slice().sort((a, b) => a.day - b.day);
  return inOrder.filter(({ event }) => {
    const name = singleton(event);
    const isFirst = name === null || !seen.has(name);
    if (name !== null) seen.add(name);
    return isFirst;
  });
}
