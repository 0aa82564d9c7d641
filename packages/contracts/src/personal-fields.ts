import type { CeType } from './catalogue.ts';

/**
 * What the door accepts beyond the fields of an event's record and keeps out of `ar.events`:
 * names, numbers, contacts and free text. `card` names fields of `CustomerCard` (shape and lengths
 * are in its schema); when any of them is given, the card is replaced whole. `texts` are free text
 * by their greatest length; those given with one event become one `CustomerNote`.
 */
export interface PersonalFields {
  readonly card: readonly CardField[];
  readonly texts: Readonly<Record<string, number>>;
}

/** A field of `CustomerCard` that a source may send. */
export type CardField =
  | 'legalName'
  | 'tradingName'
  | 'registrationNo'
  | 'taxNo'
  | 'address'
  | 'contacts';

const CARD: PersonalFields = {
  card: ['legalName', 'tradingName', 'registrationNo', 'taxNo', 'address', 'contacts'],
  texts: {},
};

const NOTE: PersonalFields = { card: [], texts: { note: 1000 } };

const CASE: PersonalFields = { card: [], texts: { court: 200, holder: 200, note: 1000 } };

/** Personal fields by CloudEvents type. A type that is not listed accepts none. */
export const personalFields: Readonly<Partial<Record<CeType, PersonalFields>>> = {
  'io.duewatch.ar.customer.registered': CARD,
  'io.duewatch.ar.customer.updated': CARD,
  'io.duewatch.ar.contact.recorded': NOTE,
  'io.duewatch.ar.credit_limit.changed': NOTE,
  'io.duewatch.ar.credit_limit.increase_requested': NOTE,
  'io.duewatch.ar.credit_hold.applied': NOTE,
  'io.duewatch.ar.credit_hold.released': NOTE,
  'io.duewatch.ar.order.cancelled': NOTE,
  'io.duewatch.ar.delivery.returned': NOTE,
  'io.duewatch.ar.invoice.adjusted': NOTE,
  'io.duewatch.ar.invoice.voided': NOTE,
  'io.duewatch.ar.invoice.disputed': NOTE,
  'io.duewatch.ar.invoice.dispute_resolved': NOTE,
  'io.duewatch.ar.invoice.written_off': NOTE,
  'io.duewatch.ar.invoice.write_off_reversed': NOTE,
  'io.duewatch.ar.credit_note.voided': NOTE,
  'io.duewatch.ar.promise.made': NOTE,
  'io.duewatch.ar.promise.withdrawn': NOTE,
  'io.duewatch.ar.payment_plan.agreed': NOTE,
  'io.duewatch.ar.payment_plan.cancelled': NOTE,
  'io.duewatch.ar.judgment.registered': CASE,
  'io.duewatch.ar.tax_default.registered': CASE,
  'io.duewatch.ar.charge.registered': CASE,
  'io.duewatch.ar.registry.changed': { card: [], texts: { oldText: 500, newText: 500 } },
  'io.duewatch.ar.risk_override.set': NOTE,
  'io.duewatch.ar.risk_override.cleared': NOTE,
};
