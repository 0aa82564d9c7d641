import { businessDayBefore, onOrAfter } from '../calendar/business-days.ts';
import type { LedgerEntry, Profile } from '../state/profile.ts';
import { NEVER } from '../state/records.ts';
import type { ConditionCode } from '../types/assessment.ts';
import type { Cause, EpochDay } from '../types/units.ts';
import type { World } from '../types/world.ts';
import { ofCases, ofCustomer, ofRecords, timed } from './asked.ts';
import { familyOf } from './catalogue.ts';
import {
  type Before,
  type Case,
  type CaseFamily,
  type Family,
  quiet,
  type RecordFamily,
  type Sight,
  type Verdict,
} from './family.ts';

/** Conditions about the customer have no record; their key is 0. */
const CUSTOMER_KEY = 0;

/**
 * Brings the ledger of conditions up to today's facts. Families judge against last night's close,
 * so that what comes and goes within a day leaves no trace. What time alone raised is not to be
 * told until the cash of the business day before is known.
 */
export function updateConditions(
  sight: Sight,
  world: World,
  cause: Cause,
  isByTime: boolean,
): void {
  const { profile } = sight;
  for (const asked of ofCustomer) {
    if (asked.isIdle(profile)) continue;
    const entry = find(profile, asked.code, CUSTOMER_KEY);
    const verdict = asked.judge(sight, entry ? beforeOf(entry) : quiet);
    if (verdict.level > 0 || entry) record(sight, asked.family, null, verdict, cause, isByTime);
  }
  for (const asked of ofCases) {
    if (!asked.isIdle(profile)) updateCases(sight, asked.family, cause, isByTime);
  }
  if (profile.flags.length > 0 || profile.conditions.length > 0) {
    for (const { family } of ofRecords) updateRecords(sight, family, cause, isByTime);
  }
  if (profile.conditions.length === 0) return;
  settlePending(profile, world, isByTime);
  removeIdle(profile);
}

function updateRecords(sight: Sight, family: RecordFamily, cause: Cause, isByTime: boolean): void {
  const { profile } = sight;
  for (const flag of profile.flags) {
    if (!family.scope.includes(flag.code)) continue;
    const level = family.judge(sight, flag);
    record(sight, family, flag, { level, memo: 0 }, cause, isByTime);
  }
  dropUnflagged(profile, family);
}

function updateCases(sight: Sight, family: CaseFamily, cause: Cause, isByTime: boolean): void {
  const { profile } = sight;
  const cases = family.cases(sight);
  for (const one of cases) {
    const entry = find(profile, family.code, one.key);
    const verdict = family.judge(sight, one, entry ? beforeOf(entry) : quiet);
    if (verdict.level > 0 || entry) record(sight, family, one, verdict, cause, isByTime);
  }
  if (profile.conditions.length > 0) dropUnnamed(profile, family.code, cases);
}

function beforeOf(entry: LedgerEntry): Before {
  return { level: entry.closedLevel, memo: entry.closedMemo };
}

/** The day is over: what holds now is what tomorrow is judged against. */
export function closeConditions(profile: Profile): void {
  for (const entry of profile.conditions) {
    entry.closedLevel = entry.level;
    entry.closedMemo = entry.memo;
    entry.toldLevel = Math.min(entry.toldLevel, entry.level);
    entry.firmLevel = entry.toldLevel;
  }
  removeIdle(profile);
}

/** What holds or is told, by name. */
export function holding({ conditions }: Profile): ReadonlySet<string> {
  return new Set(conditions.filter(isTellable).map(nameOf));
}

/** Tells what holds and did not hold before, as if it had held for long enough. */
export function tellAtOnce({ conditions }: Profile, before: ReadonlySet<string>): void {
  for (const entry of conditions) {
    if (before.has(nameOf(entry)) || entry.toldLevel >= entry.level) continue;
    entry.toldLevel = entry.level;
    entry.firmLevel = entry.level;
    entry.raisedOn = NEVER;
  }
}

function nameOf({ code, key }: LedgerEntry): string {
  return `${code} ${key}`;
}

/** Day on which a pending entry is told at the latest; null when nothing waits. */
export function pendingUntil(entry: LedgerEntry, world: World): EpochDay | null {
  if (entry.toldLevel >= entry.level) return null;
  const cashOn = entry.raisedOn === NEVER ? NEVER : onOrAfter(world.calendar, entry.raisedOn) + 1;
  return Math.max(cashOn, ripeOn(entry, world));
}

/** True while an entry holds, or keeps firing until the cash of the day is applied. */
export function isTellable(entry: LedgerEntry): boolean {
  return entry.level > 0 || entry.toldLevel > 0;
}

/** Names the days on which time alone raises, tells or ends a condition. */
export function considerConditions(
  sight: Sight,
  world: World,
  days: { consider(day: EpochDay): void },
): void {
  const { profile } = sight;
  for (const entry of profile.conditions) {
    if (entry.toldLevel > entry.level) days.consider(profile.today + 1);
    if (entry.raisedOn !== NEVER) days.consider(onOrAfter(world.calendar, entry.raisedOn) + 1);
    if (entry.toldLevel < entry.level) days.consider(ripeOn(entry, world));
  }
  for (const { code, nextOn } of timed) {
    const entry = find(profile, code, CUSTOMER_KEY);
    days.consider(nextOn(sight, entry ?? quiet));
  }
}

/** First day on which an entry has held for as long as its family wants. */
function ripeOn(entry: LedgerEntry, { policy }: World): EpochDay {
  return entry.since + (familyOf(entry.code)?.pendingDays?.(policy) ?? 0);
}

function find(profile: Profile, code: ConditionCode, key: number): LedgerEntry | undefined {
  for (const entry of profile.conditions) {
    if (entry.code === code && entry.key === key) return entry;
  }
  return undefined;
}

function record(
  { profile, policy }: Sight,
  family: Family,
  about: Case | null,
  verdict: Verdict,
  cause: Cause,
  isByTime: boolean,
): void {
  const { code } = family;
  const key = about?.key ?? CUSTOMER_KEY;
  let entry = find(profile, code, key);
  if (!entry) {
    if (verdict.level === 0) return;
    entry = createEntry(code, key, about?.id ?? '', profile.today, cause);
    profile.conditions.push(entry);
    // Sorted, so that the order in which conditions rose within a day does not show.
    profile.conditions.sort(byCodeAndKey);
  }
  const isRaised = verdict.level > entry.level;
  entry.level = verdict.level;
  entry.memo = verdict.memo;
  const mustRipen = (family.pendingDays?.(policy) ?? 0) > 0;
  if (isRaised && isByTime) entry.raisedOn = profile.today;
  else if (isRaised && !mustRipen) entry.toldLevel = verdict.level;
}

function byCodeAndKey(a: LedgerEntry, b: LedgerEntry): number {
  if (a.code !== b.code) return a.code < b.code ? -1 : 1;
  return a.key - b.key;
}

function createEntry(
  code: ConditionCode,
  key: number,
  id: string,
  today: EpochDay,
  cause: Cause,
): LedgerEntry {
  return {
    code,
    key,
    id,
    since: today,
    onset: cause.position,
    level: 0,
    toldLevel: 0,
    firmLevel: 0,
    raisedOn: NEVER,
    memo: 0,
    closedLevel: 0,
    closedMemo: 0,
  };
}

/** Nobody speaks of it any more: it is over. */
function dropUnnamed(profile: Profile, code: ConditionCode, named: readonly Case[]): void {
  for (const entry of profile.conditions) {
    if (entry.code !== code) continue;
    if (!named.some(({ key }) => key === entry.key)) entry.level = 0;
  }
}

/** As `dropUnnamed`. Asked at each event, so nothing is gathered unless an entry is there. */
function dropUnflagged({ conditions, flags }: Profile, { code, scope }: RecordFamily): void {
  for (const entry of conditions) {
    if (entry.code !== code) continue;
    const isNamed = flags.some((flag) => flag.key === entry.key && scope.includes(flag.code));
    if (!isNamed) entry.level = 0;
  }
}

function settlePending(profile: Profile, world: World, isByTime: boolean): void {
  const hasFreeCash = profile.books.some(({ cashMinor }) => cashMinor > 0);
  for (const entry of profile.conditions) {
    if (entry.toldLevel > entry.level) entry.toldLevel = entry.level;
    const isTold = entry.toldLevel === entry.level;
    if (isTold || isCashKnown(entry.raisedOn, profile.today, world)) entry.raisedOn = NEVER;
    if (!isTold && entry.raisedOn === NEVER) ripen(entry, profile.today, world, isByTime);
    if (isByTime && entry.toldLevel > entry.firmLevel) entry.firmLevel = entry.toldLevel;
    // What an event ends that may only be passing through is told when that is sure.
    const keepsFiring = hasFreeCash && familyOf(entry.code)?.awaitsApplication === true;
    if (keepsFiring && entry.toldLevel < entry.firmLevel) entry.toldLevel = entry.firmLevel;
  }
}

/** Tells what has held for long enough; at midnight that waits for the cash of the day before. */
function ripen(entry: LedgerEntry, today: EpochDay, world: World, isByTime: boolean): void {
  const ripe = ripeOn(entry, world);
  if (today < ripe) return;
  if (isByTime && today === ripe && ripe > entry.since && !isCashKnown(today, today, world)) {
    entry.raisedOn = today;
    return;
  }
  entry.toldLevel = entry.level;
  if (entry.toldLevel > entry.firmLevel) entry.firmLevel = entry.toldLevel;
}

/** Bank files come in the morning: whoever paid yesterday must not be told about at midnight. */
function isCashKnown(raisedOn: EpochDay, today: EpochDay, world: World): boolean {
  if (!world.policy.midnight.awaitsCashFeed) return true;
  const day = onOrAfter(world.calendar, raisedOn);
  return today > day || world.cashThrough >= businessDayBefore(world.calendar, day);
}

function removeIdle(profile: Profile): void {
  const { conditions } = profile;
  for (let index = conditions.length - 1; index >= 0; index -= 1) {
    const entry = conditions[index];
    if (entry && !isTellable(entry) && entry.closedLevel === 0) conditions.splice(index, 1);
  }
}
