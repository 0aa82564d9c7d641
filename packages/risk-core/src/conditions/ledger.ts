import { businessDayBefore, onOrAfter } from '../calendar/business-days.ts';
import type { LedgerEntry, Profile } from '../state/profile.ts';
import { NEVER } from '../state/records.ts';
import type { ConditionCode } from '../types/assessment.ts';
import type { Cause, EpochDay } from '../types/units.ts';
import type { World } from '../types/world.ts';
import { families } from './catalogue.ts';
import {
  type Before,
  type Case,
  type CaseFamily,
  quiet,
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
  for (const family of families) {
    if (family.scope === 'customer') {
      const entry = find(profile, family.code, CUSTOMER_KEY);
      const verdict = family.judge(sight, entry ? beforeOf(entry) : quiet);
      if (verdict.level > 0 || entry) record(profile, family.code, null, verdict, cause, isByTime);
      continue;
    }
    if (family.scope === 'case') {
      updateCases(sight, family, cause, isByTime);
      continue;
    }
    if (profile.flags.length === 0 && profile.conditions.length === 0) continue;
    for (const flag of profile.flags) {
      if (!family.scope.includes(flag.code)) continue;
      const level = family.judge(sight, flag);
      record(profile, family.code, flag, { level, memo: 0 }, cause, isByTime);
    }
    const { scope } = family;
    const flagged = profile.flags.filter(({ code }) => scope.includes(code));
    dropUnnamed(profile, family.code, flagged);
  }
  settlePending(profile, world);
  removeIdle(profile);
}

function updateCases(sight: Sight, family: CaseFamily, cause: Cause, isByTime: boolean): void {
  const { profile } = sight;
  const cases = family.cases(sight);
  for (const one of cases) {
    const entry = find(profile, family.code, one.key);
    const verdict = family.judge(sight, one, entry ? beforeOf(entry) : quiet);
    if (verdict.level > 0 || entry) record(profile, family.code, one, verdict, cause, isByTime);
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
  }
  removeIdle(profile);
}

/** Day on which a pending entry is told at the latest; null when nothing waits. */
export function pendingUntil(entry: LedgerEntry, world: World): EpochDay | null {
  return entry.raisedOn === NEVER ? null : onOrAfter(world.calendar, entry.raisedOn) + 1;
}

function find(profile: Profile, code: ConditionCode, key: number): LedgerEntry | undefined {
  for (const entry of profile.conditions) {
    if (entry.code === code && entry.key === key) return entry;
  }
  return undefined;
}

function record(
  profile: Profile,
  code: ConditionCode,
  about: Case | null,
  verdict: Verdict,
  cause: Cause,
  isByTime: boolean,
): void {
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
  if (isRaised && isByTime) entry.raisedOn = profile.today;
  else if (isRaised) entry.toldLevel = verdict.level;
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

function settlePending(profile: Profile, world: World): void {
  for (const entry of profile.conditions) {
    if (entry.toldLevel > entry.level) entry.toldLevel = entry.level;
    if (entry.raisedOn === NEVER) continue;
    if (entry.toldLevel === entry.level || isCashKnown(entry.raisedOn, profile.today, world)) {
      entry.toldLevel = entry.level;
      entry.raisedOn = NEVER;
    }
  }
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
    if (entry && entry.level === 0 && entry.closedLevel === 0) conditions.splice(index, 1);
  }
}
