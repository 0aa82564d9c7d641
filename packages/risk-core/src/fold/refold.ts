import { isSettlement, settledLate } from '../state/derive-item.ts';
import { pageFor, type StubPage, slotFor } from '../state/pages.ts';
import type { Profile, StubEntry } from '../state/profile.ts';
import type { AccountRecord, Item } from '../state/records.ts';
import { copyStats, type SettlementStats, stepStats } from '../state/settlement-stats.ts';
import type { EpochDay } from '../types/units.ts';
import type { World } from '../types/world.ts';
import { MissingPageError } from './missing-page-error.ts';

/** As much of an account as its settlements are folded again from. */
interface Refoldable {
  readonly profile: Profile;
  readonly world: World;
  stubPage(entry: StubEntry): StubPage;
  touch(page: StubPage): void;
}

/** Takes one settlement into the statistics. */
export function stepItem(stats: SettlementStats, item: Item, { policy }: World): void {
  stepStats(stats, item.settledOn, item.key, settledLate(item), policy);
}

/** The newest settlement of all: one step, however long the history. */
export function stepNewest({ profile, world }: Refoldable, page: StubPage, item: Item): void {
  const { stats } = profile;
  const isNewDay = stats.count === 0 || item.settledOn > stats.lastOn;
  if (isNewDay) page.eve = { on: item.settledOn, stats: copyStats(stats) };
  stepItem(stats, item, world);
}

/**
 * Folds all settlements from a day and key on again. A payment run settles many invoices on one
 * day in any order of their keys, so the state at the beginning of the last day is kept at hand.
 */
export function refoldFrom(account: Refoldable, on: EpochDay, key: number): void {
  const { stubPages } = account.profile;
  const last = stubPages.length - 1;
  if (last < 0) return;
  const { eve, records } = pageAt(account, last);
  if (eve && eve.on <= on && beginsOnLast(stubPages, eve.on)) {
    const stats = copyStats(eve.stats);
    stepAll(account, records, slotFor(records, eve.on, 0), records.length, stats);
    account.profile.stats = stats;
    return;
  }
  const from = Math.max(0, pageFor(stubPages, on, key));
  const stats = copyStats(pageAt(account, from).before);
  for (let index = from; index <= last; index += 1) {
    const page = pageAt(account, index);
    if (index > from) page.before = copyStats(stats);
    account.touch(page);
    stepPage(account, page, stats);
  }
  account.profile.stats = stats;
}

/** True when all records of a day, and of any later one, are on the last page. */
function beginsOnLast(stubPages: readonly StubEntry[], day: EpochDay): boolean {
  const before = stubPages[stubPages.length - 2];
  return before === undefined || before.lastOn < day;
}

/** Notes the state at the beginning of the last day. */
function stepPage(account: Refoldable, page: StubPage, stats: SettlementStats): void {
  const { records } = page;
  const lastOn = records[records.length - 1]?.sortOn ?? 0;
  const dayAt = slotFor(records, lastOn, 0);
  stepAll(account, records, 0, dayAt, stats);
  page.eve = { on: lastOn, stats: copyStats(stats) };
  stepAll(account, records, dayAt, records.length, stats);
}

function stepAll(
  account: Refoldable,
  records: readonly AccountRecord[],
  from: number,
  to: number,
  stats: SettlementStats,
): void {
  for (let index = from; index < to; index += 1) {
    const record = records[index];
    if (record?.kind === 'item' && isSettlement(record)) stepItem(stats, record, account.world);
  }
}

function pageAt(account: Refoldable, at: number): StubPage {
  const entry = account.profile.stubPages[at];
  if (!entry) throw new MissingPageError('s');
  return account.stubPage(entry);
}
