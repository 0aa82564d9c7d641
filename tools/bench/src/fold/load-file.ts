import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { isoDateOf, isoInstantOf } from '@duewatch/contracts';

const DAY_MS = 86_400_000;
const FIRST_DAY = 20_454;
/** Days late with which customers pay: most on time, some early, some late. */
const PAY_SHIFTS = [-4, 0, 0, 0, 1, 2, 3] as const;
/** Invoices that a customer gets each day and pays the next day with one payment. */
const INVOICES_PER_DAY = 2;
export const EVENTS_PER_DAY = 1 + 2 * INVOICES_PER_DAY;

export interface LoadOptions {
  readonly events: number;
  readonly customers: number;
}

/** Lines of a file of events, the same for the same options: business days of many customers. */
export function* loadLines({ events, customers }: LoadOptions): Generator<string> {
  let told = 0;
  for (let day = FIRST_DAY; told < events; day += 1) {
    yield tick(day);
    for (let customer = 0; customer < customers && told < events; customer += 1) {
      // On the first day there is nothing to pay yet.
      const first = day === FIRST_DAY ? 1 + INVOICES_PER_DAY : 0;
      for (let nth = first; nth < EVENTS_PER_DAY && told < events; nth += 1) {
        told += 1;
        yield line(customer, day, nth);
      }
    }
  }
}

/** Writes them; answers how many bytes. */
export async function writeLoad(path: string, options: LoadOptions): Promise<number> {
  const file = createWriteStream(path);
  let lines: string[] = [];
  const flush = async (): Promise<void> => {
    if (!file.write(`${lines.join('\n')}\n`)) await once(file, 'drain');
    lines = [];
  };
  for (const each of loadLines(options)) {
    if (lines.push(each) >= 5_000) await flush();
  }
  await flush();
  file.end();
  await once(file, 'finish');
  return file.bytesWritten;
}

/** A payment, its applications to the invoices of the day before, and the day's invoices. */
function line(customer: number, day: number, nth: number): string {
  const amountMinor = 10_000 + (customer % 97) * 1_000;
  const money = { currency: 'EUR', amountMinor };
  const paid = { paymentId: `P-${customer}-${day}`, valueOn: isoDateOf(day) };
  if (nth === 0) {
    const total = { ...money, amountMinor: amountMinor * INVOICES_PER_DAY, method: 'transfer' };
    return event('payment.received', customer, day, nth, { ...total, ...paid });
  }
  if (nth <= INVOICES_PER_DAY) {
    const invoiceId = `I-${customer}-${day - 1}-${nth}`;
    const applied = { ...money, ...paid, invoiceId, appliedOn: isoDateOf(day) };
    return event('payment.applied', customer, day, nth, applied);
  }
  const shift = PAY_SHIFTS[customer % PAY_SHIFTS.length] ?? 0;
  return event('invoice.issued', customer, day, nth, {
    ...money,
    invoiceId: `I-${customer}-${day}-${nth - INVOICES_PER_DAY}`,
    issuedOn: isoDateOf(day),
    dueOn: isoDateOf(day + 1 - shift),
  });
}

function event(type: string, customer: number, day: number, nth: number, data: object): string {
  return JSON.stringify({
    specversion: '1.0',
    id: `${customer}-${day}-${nth}`,
    source: '/bench',
    type: `io.duewatch.ar.${type}`,
    subject: `C-${customer}`,
    time: isoInstantOf(day * DAY_MS + (9 * 3_600 + nth) * 1_000),
    calendarid: 'sample',
    data,
  });
}

function tick(day: number): string {
  return JSON.stringify({
    specversion: '1.0',
    id: `day-${day}`,
    source: '/bench/clock',
    type: 'io.duewatch.ar.clock.business_day_started',
    time: isoInstantOf(day * DAY_MS),
    calendarid: 'sample',
    data: { calendarId: 'sample', date: isoDateOf(day), weekendDays: [], holidays: [] },
  });
}
