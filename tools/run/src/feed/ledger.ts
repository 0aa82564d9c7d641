import type { CeType, EpochDay } from '@duewatch/contracts';
import type { FedCalendar } from './fed-calendar.ts';
import type { Random } from './random.ts';

/** Something that happens to a customer on a day; its time of day comes later. */
export interface Draft {
  readonly day: EpochDay;
  readonly type: CeType;
  readonly source: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** An invoice as its customer's behaviour sees it. */
export interface Invoice {
  readonly invoiceId: string;
  readonly issuedOn: EpochDay;
  readonly dueOn: EpochDay;
  readonly amountMinor: number;
}

export interface LedgerOptions {
  readonly customerId: string;
  readonly calendar: FedCalendar;
  readonly random: Random;
  readonly method: 'transfer' | 'direct_debit';
}

const ERP = '/sample/erp';
const BANK = '/sample/bank';
const CURRENCY = 'EUR';

/**
 * Writes down what happens between us and one customer, in documents that fit each other: what is
 * applied was received, what is paid was owed. Every day given is moved to a business day.
 */
export class CustomerLedger {
  readonly drafts: Draft[] = [];
  private readonly options: LedgerOptions;
  private documents = 0;

  constructor(options: LedgerOptions) {
    this.options = options;
  }

  write(day: EpochDay, type: CeType, data: Draft['data'], source = ERP): void {
    this.drafts.push({ day: this.options.calendar.onOrAfter(day), type, source, data });
  }

  /** The limit from a day on; `validTo` makes it a temporary one that ends by itself. */
  setLimit(day: EpochDay, oldMinor: number | null, newMinor: number): void {
    this.write(day, 'io.duewatch.ar.credit_limit.changed', {
      limitKind: 'own',
      oldMinor,
      newMinor,
      currency: CURRENCY,
      effectiveOn: day,
    });
  }

  issue(day: EpochDay, amountMinor: number, termsDays: number): Invoice {
    const { calendar, method } = this.options;
    const issuedOn = calendar.onOrAfter(day);
    const invoiceId = this.nextId('INV');
    const dueOn = issuedOn + termsDays;
    this.write(issuedOn, 'io.duewatch.ar.invoice.issued', {
      invoiceId,
      issuedOn,
      dueOn,
      amountMinor,
      currency: CURRENCY,
      collectionMethod: method,
    });
    return { invoiceId, issuedOn, dueOn, amountMinor };
  }

  /** Cash that comes in for an invoice, most often applied the same day. */
  pay({ invoiceId, issuedOn }: Invoice, day: EpochDay, amountMinor: number): EpochDay {
    const { calendar, method, random } = this.options;
    const valueOn = calendar.onOrAfter(Math.max(day, issuedOn));
    // One payment in eight is matched to its invoice only on the next day.
    const appliedOn = random.chance(1 / 8) ? calendar.onOrAfter(valueOn + 1) : valueOn;
    const paymentId = this.nextId('PAY');
    this.write(
      valueOn,
      'io.duewatch.ar.payment.received',
      { paymentId, amountMinor, currency: CURRENCY, valueOn, method },
      BANK,
    );
    this.write(appliedOn, 'io.duewatch.ar.payment.applied', {
      paymentId,
      invoiceId,
      amountMinor,
      discountMinor: 0,
      currency: CURRENCY,
      appliedOn,
      valueOn,
    });
    return appliedOn;
  }

  failDebit(invoice: Invoice, day: EpochDay, attempt: number, hardFail: boolean): EpochDay {
    const { calendar } = this.options;
    const failedOn = calendar.onOrAfter(day);
    const nextRetryOn = calendar.onOrAfter(failedOn + 3);
    this.write(
      failedOn,
      'io.duewatch.ar.payment.failed',
      {
        attemptId: this.nextId('ATT'),
        invoiceId: invoice.invoiceId,
        attempt,
        method: 'direct_debit',
        amountMinor: invoice.amountMinor,
        currency: CURRENCY,
        failureCode: hardFail ? 'account_closed' : 'insufficient_funds',
        hardFail,
        failedOn,
        nextRetryOn: hardFail ? null : nextRetryOn,
      },
      BANK,
    );
    return nextRetryOn;
  }

  promise(invoice: Invoice, madeOn: EpochDay, promisedFor: EpochDay, level = 1): void {
    const day = this.options.calendar.onOrAfter(madeOn);
    this.write(day, 'io.duewatch.ar.promise.made', {
      promiseId: this.nextId('PRO'),
      invoiceIds: [invoice.invoiceId],
      amountMinor: invoice.amountMinor,
      currency: CURRENCY,
      madeOn: day,
      promisedFor,
      level,
    });
  }

  dispute({ invoiceId }: Invoice, day: EpochDay, amountMinor: number): string {
    const disputedOn = this.options.calendar.onOrAfter(day);
    const disputeId = this.nextId('DIS');
    this.write(disputedOn, 'io.duewatch.ar.invoice.disputed', {
      disputeId,
      invoiceId,
      amountMinor,
      currency: CURRENCY,
      disputedOn,
      reasonCode: 'quality',
    });
    return disputeId;
  }

  resolveDispute(
    { invoiceId }: Invoice,
    disputeId: string,
    day: EpochDay,
    creditedMinor: number,
  ): EpochDay {
    const resolvedOn = this.options.calendar.onOrAfter(day);
    this.write(resolvedOn, 'io.duewatch.ar.invoice.dispute_resolved', {
      disputeId,
      invoiceId,
      outcome: creditedMinor > 0 ? 'valid' : 'invalid',
      creditedMinor,
      currency: CURRENCY,
      resolvedOn,
    });
    return resolvedOn;
  }

  /** A credit note that is set off against its invoice at once. */
  credit({ invoiceId }: Invoice, day: EpochDay, amountMinor: number, reason: string): void {
    const issuedOn = this.options.calendar.onOrAfter(day);
    const creditNoteId = this.nextId('CRN');
    const money = { amountMinor, currency: CURRENCY };
    this.write(issuedOn, 'io.duewatch.ar.credit_note.issued', {
      creditNoteId,
      invoiceId,
      ...money,
      reason,
      issuedOn,
    });
    this.write(issuedOn, 'io.duewatch.ar.credit_note.applied', {
      creditNoteId,
      invoiceId,
      ...money,
      appliedOn: issuedOn,
    });
  }

  private nextId(kind: string): string {
    this.documents += 1;
    return `${this.options.customerId}-${kind}-${this.documents}`;
  }
}
