import { customerKey, type Decoded, type Envelope } from '@duewatch/contracts';
import {
  type Assessment,
  assess,
  type Cause,
  createProfile,
  type EpochDay,
  type FoldInput,
  type FoldResult,
  fold,
  isOutdated,
  type Page,
  type PageAccess,
  type PagePeek,
  type PageRef,
  type Profile,
  type World,
} from '@duewatch/risk-core';
import { broadcastInput } from './broadcast-input.ts';
import { activeFrom } from './policies.ts';
import { daysBefore } from './scene.ts';
import { translateEvent } from './translate.ts';
import { type Admission, PartitionWorld } from './world.ts';

/** What became of an event. */
export type InMemoryOutcome =
  | { readonly kind: 'ok' }
  | { readonly kind: 'skip'; readonly reason: string }
  | { readonly kind: 'dead-letter'; readonly reason: string; readonly detail: string };

export interface InMemoryFoldOptions {
  readonly baseCurrency: string;
  /** Text of a policy that rules from the start, for a tenant. */
  readonly policy?: { readonly tenantId: string; readonly document: string };
}

/** One customer with all its pages at hand. */
class Customer implements PageAccess {
  readonly key: string;
  readonly tenantId: string;
  readonly customerId: string;
  readonly profile: Profile;
  /** Offset of the last broadcast that it has met. */
  metOffset: number;
  private readonly pages = new Map<PageRef, Page>();

  constructor(tenantId: string, customerId: string, calendarId: string, metOffset: number) {
    this.metOffset = metOffset;
    this.key = customerKey(tenantId, customerId);
    this.tenantId = tenantId;
    this.customerId = customerId;
    this.profile = createProfile(calendarId);
  }

  peek(ref: PageRef): Page | undefined {
    return this.pages.get(ref);
  }

  get(ref: PageRef): Page | undefined {
    return this.pages.get(ref);
  }

  put(ref: PageRef, page: Page): void {
    // Nearly always it is there already, and to look costs less than to write.
    if (this.pages.get(ref) !== page) this.pages.set(ref, page);
  }

  delete(ref: PageRef): void {
    this.pages.delete(ref);
  }

  allPages(): readonly Page[] {
    return [...this.pages.values()];
  }
}

/** A customer as it stands. */
export interface FoldedCustomer {
  readonly tenantId: string;
  readonly customerId: string;
  readonly profile: Profile;
  readonly pages: readonly Page[];
  /** The same by their addresses. */
  readonly pagesByRef: PagePeek;
  readonly world: World;
  readonly assessment: Assessment;
}

/** What was told to all. */
interface Broadcast {
  readonly decoded: Decoded;
  readonly envelope: Envelope;
  readonly offset: number;
}

const DAY_MS = 86_400_000;
const OK: InMemoryOutcome = { kind: 'ok' };

/**
 * The rules of scoring without streams and stores: events in the order of the log go in, customers
 * come out. It tells nobody anything, so it can be fast; what it comes to is what scoring comes to.
 */
export class InMemoryFold {
  private readonly world: PartitionWorld;
  private readonly customers = new Map<string, Customer>();
  /** The same by tenant and id: putting a key together costs more than two look-ups. */
  private readonly byTenant = new Map<string, Map<string, Customer>>();
  /** What customers of a tenant and calendar see since the last broadcast. */
  private readonly views = new Map<string, Map<string, World>>();
  /** Of the last event: the first one has 0, as in a log. */
  private offset = -1;
  /**
   * The last one: a customer meets it before its next event, or with all others before the next
   * broadcast. To go through all customers once more for it costs more than folding it.
   */
  private newest: Broadcast | undefined;

  constructor({ baseCurrency, policy }: InMemoryFoldOptions) {
    const [first] = PartitionWorld.empty(baseCurrency).list();
    if (first === undefined) throw new TypeError('A world begins with a version.');
    const active = new Map(policy ? [[policy.tenantId, activeFrom(policy.document)]] : []);
    this.world = new PartitionWorld([{ ...first, policies: { ...first.policies, active } }]);
  }

  /** Takes in the next event; `customerId` is null on broadcasts. */
  take(decoded: Decoded, envelope: Envelope, customerId: string | null): InMemoryOutcome {
    this.offset += 1;
    if (customerId === null) return this.broadcast(decoded, envelope);
    if (decoded.recordName === 'CustomerErased') return this.erase(envelope.tenantId, customerId);
    const customer = this.customerOf(envelope, customerId);
    this.meetNewest(customer);
    const event = translateEvent(decoded, envelope);
    const { profile } = customer;
    const today = this.dateOf(profile);
    const asOf = Math.max(profile.today, today ?? Math.floor(envelope.time / DAY_MS));
    const cause = causeOf(envelope, this.offset);
    const input: FoldInput = { kind: 'event', event, asOf, cause };
    return outcomeOf(fold(profile, customer, input, this.viewOf(customer)));
  }

  private erase(tenantId: string, customerId: string): InMemoryOutcome {
    this.customers.delete(customerKey(tenantId, customerId));
    this.byTenant.get(tenantId)?.delete(customerId);
    return OK;
  }

  /** Brings everyone to a day, or to the day that its calendar has reached. */
  advance(to?: EpochDay): void {
    this.meetAll();
    const cause = { eventId: '', source: '', type: '', position: null };
    for (const customer of this.customers.values()) {
      const { profile } = customer;
      const day = to ?? this.dateOf(profile) ?? profile.today;
      if (day <= profile.today) continue;
      fold(profile, customer, { kind: 'advance', to: day, cause }, this.viewOf(customer));
    }
  }

  get size(): number {
    return this.customers.size;
  }

  /** Everyone, in order of their keys. */
  *list(): Generator<FoldedCustomer> {
    this.meetAll();
    for (const key of [...this.customers.keys()].sort()) {
      const customer = this.customers.get(key);
      if (customer !== undefined) yield this.folded(customer);
    }
  }

  find(tenantId: string, customerId: string): FoldedCustomer | undefined {
    const customer = this.customers.get(customerKey(tenantId, customerId));
    if (customer === undefined) return undefined;
    this.meetNewest(customer);
    return this.folded(customer);
  }

  private folded(customer: Customer): FoldedCustomer {
    const { tenantId, customerId, profile } = customer;
    const world = this.viewOf(customer);
    const assessment = assess(profile, world);
    const pages = { pages: customer.allPages(), pagesByRef: customer };
    return { tenantId, customerId, profile, ...pages, world, assessment };
  }

  private broadcast(decoded: Decoded, envelope: Envelope): InMemoryOutcome {
    this.meetAll();
    const { offset } = this;
    const admission: Admission = this.world.admit(decoded, envelope, offset);
    if (admission.kind !== 'ok') return admission;
    this.views.clear();
    this.world.retire(offset);
    this.newest = { decoded, envelope, offset };
    return OK;
  }

  private meetAll(): void {
    if (this.newest === undefined) return;
    for (const customer of this.customers.values()) this.meetNewest(customer);
    this.newest = undefined;
  }

  private meetNewest(customer: Customer): void {
    const { newest } = this;
    if (newest === undefined || customer.metOffset >= newest.offset) return;
    customer.metOffset = newest.offset;
    this.meet(customer, newest);
  }

  /** A day on which nothing can change passes by: the next event brings the customer there. */
  private meet(customer: Customer, { decoded, envelope, offset }: Broadcast): void {
    const { profile, tenantId } = customer;
    if (!concerns(decoded, envelope, customer)) return;
    if (decoded.recordName === 'ClockCalendarJoined') {
      profile.calendarId = this.world.livingCalendar(profile.calendarId);
    }
    const world = this.viewOf(customer);
    const isJudged = decoded.recordName === 'PolicyActivated';
    if (isJudged && !isOutdated(profile, world.policy)) return;
    const cause = causeOf(envelope, offset);
    const input = broadcastInput(decoded, envelope, profile, {
      cause,
      today: this.dateOf(profile),
    });
    if (isJudged) {
      // The old rules hold up to the day, the new ones from there.
      const old = this.world.viewAt(offset - 1, tenantId, profile.calendarId);
      fold(profile, customer, daysBefore(input), old);
    }
    fold(profile, customer, input, world);
  }

  private customerOf({ tenantId, calendarId }: Envelope, customerId: string): Customer {
    let ofTenant = this.byTenant.get(tenantId);
    if (ofTenant === undefined) {
      ofTenant = new Map();
      this.byTenant.set(tenantId, ofTenant);
    }
    let customer = ofTenant.get(customerId);
    if (customer === undefined) {
      const living = this.world.livingCalendar(calendarId ?? 'default');
      customer = new Customer(tenantId, customerId, living, this.offset);
      ofTenant.set(customerId, customer);
      this.customers.set(customer.key, customer);
    }
    return customer;
  }

  private dateOf({ calendarId }: Profile): EpochDay | undefined {
    return this.world.dateOf(calendarId, this.offset);
  }

  private viewOf({ tenantId, profile: { calendarId } }: Customer): World {
    let ofTenant = this.views.get(tenantId);
    if (ofTenant === undefined) {
      ofTenant = new Map();
      this.views.set(tenantId, ofTenant);
    }
    let view = ofTenant.get(calendarId);
    if (view === undefined) {
      view = this.world.viewAt(this.offset, tenantId, calendarId);
      ofTenant.set(calendarId, view);
    }
    return view;
  }
}

function causeOf({ id, source, type }: Envelope, offset: number): Cause {
  return { eventId: id, source, type, position: { generation: 0, offset, index: 0 } };
}

function concerns(decoded: Decoded, envelope: Envelope, { profile, tenantId }: Customer): boolean {
  switch (decoded.recordName) {
    case 'ClockBusinessDayStarted':
      return decoded.data.calendarId === profile.calendarId && profile.nextOn <= decoded.data.date;
    case 'FeedCompleted':
      return (
        envelope.calendarId === profile.calendarId &&
        profile.conditions.some(({ raisedOn }) => raisedOn >= 0)
      );
    case 'ClockCalendarJoined':
      return decoded.data.from === profile.calendarId;
    case 'PolicyActivated':
      return decoded.data.tenantId === tenantId;
    default:
      return true;
  }
}

function outcomeOf(result: FoldResult): InMemoryOutcome {
  if (result.kind === 'applied') return OK;
  if (result.kind === 'ignored') return { kind: 'skip', reason: result.reason };
  return { kind: 'dead-letter', reason: result.reason, detail: result.detail };
}
