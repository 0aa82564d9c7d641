import {
  type Assessment,
  assess,
  createProfile,
  type DomainEvent,
  defaultPolicy,
  fold,
  type Page,
  type PageAccess,
  type PageRef,
  type World,
} from '@duewatch/risk-core';
import type { BusinessCalendar } from './business-calendar.ts';
import { type Day, knownFrom, type LedgerRow } from './ledger-row.ts';

export interface FoldOptions {
  readonly calendar: BusinessCalendar;
  readonly through: Day;
  /** Days on which to look. All clock steps there are, beside those that events bring. */
  readonly days: ReadonlySet<Day>;
}

/** One customer's rows as events through the model, in order of business, and what it then says. */
export function foldLedger(
  rows: readonly LedgerRow[],
  { calendar, through, days }: FoldOptions,
): ReadonlyMap<Day, Assessment> {
  const profile = createProfile('ledger');
  const pages = pagesInMemory();
  const world = worldOf(calendar);
  const seen = new Map<Day, Assessment>();
  for (let day = Math.min(...rows.map(knownFrom)); day <= through; day += 1) {
    const events = eventsOf(rows, day);
    for (const event of events) {
      const cause = { eventId: '', source: 'ledger', type: event.kind, position: null };
      const result = fold(profile, pages, { kind: 'event', event, asOf: day, cause }, world);
      if (result.kind !== 'applied') throw new Error(`${JSON.stringify({ event, result })}`);
    }
    if (!days.has(day)) continue;
    const cause = { eventId: '', source: 'ledger', type: 'tick', position: null };
    fold(profile, pages, { kind: 'advance', to: day, cause }, world);
    seen.set(day, assess(profile, world));
  }
  return seen;
}

function worldOf({ weekendDays, holidays }: BusinessCalendar): World {
  const weekendMask = weekendDays.reduce((mask, weekday) => mask | (1 << weekday), 0);
  return {
    policy: defaultPolicy,
    calendar: { id: 'ledger', weekendMask, holidays: new Set(holidays) },
    rates: { base: 'USD', rateNano: new Map() },
    cashThrough: Number.MAX_SAFE_INTEGER,
    macro: new Map(),
    isFeedSilent: false,
  };
}

function pagesInMemory(): PageAccess {
  const pages = new Map<PageRef, Page>();
  return {
    peek: (ref) => pages.get(ref),
    get: (ref) => pages.get(ref),
    put: (ref, page) => void pages.set(ref, page),
    delete: (ref) => void pages.delete(ref),
  };
}

/** Of a day: invoices before payments. */
function eventsOf(rows: readonly LedgerRow[], day: Day): readonly DomainEvent[] {
  const stamps = { sourceVersion: 1, occurredAtMs: day * 86_400_000 };
  const currency = 'USD';
  const issued = rows.filter((row) => knownFrom(row) === day);
  const paid = rows.filter(({ settledOn }) => settledOn === day);
  return [
    ...issued.map(({ invoiceId, issuedOn, dueOn, amountMinor }): DomainEvent => {
      const items = { invoiceId, issuedOn, dueOn, amountMinor, currency };
      return { kind: 'invoice.issued', ...stamps, ...items, fxRateNano: null, orderId: null };
    }),
    ...paid.flatMap(({ invoiceId, amountMinor }): DomainEvent[] => {
      const money = { ...stamps, paymentId: invoiceId, amountMinor, valueOn: day };
      const application = { invoiceId, applicationId: null, discountMinor: 0, appliedOn: day };
      return [
        { kind: 'payment.received', ...money, currency },
        { kind: 'payment.applied', ...money, ...application },
      ];
    }),
  ];
}
