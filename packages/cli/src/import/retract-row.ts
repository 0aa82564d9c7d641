import { type EpochDay, isoDateOf } from '@duewatch/contracts';
import { type CloudEventJson, instantOf } from '@duewatch/door-client';
import {
  type EventParts,
  type LedgerEventOptions,
  MORNING,
  paymentIdOf,
  rowEvent,
} from './ledger-event.ts';
import { type ChangedRow, isPaymentGone, sentAs } from './manifest.ts';

/** What takes back what an earlier run said of a row and holds no more. */
export function retractionsOf(
  row: ChangedRow,
  day: EpochDay,
  options: LedgerEventOptions,
): CloudEventJson[] {
  const { before, invoice } = row;
  if (before === null) return [];
  const isMoved = before.customerId !== invoice.customerId;
  const isCredit = invoice.amountMinor < 0;
  const wasCredit = before.as === 'credit';
  const wasInvoice = before.as === 'open' || before.as === 'paid';
  const events: CloudEventJson[] = [];
  if (wasCredit && (isMoved || sentAs(invoice) !== 'credit')) {
    events.push(voided(row, 'credit_note.voided', 'creditNoteId', day, options));
  }
  if (isPaymentGone(row)) events.push(paymentReversed(row, day, options));
  if (wasInvoice && (isMoved || isCredit)) {
    events.push(voided(row, 'invoice.voided', 'invoiceId', day, options));
  }
  return events;
}

function voided(
  row: ChangedRow,
  type: 'invoice.voided' | 'credit_note.voided',
  idField: 'invoiceId' | 'creditNoteId',
  day: EpochDay,
  options: LedgerEventOptions,
): CloudEventJson {
  const { invoiceId } = row.invoice;
  const id = `${invoiceId}.voided.${row.version}`;
  const data = { [idField]: invoiceId, voidedOn: isoDateOf(day) };
  return formerEvent(row, options, { id, type, time: instantOf(day, MORNING), data });
}

function paymentReversed(
  row: ChangedRow,
  day: EpochDay,
  options: LedgerEventOptions,
): CloudEventJson {
  const { before, invoice, version } = row;
  const data = {
    paymentId: paymentIdOf(invoice.invoiceId, before?.reversals ?? 0),
    amountMinor: before?.amountMinor ?? 0,
    currency: before?.currency,
    reason: 'other',
    applications: [],
    reversedOn: isoDateOf(day),
  };
  const id = `${invoice.invoiceId}.reversed.${version}`;
  const time = instantOf(day, MORNING);
  return formerEvent(row, options, { id, type: 'payment.reversed', time, data });
}

/** About the customer that the row was of before. */
function formerEvent(
  row: ChangedRow,
  options: LedgerEventOptions,
  parts: EventParts,
): CloudEventJson {
  const customerId = row.before?.customerId ?? row.invoice.customerId;
  return { ...rowEvent(row, options, parts), subject: customerId };
}
