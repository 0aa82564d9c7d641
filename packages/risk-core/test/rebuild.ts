import type { Profile } from '../src/index.ts';
import { weigh, weighingOf } from '../src/state/contributions.ts';
import { isSettlement, settledLate } from '../src/state/derive-item.ts';
import { describeItems, describeStubs } from '../src/state/directory.ts';
import { ageDossier } from '../src/state/dossier/dossier.ts';
import { irregularityMilli } from '../src/state/irregularity.ts';
import { setNextDays } from '../src/state/next-days.ts';
import type { ItemPage, StubPage } from '../src/state/pages.ts';
import { createProfile, openSums } from '../src/state/profile.ts';
import type { AccountRecord } from '../src/state/records.ts';
import { copyStats, createStats, stepStats } from '../src/state/settlement-stats.ts';
import type { Shell } from './shell.ts';

/**
 * The profile with everything that follows from its records worked out afresh: sums, books, flags,
 * directory and settlement statistics.
 */
export function rebuilt(shell: Shell): Profile {
  const { profile, world } = shell;
  const weighing = weighingOf(world.policy);
  const blank = createProfile(profile.calendarId);
  openSums(blank, world.policy);
  const { sums, books, flags, awaited } = blank;
  blank.today = profile.today;
  const pages = shell.pages();
  const weighAll = (records: readonly AccountRecord[]) => {
    for (const record of records) {
      weigh(blank, record, 1, profile.today, profile.today, weighing);
      setNextDays(record, profile.today, weighing);
    }
  };
  const itemPages = profile.itemPages.map((entry) => {
    const page = pages.get(entry.ref) as ItemPage;
    weighAll(page.records);
    const described = { ...entry };
    describeItems(described, page);
    return described;
  });
  const first = pages.get(profile.stubPages[0]?.ref ?? '') as StubPage | undefined;
  const stats = copyStats(first?.before ?? createStats());
  const stubPages = profile.stubPages.map((entry) => {
    const page = pages.get(entry.ref) as StubPage;
    expect(page.before).toEqual(stats);
    weighAll(page.records);
    for (const record of page.records) {
      if (record.kind !== 'item' || !isSettlement(record)) continue;
      stepStats(stats, record.settledOn, record.key, settledLate(record), world.policy);
    }
    const described = { ...entry };
    describeStubs(described, page);
    return described;
  });
  // Asked for before every look, as the fold does.
  ageDossier(blank.dossier, profile.today, world.policy);
  const { lateItems, turnover, orderWeeks } = blank.dossier;
  if (lateItems) lateItems.oldestIds = profile.dossier.lateItems?.oldestIds ?? [];
  return {
    ...profile,
    dossier: { ...profile.dossier, lateItems, turnover, orderWeeks },
    sums,
    awaited,
    books,
    flags,
    itemPages,
    stubPages,
    stats: profile.stubPages.length > 0 ? stats : profile.stats,
    irregularityMilli: irregularityMilli(profile.stats),
  };
}
