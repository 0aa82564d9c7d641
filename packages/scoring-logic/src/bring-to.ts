import {
  type EpochDay,
  fold,
  type Page,
  type PageAccess,
  type PageRef,
  type Profile,
  type World,
} from '@duewatch/risk-core';

/**
 * Lets days pass for a customer, in place, up to `day`. Quiet days leave a stored customer where it
 * was, so two of them are compared on the same day. All its pages must be at hand.
 */
export function bringTo(
  day: EpochDay,
  { profile, world }: { readonly profile: Profile; readonly world: World },
  pages: Map<PageRef, Page>,
): void {
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
