import { decodePage, encodePage, type Page, type PageRef, type Profile } from '../src/index.ts';
import type { ItemPage, StubPage } from '../src/state/pages.ts';

/**
 * What a profile and its pages say, without where it is written: pages split at other places, and
 * positions name other records, when the same events come in another order.
 */
export function logicalView(profile: Profile, pages: Map<PageRef, Page>): unknown {
  const { itemPages, stubPages, isIndexed, nextPageNo, shell, conditions, ...rest } = profile;
  const { lateItems } = rest.dossier;
  return {
    ...rest,
    // Which of them are still known by name depends on what was closed in between.
    dossier: { ...rest.dossier, lateItems: lateItems && { ...lateItems, oldestIds: [] } },
    conditions: conditions.map(({ onset, ...entry }) => entry),
    records: recordsOf(pages),
  };
}

/** All records in a fixed order, as they come back from storage. */
export function recordsOf(pages: Map<PageRef, Page>): unknown[] {
  const records: { key: number }[] = [];
  for (const page of pages.values()) {
    if (page.type === 'where') continue;
    // Through storage: what is not stored is no part of the truth.
    const stored = decodePage(encodePage(page)) as ItemPage | StubPage;
    // Ids of what was ever closed may be gone; keys stand for them.
    for (const { nextOn, judgeOn, id, ...record } of stored.records) records.push(record);
  }
  return records.sort((a, b) => a.key - b.key);
}
