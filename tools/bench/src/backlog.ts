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
/** Every customer is billed monthly and pays a few days early or late; four events a month. */
const EVENTS_PER_MONTH = 4;
const PAY_SHIFTS = [-4, 0, 2, 3, 6, 11, 25] as const;

export interface BacklogOptions {
  readonly events: number;
  readonly customers: number;
  readonly partitions: number;
}

/**
 * A backlog as an outage leaves it: business days with their ticks, and on each of them invoices,
 * payments and their applications of many customers, mixed. The same for the same options.
 */
export function* makeBacklog(codec: Codec, options: BacklogOptions): Generator<OutgoingRecord> {
  const { events, customers, partitions } = options;
  const perMonth = customers * EVENTS_PER_MONTH;
  const days = Math.ceil(events / perMonth) * 30;
  let left = events;
  for (let day = 0; day < days && left > 0; day += 1) {
    yield* ticks(codec, FIRST_DAY + day, partitions);
    for (let customer = day % 30; customer < customers && left > 0; customer += 30) {
      for (const record of monthOf(codec, customer, FIRST_DAY + day)) {
        if (left === 0) break;
        left -= 1;
        yield record;
      }
    }
  }
}

function* monthOf(codec: Codec, customer: number, day: number): Generator<OutgoingRecord> {
  const customerId = `C-${customer}`;
  const common = { tenantId: TENANT, legalEntityId: null, customerId, sourceSystem: 'bench' };
  const before = day - 30;
  const shift = PAY_SHIFTS[customer % PAY_SHIFTS.length] ?? 0;
  const amountMinor = 10_000 + (customer % 97) * 1_000;
  const money = { amountMinor, currency: 'EUR', sourceRef: null };
  const make = <Name extends RecordName>(name: Name, data: Records[Name]) =>
    record(codec, name, data, customerId, day);
  yield make('InvoiceIssued', {
    ...common,
    ...money,
    invoiceId: `I-${customer}-${day}`,
    number: null,
    issuedOn: day,
    dueOn: day + 28 - shift,
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
  if (before < FIRST_DAY) return;
  const paymentId = `P-${customer}-${day}`;
  const paid = { ...common, ...money, paymentId, valueOn: day };
  yield make('PaymentReceived', { ...paid, method: 'transfer', payerId: null });
  yield make('PaymentApplied', {
    ...paid,
    invoiceId: `I-${customer}-${before}`,
    applicationId: null,
    discountMinor: 0,
    appliedOn: day,
  });
  yield make('CreditLimitChanged', {
    ...common,
    sourceRef: null,
    limitKind: 'own',
    oldMinor: null,
    newMinor: 500_000,
    currency: 'EUR',
    insuredMinor: null,
    effectiveOn: day,
    validTo: null,
    approvedBy: null,
    reasonCode: null,
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
