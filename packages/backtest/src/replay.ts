import {
  type Assessment,
  assess,
  type Calendar,
  createProfile,
  type Decisions,
  type DomainEvent,
  decide,
  type FoldInput,
  fold,
  type Page,
  type PageAccess,
  type PageRef,
  type Policy,
  type World,
} from '@duewatch/risk-core';
import { knownFrom, type PastInvoice } from './past-invoice.ts';

/** Nano-units in one: amounts are taken at their face, whatever the currency. */
const AT_FACE = 1_000_000_000;

/** What past days are replayed under. */
export interface ReplayRules {
  readonly policy: Policy;
  readonly calendar: Calendar;
}

/** One customer of the past, lived through day by day. */
export class Replay {
  private readonly profile;
  private readonly pages = pagesInMemory();
  private readonly world: World;
  private readonly happenings: readonly Happening[];
  private at = 0;

  constructor(invoices: readonly PastInvoice[], rules: ReplayRules) {
    this.profile = createProfile(rules.calendar.id);
    this.world = worldOf(rules);
    this.happenings = happeningsOf(invoices);
  }

  /** The next day on which anything is booked; undefined after the last. */
  get nextDay(): number | undefined {
    return this.happenings[this.at]?.day;
  }

  /** The morning of a day: everything before it has happened, and nothing of it. */
  morningOf(day: number): Assessment {
    this.playBefore(day);
    this.run({ kind: 'advance', to: day, cause: causeOf('tick') });
    return assess(this.profile, this.world);
  }

  /** The evening of a day. */
  eveningOf(day: number): Assessment {
    this.playBefore(day + 1);
    this.run({ kind: 'advance', to: day, cause: causeOf('tick') });
    return assess(this.profile, this.world);
  }

  /** What others would act on, each evening on which that can have changed, through `last`. */
  *evenings(last: number): Generator<Decisions> {
    for (;;) {
      const decided = decide(this.profile, this.world);
      const byTime = decided.nextTransitionOn ?? last + 1;
      const day = Math.min(this.nextDay ?? last + 1, decided.asOf < 0 ? last + 1 : byTime);
      if (day > last) return;
      this.playBefore(day + 1);
      this.run({ kind: 'advance', to: day, cause: causeOf('tick') });
      yield decide(this.profile, this.world);
    }
  }

  private playBefore(day: number): void {
    for (;;) {
      const happening = this.happenings[this.at];
      if (!happening || happening.day >= day) return;
      this.at += 1;
      const { event } = happening;
      const cause = causeOf(event.kind);
      const result = this.run({ kind: 'event', event, asOf: happening.day, cause });
      if (result.kind === 'refused') throw new Error(`${event.kind} was refused: ${result.detail}`);
    }
  }

  private run(input: FoldInput) {
    return fold(this.profile, this.pages, input, this.world);
  }
}

interface Happening {
  readonly day: number;
  readonly event: DomainEvent;
}

function worldOf({ policy, calendar }: ReplayRules): World {
  return {
    policy,
    calendar,
    rates: { base: 'EUR', rateNano: new Map() },
    macro: new Map(),
    // A ledger of the past holds the cash of every morning.
    cashThrough: Number.MAX_SAFE_INTEGER,
    isFeedSilent: false,
  };
}

function causeOf(type: string) {
  return { eventId: '', source: 'backtest', type, position: null };
}

/** In order of days, and within a day invoices before the money for them. */
function happeningsOf(invoices: readonly PastInvoice[]): readonly Happening[] {
  const happenings: Happening[] = [];
  for (const invoice of invoices) {
    const { invoiceId, issuedOn, dueOn, settledOn, amountMinor, currency } = invoice;
    const known = { day: knownFrom(invoice), ...stampsOf(knownFrom(invoice)) };
    const { day, ...stamps } = known;
    const billed = { invoiceId, issuedOn, dueOn, amountMinor, currency, fxRateNano: AT_FACE };
    happenings.push({
      day,
      event: { kind: 'invoice.issued', ...stamps, ...billed, orderId: null },
    });
    if (settledOn === null) continue;
    const money = { paymentId: invoiceId, invoiceId, applicationId: null, amountMinor };
    const dates = { discountMinor: 0, appliedOn: settledOn, valueOn: settledOn };
    const event = { kind: 'payment.applied', ...stampsOf(settledOn), ...money, ...dates } as const;
    happenings.push({ day: settledOn, event });
  }
  const rank = ({ event }: Happening) => (event.kind === 'invoice.issued' ? 0 : 1);
  return happenings.sort((a, b) => a.day - b.day || rank(a) - rank(b));
}

function stampsOf(day: number) {
  return { sourceVersion: 1, occurredAtMs: day * 86_400_000 };
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
