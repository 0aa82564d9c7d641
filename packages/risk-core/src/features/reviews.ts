import type { Policy } from '../policy/policy.ts';
import type { Profile } from '../state/profile.ts';
import { NEVER } from '../state/records.ts';
import type { EpochDay } from '../types/units.ts';
import type { Findings } from './measure.ts';

/**
 * When the customer's credit is to be reviewed next: so long after the last review, or after it was
 * taken on, as its band allows. NEVER while neither is known: an imported ledger is no credit file.
 */
export function nextReviewOn(profile: Profile, policy: Policy, shown: number): EpochDay {
  const { master, dossier } = profile;
  const since = Math.max(master.onboardedOn ?? NEVER, dossier.contact?.reviewedOn ?? NEVER);
  return since === NEVER ? NEVER : since + (policy.reviews.everyDays[shown] ?? 0);
}

/** True while there is anything to review: something owed or ordered, or a limit. */
export function isReviewed({ limit }: Profile, { exposureBase }: Findings): boolean {
  return exposureBase > 0 || limit.amountMinor !== NEVER;
}

/**
 * When somebody is to speak with the customer next: on the day agreed last, else so long after the
 * last contact as the band allows. NEVER where contacts are not recorded.
 */
export function nextContactOn({ dossier }: Profile, policy: Policy, shown: number): EpochDay {
  const { contact } = dossier;
  if (contact === null || contact.lastOn === NEVER) return NEVER;
  if (contact.nextOn > contact.lastOn) return contact.nextOn;
  return contact.lastOn + (policy.reviews.contactEveryDays[shown] ?? 0);
}
