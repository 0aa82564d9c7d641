import type { DomainEvent } from '../src/index.ts';
import type { Told } from './shell.ts';

type Of<K extends DomainEvent['kind']> = Extract<Told, { kind: K }>;

type Ordered = Extract<Told, { readonly orderId: string; readonly openMinor: number }>;

type Described = Extract<Told, { readonly sectorCode: string | null }>;

/** Short ways to say what tests say often. Amounts are euro cents unless said otherwise. */
export function issued(
  invoiceId: string,
  issuedOn: number,
  dueOn: number,
  amountMinor: number,
  more: Partial<Of<'invoice.issued'>> = {},
): Of<'invoice.issued'> {
  return {
    kind: 'invoice.issued',
    invoiceId,
    issuedOn,
    dueOn,
    amountMinor,
    currency: 'EUR',
    fxRateNano: null,
    orderId: null,
    ...more,
  };
}

export function received(
  paymentId: string,
  valueOn: number,
  amountMinor: number,
  currency = 'EUR',
): Of<'payment.received'> {
  return { kind: 'payment.received', paymentId, amountMinor, currency, valueOn };
}

export function paid(
  paymentId: string,
  invoiceId: string,
  appliedOn: number,
  amountMinor: number,
  more: Partial<Of<'payment.applied'>> = {},
): Of<'payment.applied'> {
  return {
    kind: 'payment.applied',
    paymentId,
    invoiceId,
    applicationId: null,
    amountMinor,
    discountMinor: 0,
    appliedOn,
    valueOn: null,
    ...more,
  };
}

export function limitOf(newMinor: number | null, effectiveOn: number): Of<'credit_limit.changed'> {
  return {
    kind: 'credit_limit.changed',
    limitKind: 'own',
    newMinor,
    currency: 'EUR',
    insuredMinor: null,
    effectiveOn,
    validTo: null,
  };
}

export function ordered(
  orderId: string,
  on: number,
  amountMinor: number,
  more: Partial<Ordered> = {},
): Ordered {
  const amounts = { amountMinor, openMinor: 0, currency: 'EUR' };
  return { kind: 'order.placed', orderId, ...amounts, on, ...more };
}

/** Master data of the customer, of which most is not told. */
export function described(data: Partial<Described>): Described {
  return {
    kind: 'customer.updated',
    customerKind: null,
    country: null,
    sectorCode: null,
    segment: null,
    branchId: null,
    ownerId: null,
    collectorId: null,
    preferredChannel: null,
    onboardedOn: null,
    ...data,
  };
}
