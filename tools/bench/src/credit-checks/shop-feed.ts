import { isoDateOf } from '@duewatch/contracts';
import type { CloudEventJson } from '@duewatch/door-client';

const FIRST_DAY = 20_454;

/** The feed of a busy shop: a limit for each customer, then days of invoices and payments. */
export class ShopFeed {
  private readonly customers: number;
  private made = 0;
  private day = FIRST_DAY;

  constructor(customers: number) {
    this.customers = customers;
  }

  customerOf(nth: number): string {
    return `C-${nth % this.customers}`;
  }

  /** The day begins, as a barrier between what is sent before and after it. */
  nextDay(): CloudEventJson {
    this.day += 1;
    const date = isoDateOf(this.day);
    return this.event('clock.business_day_started', {
      ...{ calendarId: 'bench', date, weekendDays: [0, 6], holidays: [] },
    });
  }

  limits(): CloudEventJson[] {
    return Array.from({ length: this.customers }, (_, nth) =>
      this.event('credit_limit.changed', {
        ...{ customerId: this.customerOf(nth), newMinor: 50_000_00, currency: 'EUR' },
        effectiveOn: isoDateOf(this.day),
      }),
    );
  }

  /** An invoice, and every other time the payment of the one before. */
  next(): CloudEventJson {
    const pair = Math.floor(this.made / 2);
    const customerId = this.customerOf(pair);
    const [today, due] = [isoDateOf(this.day), isoDateOf(this.day + 30)];
    const money = { customerId, invoiceId: `I-${pair}`, amountMinor: 120_00, currency: 'EUR' };
    return this.made % 2 === 0
      ? this.event('invoice.issued', { ...money, issuedOn: today, dueOn: due })
      : this.event('payment.applied', { ...money, paymentId: `P-${pair}`, appliedOn: today });
  }

  private event(type: string, data: Record<string, unknown>): CloudEventJson {
    this.made += 1;
    return {
      specversion: '1.0',
      id: `bench-${this.made}`,
      source: '/bench',
      type: `io.duewatch.ar.${type}`,
      time: `${isoDateOf(this.day)}T09:00:00Z`,
      data,
    };
  }
}
