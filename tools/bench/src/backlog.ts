import {
  BROADCAST_KEY,
  type Codec,
  customerKey,
  type Envelope,
  entryOfRecord,
  headersOf,
  type RecordName,
  type Records,
  TOPICS,
} from '@duewatch/contracts';
import type { BusProducer, OutgoingRecord } from '@duewatch/event-bus';

const DAY_MS = 86_400_000;
const TENANT = 'bench';
const CALENDAR = 'bench';
const FIRST_DAY = 20_454;
/** Days late with which customers pay: most on time, some early, some late. */
const PAY_SHIFTS = [-4, 0, 0, 0, 1, 2, 3] as const;
/** Invoices that a customer gets each day and pays the next day with one payment. */
const INVOICES_PER_DAY = 8;
const EVENTS_PER_DAY = 1 + 2 * INVOICES_PER_DAY;

export interface BacklogOptions {
  readonly events: number;
  /** Business days that the backlog spans; with the events they give the number of customers. */
  readonly days: number;
  readonly partitions: number;
}

/**
 * A backlog as an outage leaves it: business days with their ticks, and on each of them invoices,
 * payments and their applications of many customers, mixed. The same for the same options.
 */
export function* makeBacklog(codec: Codec, options: BacklogOptions): Generator<OutgoingRecord> {
  const { events, days, partitions } = options;
  const customers = Math.ceil(events / (days * EVENTS_PER_DAY));
  let left = events;
  for (let day = FIRST_DAY; left > 0; day += 1) {
    yield* ticks(codec, day, partitions);
    // A customer's documents of a day follow each other, as a payment and billing run post them.
    for (let customer = 0; customer < customers; customer += 1) {
      // On the first day there is nothing to pay yet.
      const first = day === FIRST_DAY ? 1 + INVOICES_PER_DAY : 0;
      for (let nth = first; nth < EVENTS_PER_DAY && left > 0; nth += 1, left -= 1) {
        yield eventOf(codec, customer, day, nth);
      }
    }
  }
}

/** One payment, its applications to the invoices of the day before, and the day's invoices. */
function eventOf(codec: Codec, customer: number, day: number, nth: number): OutgoingRecord {
  const customerId = `C-${customer}`;
  const common = { tenantId: TENANT, legalEntityId: null, customerId, sourceSystem: 'bench' };
  const make = <Name extends RecordName>(name: Name, data: Records[Name]) =>
    record(codec, name, data, customerId, day);
  const amountMinor = 10_000 + (customer % 97) * 1_000;
  const money = { ...common, sourceRef: null, currency: 'EUR' };
  const paid = { ...money, paymentId: `P-${customer}-${day}`, valueOn: day };
  if (nth === 0) {
    const total = { amountMinor: amountMinor * INVOICES_PER_DAY, payerId: null };
    return make('PaymentReceived', { ...paid, ...total, method: 'transfer' });
  }
  if (nth <= INVOICES_PER_DAY) {
    const invoiceId = `I-${customer}-${day - 1}-${nth}`;
    const applied = { applicationId: null, amountMinor, discountMinor: 0, appliedOn: day };
    return make('PaymentApplied', { ...paid, ...applied, invoiceId });
  }
  const shift = PAY_SHIFTS[customer % PAY_SHIFTS.length] ?? 0;
  return make('InvoiceIssued', {
    ...money,
    amountMinor,
    invoiceId: `I-${customer}-${day}-${nth - INVOICES_PER_DAY}`,
    number: null,
    issuedOn: day,
    dueOn: day + 1 - shift,
    taxMinor: null,
    baseAmountMinor: null,
    fxRateNano: null,
    fxDate: null,
    terms: null,
    collectionMethod: null,
    orderId: null,
    deliveryId: null,
    branchId: null,
  });
}

function* ticks(codec: Codec, date: number, partitions: number): Generator<OutgoingRecord> {
  const data: Records['ClockBusinessDayStarted'] = {
    tenantId: TENANT,
    legalEntityId: null,
    sourceSystem: 'bench',
    sourceRef: null,
    calendarId: CALENDAR,
    date,
    weekendDays: [0, 6],
    holidays: [],
  };
  const tick = record(codec, 'ClockBusinessDayStarted', data, null, date);
  for (let partition = 0; partition < partitions; partition += 1) yield { ...tick, partition };
}

let made = 0;

function record<Name extends RecordName>(
  codec: Codec,
  name: Name,
  data: Records[Name],
  subject: string | null,
  day: number,
): OutgoingRecord {
  made += 1;
  const key = subject === null ? BROADCAST_KEY : customerKey(TENANT, subject);
  const envelope: Envelope = {
    id: `bench-${made}`,
    source: '/bench',
    type: entryOfRecord(name).ceType,
    subject,
    time: day * DAY_MS,
    tenantId: TENANT,
    partitionKey: key,
    recordedTime: day * DAY_MS,
    calendarId: CALENDAR,
    suppressed: false,
    correlationId: null,
    causationId: null,
    traceparent: null,
    sourceVersion: 0,
  };
  const headers = headersOf(envelope);
  return { topic: TOPICS.events, key, value: codec.encode(name, data), headers };
}

/** Writes records in sends of the size that the producer likes. */
export async function writeAll(
  producer: BusProducer,
  records: Iterable<OutgoingRecord>,
): Promise<number> {
  let written = 0;
  let waiting: OutgoingRecord[] = [];
  for (const one of records) {
    waiting.push(one);
    if (waiting.length < 5_000) continue;
    await producer.send(waiting);
    written += waiting.length;
    waiting = [];
  }
  await producer.send(waiting);
  return written + waiting.length;
}
