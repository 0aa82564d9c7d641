import type { Decoded, Envelope } from '@duewatch/contracts';
import { InMemoryFold } from '@duewatch/scoring-logic';

const DAY_MS = 86_400_000;
const TENANT = 'bench';
const CALENDAR = 'bench';
const FIRST_DAY = 20_454;
const INVOICES_PER_DAY = 9;

/** One customer in a fold of its own, whose events are made as they are needed. */
export class Account {
  private readonly fold = new InMemoryFold({ baseCurrency: 'EUR' });
  private told = 0;
  private nth = 0;
  day = FIRST_DAY;

  /** Brings the calendar to the next business day. */
  nextDay(): void {
    this.day += 1;
    const common = {
      tenantId: TENANT,
      legalEntityId: null,
      sourceSystem: 'bench',
      sourceRef: null,
    };
    const tick = { ...common, calendarId: CALENDAR, date: this.day, weekendDays: [], holidays: [] };
    this.take({ recordName: 'ClockBusinessDayStarted', data: tick }, null);
  }

  /** An invoice that falls due in `days`; answers its number. */
  issue(days: number): number {
    this.nth += 1;
    const data = {
      ...this.common(),
      invoiceId: `I-${this.nth}`,
      amountMinor: 100_00,
      number: null,
      issuedOn: this.day,
      dueOn: this.day + days,
      taxMinor: null,
      baseAmountMinor: null,
      fxRateNano: null,
      fxDate: null,
      terms: null,
      collectionMethod: null,
      orderId: null,
      deliveryId: null,
      branchId: null,
    };
    this.take({ recordName: 'InvoiceIssued', data }, 'C');
    return this.nth;
  }

  /** Two events: the money of an invoice comes and is laid on it. */
  pay(nth: number): void {
    const paid = {
      ...this.common(),
      paymentId: `P-${nth}`,
      valueOn: this.day,
      amountMinor: 100_00,
    };
    const received = { ...paid, payerId: null, method: 'transfer' as const };
    this.take({ recordName: 'PaymentReceived', data: received }, 'C');
    const applied = { applicationId: null, discountMinor: 0, appliedOn: this.day };
    const data = { ...paid, ...applied, invoiceId: `I-${nth}` };
    this.take({ recordName: 'PaymentApplied', data }, 'C');
  }

  private common() {
    return {
      tenantId: TENANT,
      legalEntityId: null,
      customerId: 'C',
      sourceSystem: 'bench',
      sourceRef: null,
      currency: 'EUR',
    };
  }

  private take(decoded: Decoded, customerId: string | null): void {
    this.told += 1;
    const envelope: Envelope = {
      id: `${this.told}`,
      source: '/bench',
      type: '',
      subject: customerId,
      time: this.day * DAY_MS + this.told * 1_000,
      tenantId: TENANT,
      partitionKey: customerId === null ? '~broadcast' : `${TENANT}|${customerId}`,
      recordedTime: 0,
      calendarId: CALENDAR,
      suppressed: false,
      correlationId: null,
      causationId: null,
      traceparent: null,
      sourceVersion: this.told,
    };
    const outcome = this.fold.take(decoded, envelope, customerId);
    if (outcome.kind !== 'ok') throw new Error(`the bench made a bad event: ${outcome.reason}`);
  }
}

/** An account that has paid each invoice at once, with so many events behind it, over years. */
export function accountWithPast(events: number): Account {
  const account = new Account();
  for (let told = 0; told < events; ) {
    account.nextDay();
    for (let today = 0; today < INVOICES_PER_DAY && told < events; today += 1, told += 3) {
      account.pay(account.issue(30));
    }
  }
  return account;
}

/** An account with so many invoices open. */
export function accountWithOpen(items: number): Account {
  const account = new Account();
  account.nextDay();
  for (let nth = 0; nth < items; nth += 1) account.issue(30 + (nth % 60));
  return account;
}

/**
 * Time of a day's new business on the account, in microseconds per event. The passing of the day
 * itself is not counted: it comes with the first document, and costs by what passes out of windows.
 */
export function microsPerEvent(account: Account): number {
  account.nextDay();
  account.pay(account.issue(30));
  const startedAt = performance.now();
  for (let nth = 1; nth < INVOICES_PER_DAY; nth += 1) account.pay(account.issue(30));
  return ((performance.now() - startedAt) * 1_000) / (3 * (INVOICES_PER_DAY - 1));
}
