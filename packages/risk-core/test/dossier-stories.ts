import type { DomainEvent, Stamped } from '../src/index.ts';
import {
  filed,
  noticed,
  registered,
  registryChanged,
  satisfied,
  scored,
  traded,
} from './dossier-events.ts';
import { limitOf } from './events.ts';
import { covered, matched, pinned, reported, secured } from './relation-events.ts';
import type { Told } from './shell.ts';

/** Numbers drawn for one event of a random story. */
export interface Draw {
  readonly kind: number;
  readonly day: number;
  readonly invoice: number;
  readonly payment: number;
  readonly amount: number;
  readonly days: number;
}

const courtKinds = ['judgment.registered', 'tax_default.registered', 'charge.registered'] as const;
const stages = ['petition', 'moratorium', 'liquidation', 'unknown'] as const;
const aspects = [
  'status',
  'director',
  'owner',
  'strike_off',
  'ceased_trading',
  'accounts_overdue',
] as const;
const codes = [null, 'strike_off', 'ceased', 'cleared', 'active'];

/** What may happen beside the ledger. Each line is as likely as one kind of ledger event. */
const kinds: readonly ((draw: Draw, on: number) => Told)[] = [
  ({ amount, payment, days }, on) =>
    scored(8 * amount, on - (days % 3), { provider: `bureau-${payment % 6}` }),
  ({ amount, payment, days }, on) =>
    registered(`C-${payment}`, on - days, {
      kind: courtKinds[days % 3] ?? 'judgment.registered',
      amountMinor: days % 5 === 0 ? null : amount * 1_000_00,
    }),
  ({ payment }, on) => satisfied(`C-${payment}`, on),
  ({ payment, days, amount }, on) =>
    noticed(`N-${payment % 3}`, stages[amount % stages.length] ?? 'unknown', on, days % 4 === 0),
  ({ payment, days, amount }, on) =>
    registryChanged(
      aspects[payment % aspects.length] ?? 'other',
      on - (days % 5),
      codes[days % codes.length] ?? null,
      amount % 2 === 0 ? 'active' : null,
    ),
  ({ amount, payment, days }, on) =>
    filed(on - 90 - 100 * (payment % 4), {
      ebitMinor: amount % 5 === 0 ? null : (amount - 8) * 100_000,
      equityMinor: (days - 10) * 20_000,
      debtMinor: amount * 100_000,
    }),
  ({ amount, payment, days }, on) =>
    traded(on - (days % 4), { provider: `bureau-${payment % 6}`, dbtMilliDays: amount * 1_000 }),
];

/** What is agreed with the customer, known of it, or decided about it. */
const relationKinds: readonly ((draw: Draw, on: number) => Told)[] = [
  ({ payment, days, amount, invoice }, on) => ({
    ...limitOf(days === 0 ? null : amount * 300_00, on + (payment % 4) * 10),
    limitKind: limitKinds[payment % 4] ?? 'own',
    currency: invoice % 4 === 0 ? 'USD' : 'EUR',
    insuredMinor: days % 5 === 0 ? amount * 100_00 : null,
    validTo: invoice % 2 === 0 ? null : on + 3 * days,
  }),
  ({ payment, amount }, on) => ({
    kind: 'credit_limit.increase_requested',
    requestId: `REQ-${payment % 3}`,
    requestedMinor: amount * 500_00,
    currency: 'EUR',
    requestedOn: on,
  }),
  ({ payment, amount, days }, on) => ({
    ...covered(payment % 4 === 0 ? 0 : amount * 200_00, on + (days % 3) * 15),
    insurer: `insurer-${payment % 2}`,
    decision: decisions[days % 4] ?? 'unknown',
    reportWithinDays: days % 2 === 0 ? days : null,
  }),
  ({ payment, amount, days, invoice }, on) => ({
    ...secured(`SEC-${payment % 3}`, amount * 100_00, on),
    currency: invoice % 3 === 0 ? 'USD' : 'EUR',
    validTo: days % 2 === 0 ? null : on + 2 * days,
  }),
  ({ payment, days }, on) => ({
    kind: 'security.expired',
    securityId: `SEC-${payment % 3}`,
    effectiveOn: on + (days % 4),
  }),
  ({ payment, days }, on) => ({
    kind: days % 2 === 0 ? 'credit_hold.applied' : 'credit_hold.released',
    holdId: payment % 3 === 0 ? null : `HOLD-${payment % 3}`,
    scope: holdScopes[days % 3] ?? 'all',
    effectiveOn: on,
  }),
  ({ days }, on) => ({
    kind: 'customer.kyc_status_changed',
    status: kycStatuses[days % 4] ?? 'passed',
    expiresOn: days % 5 === 0 ? null : on + days,
    changedOn: on,
  }),
  ({ payment, days }, on) =>
    days % 2 === 0
      ? matched(`SCR-${payment % 2}`, on)
      : { kind: 'sanctions_screening.cleared', screeningId: `SCR-${payment % 2}`, clearedOn: on },
  ({ days, payment }, on) => ({
    ...pinned(bandNames[payment % 5] ?? 'B', on),
    until: days % 4 === 0 ? null : on + days,
  }),
  (_, on) => ({ kind: 'risk_override.cleared', clearedOn: on }),
  ({ days, payment }, on) => ({
    kind: 'contact.recorded',
    outcome: outcomes[payment % 3] ?? null,
    contactedOn: on,
    nextContactOn: days % 3 === 0 ? null : on + days,
  }),
  ({ days, payment }, on) => ({
    kind: 'payment_terms.changed',
    oldTerms: payment % 2 === 0 ? null : { basis: 'net', days: 14 },
    newTerms: { basis: days % 3 === 0 ? 'eom' : 'net', days },
    effectiveOn: on + (payment % 3) * 7,
  }),
  ({ invoice, days }, on) => ({
    kind: 'invoice.due_date_changed',
    invoiceId: `INV-${invoice}`,
    newDueOn: on + days,
    changedOn: on,
    reason: 'extension',
  }),
  ({ days }, on) => ({
    kind: 'payment_method.changed',
    newMethod: 'direct_debit',
    mandateStatus: days % 2 === 0 ? 'revoked' : 'active',
    changedOn: on,
  }),
  ({ days, payment }, on) => ({
    kind: 'dunning.level_reached',
    level: payment % 4,
    reachedOn: on + (days % 2),
  }),
  ({ days, payment }, on) => ({
    kind: 'dunning.paused',
    invoiceIds: payment % 3 === 0 ? ['INV-1'] : [],
    pausedOn: on,
    until: days % 3 === 0 ? null : on + days,
  }),
  (_, on) => ({ kind: 'dunning.finished', finishedOn: on }),
  ({ payment, invoice }, on) => ({
    kind: 'customer.hierarchy_changed',
    parentId: payment % 3 === 0 ? null : `P-${payment}`,
    relation: 'subsidiary',
    sharesLimit: invoice % 2 === 0,
    effectiveOn: on,
  }),
  ({ amount, payment }, on) => reported(amount * 100_00, on - (payment % 3)),
];

const limitKinds = ['own', 'insured', 'temporary', 'other'] as const;
const decisions = ['granted', 'reduced', 'withdrawn', 'unknown'] as const;
const holdScopes = ['orders', 'deliveries', 'all'] as const;
const kycStatuses = ['passed', 'failed', 'expired', 'pending'] as const;
const bandNames = ['A', 'B', 'C', 'D', 'E'] as const;
const outcomes = [null, 'credit_review', 'insurer_reported'] as const;

const all = [...kinds, ...relationKinds];

/** How many kinds there are. */
export const dossierKinds = all.length;

/** The event of a draw whose kind counts from zero. */
export function dossierEvent(draw: Draw, on: number, stamps: Stamped): DomainEvent {
  const tell = all[draw.kind] ?? all[0];
  if (!tell) throw new RangeError(`no event of kind ${draw.kind}`);
  return { ...tell(draw, on), ...stamps } as DomainEvent;
}
