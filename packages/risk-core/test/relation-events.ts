import type { Band, DomainEvent } from '../src/index.ts';
import type { Told } from './shell.ts';

type Of<K extends DomainEvent['kind']> = Extract<Told, { kind: K }>;

/** Short ways to tell what is agreed with a customer, known of it, or decided about it. */
export function covered(
  newMinor: number,
  effectiveOn: number,
  more: Partial<Of<'credit_insurance.cover_changed'>> = {},
): Of<'credit_insurance.cover_changed'> {
  return {
    kind: 'credit_insurance.cover_changed',
    insurer: 'insurer',
    oldMinor: null,
    newMinor,
    currency: 'EUR',
    decision: 'granted',
    effectiveOn,
    maxExtensionDays: null,
    reportWithinDays: null,
    ...more,
  };
}

export function secured(
  securityId: string,
  amountMinor: number,
  effectiveOn: number,
  validTo: number | null = null,
): Of<'security.received'> {
  return {
    kind: 'security.received',
    securityId,
    amountMinor,
    currency: 'EUR',
    effectiveOn,
    validTo,
  };
}

export function matched(
  screeningId: string,
  matchedOn: number,
  matchStrengthPpm: number | null = null,
): Of<'sanctions_screening.matched'> {
  return {
    kind: 'sanctions_screening.matched',
    screeningId,
    listCode: 'EU-CONSOLIDATED',
    matchStrengthPpm,
    matchedOn,
  };
}

export function cleared(screeningId: string, clearedOn: number): Of<'sanctions_screening.cleared'> {
  return { kind: 'sanctions_screening.cleared', screeningId, clearedOn };
}

export function pinned(
  band: Band,
  setOn: number,
  until: number | null = null,
): Of<'risk_override.set'> {
  return { kind: 'risk_override.set', band, until, setOn };
}

export function reported(
  reportedOpenMinor: number,
  asOf: number,
  currency = 'EUR',
): Of<'ledger.reported'> {
  return { kind: 'ledger.reported', asOf, reportedOpenMinor, currency };
}

export function contacted(
  contactedOn: number,
  more: Partial<Of<'contact.recorded'>> = {},
): Of<'contact.recorded'> {
  return { kind: 'contact.recorded', outcome: null, contactedOn, nextContactOn: null, ...more };
}

export function kyc(
  status: Of<'customer.kyc_status_changed'>['status'],
  changedOn: number,
  expiresOn: number | null = null,
): Of<'customer.kyc_status_changed'> {
  return { kind: 'customer.kyc_status_changed', status, expiresOn, changedOn };
}
