import { createHash } from 'node:crypto';
import { isoDateOf, isoInstantOf } from '@duewatch/contracts';
import { defaultPolicy } from '@duewatch/risk-core';
import type { Random } from '../../tools/run/src/feed/random.ts';
import type { Tenant } from './settings.ts';

/** An event as a source posts it. */
export interface SourceEvent {
  readonly id: string;
  readonly type: string;
  readonly subject?: string;
  readonly [attribute: string]: unknown;
}

interface Invoice {
  readonly invoiceId: string;
  readonly amountMinor: number;
  paidMinor: number;
  disputeId: string | null;
}

const DAY_MS = 86_400_000;
const CURRENCY = 'EUR';
const CUSTOMERS_PER_TENANT = 12;

/** Makes up what sources tell of the customers of two tenants: mostly debts, and who is late. */
export class Story {
  private readonly random: Random;
  private readonly invoices = new Map<string, Invoice[]>();
  private made = 0;

  constructor(random: Random) {
    this.random = random;
  }

  /** Every customer once, so that each of them exists. */
  introduce(tenant: Tenant, nowMs: number): SourceEvent[] {
    return Array.from({ length: CUSTOMERS_PER_TENANT }, (_, index) => {
      const subject = customerOf(index);
      return this.event(nowMs, 'customer.registered', subject, {
        kind: 'legal_entity',
        country: 'FR',
        currency: CURRENCY,
        legalName: `${tenant} ${subject}`,
      });
    });
  }

  /** What happens next to one customer, or to all of a tenant. */
  next(tenant: Tenant, nowMs: number): SourceEvent[] {
    const { random } = this;
    const subject = customerOf(random.int(0, CUSTOMERS_PER_TENANT - 1));
    const key = `${tenant}|${subject}`;
    const open = (this.invoices.get(key) ?? []).filter((one) => one.paidMinor < one.amountMinor);
    const one = open[random.int(0, Math.max(0, open.length - 1))];
    const drawn = random.next();
    if (one === undefined || drawn < 0.45) return [this.invoice(key, subject, nowMs)];
    if (drawn < 0.65) return this.payment(subject, one, nowMs);
    if (drawn < 0.75) return [this.dispute(subject, one, nowMs)];
    if (drawn < 0.83) return [this.promise(subject, one, nowMs)];
    if (drawn < 0.9) return [this.limit(subject, nowMs)];
    if (drawn < 0.95) return [this.failedDebit(subject, one, nowMs)];
    if (drawn < 0.97) return [this.insolvency(subject, nowMs)];
    if (drawn < 0.99) return [this.cashComplete(nowMs)];
    this.invoices.delete(key);
    return [this.event(nowMs, 'customer.erased', subject, { erasedOn: dateOf(nowMs) })];
  }

  /** The tenant's rules change: what counts as material, and when a delay begins to count. */
  policy(tenant: Tenant, nowMs: number): SourceEvent {
    this.made += 1;
    const { overdue } = defaultPolicy;
    const policy = {
      ...defaultPolicy,
      id: tenant,
      version: `v${this.made}`,
      overdue: {
        ...overdue,
        floorDays: this.random.pick([
          [3, 30, 60, 90],
          [8, 25, 50, 80],
        ]),
      },
    };
    const document = JSON.stringify(policy);
    const sha256 = createHash('sha256').update(document).digest('hex');
    const { id: policyId, version } = policy;
    const data = { policyId, version, sha256, document, activatedOn: dateOf(nowMs) };
    return this.event(nowMs, 'policy.activated', undefined, data);
  }

  /** What the door must refuse. */
  nonsense(nowMs: number): SourceEvent {
    return this.event(nowMs, 'invoice.issued', customerOf(0), {
      invoiceId: 'X',
      amountMinor: 'many',
    });
  }

  private invoice(key: string, subject: string, nowMs: number): SourceEvent {
    const { random } = this;
    const issuedAt = nowMs - (random.chance(0.25) ? random.int(0, 70) : 0) * DAY_MS;
    const amountMinor = random.int(1, 40) * 50_000;
    const invoiceId = `I${this.made}`;
    const made = { invoiceId, amountMinor, paidMinor: 0, disputeId: null };
    this.invoices.set(key, [...(this.invoices.get(key) ?? []), made]);
    return this.event(nowMs, 'invoice.issued', subject, {
      invoiceId,
      issuedOn: dateOf(issuedAt),
      dueOn: dateOf(issuedAt + random.pick([10, 30]) * DAY_MS),
      amountMinor,
      currency: CURRENCY,
    });
  }

  private payment(subject: string, invoice: Invoice, nowMs: number): SourceEvent[] {
    const rest = invoice.amountMinor - invoice.paidMinor;
    const amountMinor = this.random.chance(0.7) ? rest : Math.ceil(rest / 2);
    invoice.paidMinor += amountMinor;
    const paymentId = `P${this.made}`;
    const money = { paymentId, amountMinor, currency: CURRENCY, valueOn: dateOf(nowMs) };
    const { invoiceId } = invoice;
    return [
      this.event(nowMs, 'payment.received', subject, { ...money, method: 'transfer' }),
      this.event(nowMs, 'payment.applied', subject, {
        ...money,
        invoiceId,
        discountMinor: 0,
        appliedOn: dateOf(nowMs),
      }),
    ];
  }

  private dispute(subject: string, invoice: Invoice, nowMs: number): SourceEvent {
    const { invoiceId, disputeId, amountMinor } = invoice;
    if (disputeId !== null) {
      invoice.disputeId = null;
      return this.event(nowMs, 'invoice.dispute_resolved', subject, {
        disputeId,
        invoiceId,
        outcome: 'invalid',
        creditedMinor: 0,
        currency: CURRENCY,
        resolvedOn: dateOf(nowMs),
      });
    }
    invoice.disputeId = `D${this.made}`;
    return this.event(nowMs, 'invoice.disputed', subject, {
      disputeId: invoice.disputeId,
      invoiceId,
      amountMinor,
      currency: CURRENCY,
      disputedOn: dateOf(nowMs),
    });
  }

  private promise(subject: string, { invoiceId, amountMinor }: Invoice, nowMs: number) {
    return this.event(nowMs, 'promise.made', subject, {
      promiseId: `R${this.made}`,
      invoiceIds: [invoiceId],
      amountMinor,
      currency: CURRENCY,
      madeOn: dateOf(nowMs),
      promisedFor: dateOf(nowMs + this.random.int(0, 6) * DAY_MS),
      level: 1,
    });
  }

  private limit(subject: string, nowMs: number): SourceEvent {
    return this.event(nowMs, 'credit_limit.changed', subject, {
      limitKind: 'own',
      oldMinor: null,
      newMinor: this.random.int(1, 40) * 100_000,
      currency: CURRENCY,
      effectiveOn: dateOf(nowMs),
    });
  }

  private failedDebit(subject: string, { invoiceId, amountMinor }: Invoice, nowMs: number) {
    return this.event(nowMs, 'payment.failed', subject, {
      attemptId: `A${this.made}`,
      invoiceId,
      attempt: 1,
      method: 'direct_debit',
      amountMinor,
      currency: CURRENCY,
      failureCode: 'insufficient_funds',
      hardFail: this.random.chance(0.3),
      failedOn: dateOf(nowMs),
      nextRetryOn: null,
    });
  }

  private insolvency(subject: string, nowMs: number): SourceEvent {
    return this.event(nowMs, 'insolvency_notice.published', subject, {
      caseId: `Z${subject}`,
      stage: 'petition',
      publishedOn: dateOf(nowMs),
      withdrawn: this.random.chance(0.5),
    });
  }

  private cashComplete(nowMs: number): SourceEvent {
    const data = { source: 'bank', businessDate: dateOf(nowMs - DAY_MS) };
    return this.event(nowMs, 'feed.completed', undefined, data);
  }

  private event(
    nowMs: number,
    type: string,
    subject: string | undefined,
    data: Readonly<Record<string, unknown>>,
  ): SourceEvent {
    this.made += 1;
    return {
      specversion: '1.0',
      id: `e${this.made}`,
      source: '/erp',
      type: `io.duewatch.ar.${type}`,
      time: isoInstantOf(nowMs),
      ...(subject === undefined ? {} : { subject }),
      data,
    };
  }
}

function customerOf(index: number): string {
  return `C${String(index).padStart(2, '0')}`;
}

function dateOf(atMs: number): string {
  return isoDateOf(Math.floor(atMs / DAY_MS));
}
