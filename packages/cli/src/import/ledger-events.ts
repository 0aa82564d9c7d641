import { type EpochDay, epochDayOf, isoDateOf } from '@duewatch/contracts';
import { type CloudEventJson, instantOf } from '@duewatch/door-client';
import {
  event,
  type LedgerEventOptions,
  MIDNIGHT,
  MORNING,
  NOON,
  paymentIdOf,
  rowEvent,
} from './ledger-event.ts';
import { type ChangedRow, sentAs } from './manifest.ts';
import { retractionsOf } from './retract-row.ts';

/** What one row makes happen, in the order of the day that it happens on. */
interface Happening {
  readonly day: EpochDay;
  /** Of the day: invoices before payments, because a payment of the same day informs no invoice. */
  readonly order: number;
  readonly row: ChangedRow;
  make(): CloudEventJson[];
}

/**
 * The rows as events in business-time order, each day begun by its tick and ended by the note that
 * its cash is complete. Deterministic: the same rows give the same events with the same ids.
 */
export function* ledgerEvents(
  rows: readonly ChangedRow[],
  options: LedgerEventOptions,
): Generator<CloudEventJson> {
  const happenings = rows
    .flatMap((row) => happeningsOf(row, options))
    .sort((a, b) => a.day - b.day || a.order - b.order || a.row.line - b.row.line);
  const last = happenings.at(-1);
  if (last === undefined) return;
  let today = options.after;
  for (const happening of happenings) {
    // What lies before days already lived through is sent as the late news that it is.
    for (const day of daysTo(happening.day, today)) {
      yield* dayBegins(day, options);
      today = day;
    }
    yield* happening.make();
  }
}

/** The last day that the calendar is brought to by these rows. */
export function lastDayOf(rows: readonly ChangedRow[], after: EpochDay | null): EpochDay | null {
  let last = after;
  for (const { invoice } of rows) {
    if (sentAs(invoice) === 'used_credit') continue;
    const day = Math.max(invoice.issuedOn, invoice.settledOn ?? invoice.issuedOn);
    last = last === null ? day : Math.max(last, day);
  }
  return last;
}

function* daysTo(day: EpochDay, today: EpochDay | null): Generator<EpochDay> {
  for (let next = today === null ? day : today + 1; next <= day; next += 1) yield next;
}

function happeningsOf(row: ChangedRow, options: LedgerEventOptions): Happening[] {
  const facts = factsOf(row, options);
  // A ledger does not say since when something holds no more: today, then.
  const day = options.after ?? row.invoice.issuedOn;
  const retractions = retractionsOf(row, day, options);
  if (retractions.length === 0) return facts;
  return [{ day, order: -1, row, make: () => retractions }, ...facts];
}

function factsOf(row: ChangedRow, options: LedgerEventOptions): Happening[] {
  const { invoice } = row;
  const { settledOn } = invoice;
  if (invoice.amountMinor < 0) {
    // A credit that is used up lies on invoices, which have rows of their own.
    if (sentAs(invoice) === 'used_credit') return [];
    return [{ day: invoice.issuedOn, order: 0, row, make: () => [creditNote(row, options)] }];
  }
  // Entered after it was paid: the invoice must be known before the money that settles it.
  const knownOn = Math.min(invoice.issuedOn, settledOn ?? invoice.issuedOn);
  const issued = { day: knownOn, order: 0, row, make: () => [invoiceIssued(row, options)] };
  if (settledOn === null) return [issued];
  const paid = { day: settledOn, order: 1, row, make: () => payment(row, settledOn, options) };
  return [issued, paid];
}

/** The tick of a day, and that the cash of the day before is complete. */
export function* dayBegins(day: EpochDay, options: LedgerEventOptions): Generator<CloudEventJson> {
  const { map } = options;
  const { id: calendarId, weekendDays, holidays } = map.calendar;
  const around = holidays.filter((holiday) => {
    const on = epochDayOf(holiday);
    return on !== undefined && on >= day - 40 && on <= day + 400;
  });
  const businessDate = isoDateOf(day - 1);
  yield event(options, {
    id: `cash-${businessDate}`,
    type: 'feed.completed',
    time: instantOf(day, MIDNIGHT),
    data: { source: map.source, businessDate },
  });
  yield event(options, {
    id: `day-${isoDateOf(day)}`,
    type: 'clock.business_day_started',
    time: instantOf(day, MIDNIGHT),
    data: { calendarId, date: isoDateOf(day), weekendDays, holidays: around },
  });
}

function invoiceIssued(row: ChangedRow, options: LedgerEventOptions): CloudEventJson {
  const { invoiceId, issuedOn, dueOn, amountMinor, currency } = row.invoice;
  return rowEvent(row, options, {
    id: `${invoiceId}.issued.${row.version}`,
    type: 'invoice.issued',
    time: instantOf(issuedOn, MORNING),
    data: {
      invoiceId,
      issuedOn: isoDateOf(issuedOn),
      dueOn: isoDateOf(dueOn),
      amountMinor,
      currency,
    },
  });
}

function payment(
  row: ChangedRow,
  settledOn: EpochDay,
  options: LedgerEventOptions,
): CloudEventJson[] {
  const { invoiceId, amountMinor, currency } = row.invoice;
  const paymentId = paymentIdOf(invoiceId, row.reversals);
  const on = isoDateOf(settledOn);
  const money = { paymentId, amountMinor, currency, valueOn: on };
  return [
    rowEvent(row, options, {
      id: `${invoiceId}.received.${row.version}`,
      type: 'payment.received',
      time: instantOf(settledOn, NOON),
      data: { ...money, method: 'other' },
    }),
    rowEvent(row, options, {
      id: `${invoiceId}.applied.${row.version}`,
      type: 'payment.applied',
      time: instantOf(settledOn, NOON),
      data: { ...money, invoiceId, discountMinor: 0, appliedOn: on },
    }),
  ];
}

function creditNote(row: ChangedRow, options: LedgerEventOptions): CloudEventJson {
  const { invoiceId, issuedOn, amountMinor, currency } = row.invoice;
  return rowEvent(row, options, {
    id: `${invoiceId}.credit.${row.version}`,
    type: 'credit_note.issued',
    time: instantOf(issuedOn, MORNING),
    data: {
      creditNoteId: invoiceId,
      amountMinor: -amountMinor,
      currency,
      reason: 'goodwill',
      issuedOn: isoDateOf(issuedOn),
    },
  });
}
