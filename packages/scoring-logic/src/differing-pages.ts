import {
  encodePage,
  type Page,
  type PagePeek,
  type PageRef,
  type Profile,
  pagesOf,
  type World,
} from '@duewatch/risk-core';
import { bringTo } from './bring-to.ts';

/** A customer with all its pages at hand. */
export interface WithPages {
  readonly profile: Profile;
  readonly pages: PagePeek;
  readonly world: World;
}

/**
 * Addresses of pages that `stored` lacks, or that are not the same in both. The one
 * that is behind is brought to the day of the other, in place.
 */
export function differingPages(stored: WithPages, folded: WithPages): readonly PageRef[] {
  const found = pagesIn(stored);
  const lacking = pagesOf(stored.profile, stored.pages).refs.filter((ref) => !found.has(ref));
  if (lacking.length > 0) return lacking;
  const expected = pagesIn(folded);
  const day = Math.max(stored.profile.today, folded.profile.today);
  bringTo(day, stored, found);
  bringTo(day, folded, expected);
  const refs = [...new Set([...found.keys(), ...expected.keys()])].sort();
  return refs.filter((ref) => hexOf(found.get(ref)) !== hexOf(expected.get(ref)));
}

function pagesIn({ profile, pages }: WithPages): Map<PageRef, Page> {
  const found = new Map<PageRef, Page>();
  for (const ref of pagesOf(profile, pages).refs) {
    const page = pages.peek(ref);
    if (page !== undefined && page !== 'unloaded') found.set(ref, page);
  }
  return found;
}

function hexOf(page: Page | undefined): string {
  return page === undefined ? '' : Buffer.from(encodePage(page)).toString('hex');
}
