import {
  encodePage,
  fold,
  type Page,
  type PageAccess,
  type PagePeek,
  type PageRef,
  type Profile,
  pagesOf,
  type World,
} from '@duewatch/risk-core';

/** A customer with all its pages at hand. */
export interface WithPages {
  readonly profile: Profile;
  readonly pages: PagePeek;
  readonly world: World;
}

/**
 * Addresses of pages that `stored` lacks, or that are not the same in both. Quiet days leave a
 * customer where it was: the one that is behind is brought to the day of the other, in place.
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

function bringTo(day: number, { profile, world }: WithPages, pages: Map<PageRef, Page>): void {
  if (profile.today >= day) return;
  const access: PageAccess = {
    peek: (ref) => pages.get(ref),
    get: (ref) => pages.get(ref),
    put: (ref, page) => void pages.set(ref, page),
    delete: (ref) => void pages.delete(ref),
  };
  const cause = { eventId: '', source: '', type: '', position: null };
  fold(profile, access, { kind: 'advance', to: day, cause }, world);
}

function hexOf(page: Page | undefined): string {
  return page === undefined ? '' : Buffer.from(encodePage(page)).toString('hex');
}
