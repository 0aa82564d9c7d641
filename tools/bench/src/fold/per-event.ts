import type { Decoded, Envelope } from '@duewatch/contracts';
import { InMemoryFold } from '@duewatch/scoring-logic';

const DAY_MS = 86_400_000;
const TENANT = 'bench';
const CALENDAR = 'bench';
const CUSTOMER = 'C';
const FIRST_DAY = 20_454;
const INVOICES_PER_DAY = 9;

/** An event as the fold takes it. */
interface Made {
  readonly decoded: Decoded;
  readonly envelope: Envelope;
  readonly customerId: string | null;
}

/** What names invoices and events: as long in a young account as in an old one. */
let numbers = 1_000_000;

function nextNumber(): number {
  numbers += 1;
  return numbers;
}

/** One customer in a fold of its own, whose events are made as they are needed. */
export class Account {
  private readonly fold = new InMemoryFold({ baseCurrency: 'EUR' });
  private day = FIRST_DAY;

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
    this.take(this.made({ recordName: 'ClockBusinessDayStarted', data: tick }, null));
  }

  /** An invoice that falls due in `days`, with a number of its own. */
  invoice(days: number, number = nextNumber()): Made {
    const data = {
      ...this.common(),
      invoiceId: `I-${number}`,
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
    return this.made({ recordName: 'InvoiceIssued', data }, CUSTOMER);
  }

  /** Three events: an invoice is issued, its money comes, and is laid on it. */
  paidAtOnce(): readonly Made[] {
    const number = nextNumber();
    const paid = {
      ...this.common(),
      paymentId: `P-${number}`,
      valueOn: this.day,
      amountMinor: 100_00,
    };
    const received = { ...paid, payerId: null, method: 'transfer' as const };
    const application = { applicationId: null, discountMinor: 0, appliedOn: this.day };
    const applied = { ...paid, ...application, invoiceId: `I-${number}` };
    return [
      this.invoice(30, number),
      this.made({ recordName: 'PaymentReceived', data: received }, CUSTOMER),
      this.made({ recordName: 'PaymentApplied', data: applied }, CUSTOMER),
    ];
  }

  take({ decoded, envelope, customerId }: Made): void {
    const outcome = this.fold.take(decoded, envelope, customerId);
    if (outcome.kind !== 'ok') throw new Error(`the bench made a bad event: ${outcome.reason}`);
  }

  private common() {
    return {
      tenantId: TENANT,
      legalEntityId: null,
      customerId: CUSTOMER,
      sourceSystem: 'bench',
      sourceRef: null,
      currency: 'EUR',
    };
  }

  private made(decoded: Decoded, customerId: string | null): Made {
    const number = nextNumber();
    const envelope: Envelope = {
      id: `${number}`,
      source: '/bench',
      type: '',
      subject: customerId,
      time: this.day * DAY_MS + (number % 80_000) * 1_000,
      tenantId: TENANT,
      partitionKey: customerId === null ? '~broadcast' : `${TENANT}|${customerId}`,
      recordedTime: 0,
      calendarId: CALENDAR,
      suppressed: false,
      correlationId: null,
      causationId: null,
      traceparent: null,
      sourceVersion: number,
    };
    return { decoded, envelope, customerId };
  }
}

/** An account that has paid each invoice at once, with so many events behind it, over years. */
export function accountWithPast(events: number): Account {
  const account = new Account();
  for (let told = 0; told < events; ) {
    account.nextDay();
    for (let today = 0; today < INVOICES_PER_DAY && told < events; today += 1, told += 3) {
      for (const event of account.paidAtOnce()) account.take(event);
    }
  }
  return account;
}

/** An account with so many invoices open. */
export function accountWithOpen(items: number): Account {
  const account = new Account();
  account.nextDay();
  for (let nth = 0; nth < items; nth += 1) account.take(account.invoice(30 + (nth % 60)));
  return account;
}

/**
 * Time of a day's new business on the account, in microseconds per event. Making the events is not
 * counted, nor is the passing of the day: it comes with the first document, and costs by what
 * passes out of windows.
 */
export function microsPerEvent(account: Account): number {
  account.nextDay();
  for (const event of account.paidAtOnce()) account.take(event);
  const events = Array.from({ length: INVOICES_PER_DAY - 1 }, () => account.paidAtOnce()).flat();
  const startedAt = performance.now();
  for (const event of events) account.take(event);
  return ((performance.now() - startedAt) * 1_000) / events.length;
}
