import { asItems, whereRef } from '../state/pages.ts';
import type { Profile } from '../state/profile.ts';
import type { PagePeek, PageRef } from '../types/pages.ts';

/**
 * Every page that is kept beside a profile, for a shell that forgets the customer. When `missing`
 * names pages, load them and ask again: only they tell which small pages hang on them.
 */
export function pagesOf(
  profile: Profile,
  pages: PagePeek,
): { readonly refs: readonly PageRef[]; readonly missing: readonly PageRef[] } {
  const refs: PageRef[] = [];
  const missing: PageRef[] = [];
  for (const { ref } of profile.stubPages) refs.push(ref);
  for (const { ref } of profile.itemPages) {
    refs.push(ref);
    if (!profile.isIndexed) continue;
    const page = pages.peek(ref);
    if (page === 'unloaded') missing.push(ref);
    else for (const { key } of asItems(page)?.records ?? []) refs.push(whereRef(key));
  }
  return { refs, missing };
}
