import { DEPLOYMENT_TENANT, type Decoded, type Envelope } from '@duewatch/contracts';
import type { Calendar, EpochDay, Rates, World } from '@duewatch/risk-core';
import type { FeedNews } from './feed-outputs.ts';
import { admitGrade, gradesOfTenant, type MacroWorld, NO_GRADES } from './macro.ts';
import { admitPolicy, NO_POLICIES, type Policies, policyOf } from './policies.ts';

/** One calendar as the log has brought it. */
export interface CalendarState {
  readonly date: EpochDay;
  readonly calendar: Calendar;
  /** Last business date for whose cash nobody waits any longer. */
  readonly cashThrough: EpochDay;
  /** The same by tenant, as its own sources say, where that is later. */
  readonly cashOf: ReadonlyMap<string, EpochDay>;
}

/** The world from one broadcast to the next. Versions share what did not change. */
export interface WorldVersion {
  /** Offset of the broadcast that made it. */
  readonly offset: number;
  readonly calendars: ReadonlyMap<string, CalendarState>;
  readonly rates: Rates;
  /** Calendars that live on in another. */
  readonly joined: ReadonlyMap<string, string>;
  /** `tenant|source` of ledger feeds that went silent. */
  readonly silentFeeds: ReadonlySet<string>;
  /** Offset of the last news of each feed, by the same names. */
  readonly feedNews: ReadonlyMap<string, number>;
  readonly policies: Policies;
  readonly macro: MacroWorld;
}

/** What a broadcast did to the world. */
export type Admission =
  | { readonly kind: 'ok' }
  | { readonly kind: 'skip'; readonly reason: string }
  | { readonly kind: 'dead-letter'; readonly reason: string; readonly detail: string };

const OK: Admission = { kind: 'ok' };

/** Saturday and Sunday, until a tick says otherwise. */
const WEEKEND_MASK = 0b100_0001;

/**
 * What a partition knows beside its customers: dates, holidays, rates. Broadcasts reach customers
 * lazily, so older versions stay until every customer has passed them: a customer that folds an
 * old broadcast sees the world as it stood there, whenever it gets to it.
 */
export class PartitionWorld {
  private versions: WorldVersion[];

  constructor(versions: WorldVersion[]) {
    this.versions = versions;
  }

  static empty(baseCurrency: string): PartitionWorld {
    const rates = { base: baseCurrency, rateNano: new Map() };
    const first: WorldVersion = {
      offset: -1,
      calendars: new Map(),
      rates,
      joined: new Map(),
      silentFeeds: new Set(),
      feedNews: new Map(),
      policies: NO_POLICIES,
      macro: NO_GRADES,
    };
    return new PartitionWorld([first]);
  }

  /**
   * Takes in a broadcast. Answers `skip` when it says nothing new, and what it cannot believe is a
   * dead letter: the world stays as it was.
   */
  admit(decoded: Decoded, envelope: Envelope, offset: number): Admission {
    const now = this.newest();
    switch (decoded.recordName) {
      case 'ClockBusinessDayStarted':
        return this.admitTick(decoded.data, now, offset);
      case 'ClockCalendarJoined': {
        const { from, to } = decoded.data;
        // A join that led back would leave its customers without a clock.
        if (now.joined.has(from) || this.livingCalendar(to) === from) {
          return { kind: 'skip', reason: 'repeated_join' };
        }
        return this.add({ ...now, offset, joined: new Map(now.joined).set(from, to) });
      }
      case 'FxRatesPublished': {
        const { base, rates } = decoded.data;
        const rateNano = new Map(rates.map((rate) => [rate.currency, rate.rateNano]));
        return this.add({ ...now, offset, rates: { base, rateNano } });
      }
      case 'FeedCompleted':
        return this.admitCash(decoded.data, envelope.calendarId, now, offset);
      case 'FeedWentSilent':
      case 'FeedResumed':
        return this.admitFeed(decoded, now, offset);
      case 'MacroRiskUpdated': {
        const macro = admitGrade(decoded.data, now.macro);
        if (macro === undefined) return { kind: 'skip', reason: 'nothing_new' };
        return this.add({ ...now, offset, macro });
      }
      case 'PolicyActivated': {
        const admission = admitPolicy(decoded.data, now.policies);
        if (admission.kind !== 'ok') return admission;
        return this.add({ ...now, offset, policies: admission.policies });
      }
      default:
        return { kind: 'skip', reason: 'not_modelled' };
    }
  }

  /** Where the last news of a feed lay; null before the first. */
  lastFeedNews({ tenantId, source }: FeedNews['data']): number | null {
    return this.newest().feedNews.get(feedName(tenantId, source)) ?? null;
  }

  /** Date of a calendar as of an offset; undefined before its first tick. */
  dateOf(calendarId: string, offset: number): EpochDay | undefined {
    return this.at(offset).calendars.get(calendarId)?.date;
  }

  /** The calendar that an id stands for now: its own, or the one that it joined. */
  livingCalendar(calendarId: string): string {
    const { joined } = this.newest();
    let living = calendarId;
    // `admit` refuses joins that lead back, so this ends.
    for (let next = joined.get(living); next !== undefined; next = joined.get(living)) {
      living = next;
    }
    return living;
  }

  /** What the model may look at when something at `offset` is folded into a customer. */
  viewAt(offset: number, tenantId: string, calendarId: string): World {
    const version = this.at(offset);
    const state = version.calendars.get(calendarId);
    return {
      policy: policyOf(version.policies, tenantId),
      calendar: state?.calendar ?? plainCalendar(calendarId),
      rates: version.rates,
      macro: gradesOfTenant(version.macro, tenantId),
      cashThrough: state === undefined ? Number.MAX_SAFE_INTEGER : cashKnown(state, tenantId),
      isFeedSilent: isSilent(version.silentFeeds, tenantId),
    };
  }

  calendarAt(calendarId: string, offset: number): Calendar {
    return this.at(offset).calendars.get(calendarId)?.calendar ?? plainCalendar(calendarId);
  }

  /** Forgets what only broadcasts below `offset` can have seen. */
  retire(offset: number): void {
    const last = this.versions.findLastIndex((version) => version.offset < offset);
    if (last > 0) this.versions = this.versions.slice(last);
  }

  list(): readonly WorldVersion[] {
    return this.versions;
  }

  /** Several ingest processes may tell the same: what is known already is no news. */
  private admitFeed({ recordName, data }: FeedNews, now: WorldVersion, offset: number): Admission {
    const feed = feedName(data.tenantId, data.source);
    const isSilent = recordName === 'FeedWentSilent';
    if (now.silentFeeds.has(feed) === isSilent) return { kind: 'skip', reason: 'nothing_new' };
    const silentFeeds = new Set(now.silentFeeds);
    if (isSilent) silentFeeds.add(feed);
    else silentFeeds.delete(feed);
    const feedNews = new Map(now.feedNews).set(feed, offset);
    return this.add({ ...now, offset, silentFeeds, feedNews });
  }

  private admitTick(
    tick: Extract<Decoded, { recordName: 'ClockBusinessDayStarted' }>['data'],
    now: WorldVersion,
    offset: number,
  ): Admission {
    const before = now.calendars.get(tick.calendarId);
    if (before !== undefined && tick.date <= before.date) {
      return { kind: 'skip', reason: 'repeated_day' };
    }
    const state: CalendarState = {
      date: tick.date,
      calendar: sameCalendar(before?.calendar, {
        id: tick.calendarId,
        weekendMask: tick.weekendDays.reduce((mask, weekday) => mask | (1 << weekday), 0),
        holidays: new Set(tick.holidays),
      }),
      // Nothing is known of the time before the first tick: no cash of it is waited for.
      cashThrough: before?.cashThrough ?? tick.date - 1,
      cashOf: before?.cashOf ?? new Map(),
    };
    return this.add({ ...now, offset, calendars: withCalendar(now, tick.calendarId, state) });
  }

  /** A source speaks for its tenant; ten o'clock, which the deployment tells, for all. */
  private admitCash(
    { tenantId, businessDate: through }: Extract<Decoded, { recordName: 'FeedCompleted' }>['data'],
    calendarId: string | null,
    now: WorldVersion,
    offset: number,
  ): Admission {
    const state = calendarId === null ? undefined : now.calendars.get(calendarId);
    if (calendarId === null || state === undefined || through <= cashKnown(state, tenantId)) {
      return { kind: 'skip', reason: 'repeated_day' };
    }
    const next =
      tenantId === DEPLOYMENT_TENANT
        ? { ...state, cashThrough: through }
        : { ...state, cashOf: new Map(state.cashOf).set(tenantId, through) };
    return this.add({ ...now, offset, calendars: withCalendar(now, calendarId, next) });
  }

  private add(version: WorldVersion): Admission {
    this.versions.push(version);
    return OK;
  }

  private newest(): WorldVersion {
    return this.at(Number.MAX_SAFE_INTEGER);
  }

  private at(offset: number): WorldVersion {
    const last = this.versions.at(-1);
    if (last !== undefined && last.offset <= offset) return last;
    const found = this.versions.findLast((version) => version.offset <= offset) ?? this.versions[0];
    if (found === undefined) throw new TypeError('A partition’s world has no version.');
    return found;
  }
}

function feedName(tenantId: string, source: string): string {
  return `${tenantId}|${source}`;
}

function cashKnown({ cashThrough, cashOf }: CalendarState, tenantId: string): EpochDay {
  return Math.max(cashThrough, cashOf.get(tenantId) ?? cashThrough);
}

function isSilent(silentFeeds: ReadonlySet<string>, tenantId: string): boolean {
  for (const feed of silentFeeds) if (feed.startsWith(`${tenantId}|`)) return true;
  return false;
}

function withCalendar(
  version: WorldVersion,
  calendarId: string,
  state: CalendarState,
): ReadonlyMap<string, CalendarState> {
  return new Map(version.calendars).set(calendarId, state);
}

/** Ticks repeat their holidays every day; equal ones share one object. */
function sameCalendar(before: Calendar | undefined, after: Calendar): Calendar {
  if (before === undefined || before.weekendMask !== after.weekendMask) return after;
  if (before.holidays.size !== after.holidays.size) return after;
  return [...after.holidays].every((day) => before.holidays.has(day)) ? before : after;
}

function plainCalendar(id: string): Calendar {
  return { id, weekendMask: WEEKEND_MASK, holidays: new Set() };
}
