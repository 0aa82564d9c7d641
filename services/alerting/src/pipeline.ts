import { admit } from './admission.ts';
import { type Announcement, announce, markTold } from './announcements.ts';
import type { CustomerState } from './customer-state.ts';
import type { Review } from './episode.ts';
import type { ProfileView } from './profile-view.ts';
import type { SkipReason } from './reasons.ts';
import { endAllEpisodes, reviewEpisodes } from './review-episodes.ts';

export type Judgement =
  | { readonly kind: 'skip'; readonly reason: SkipReason }
  | {
      readonly kind: 'judged';
      readonly state: CustomerState;
      readonly announcements: readonly Announcement[];
      /** A profile before this one never arrived. */
      readonly isGap: boolean;
    };

/** The sentence: let a profile in once, review the episodes, decide of each move who may hear. */
export function judgeProfile(state: CustomerState, topic: string, profile: ProfileView): Judgement {
  const admission = admit(state.seen[topic], profile.position, profile.previousPosition);
  if (admission.kind === 'repeat') return { kind: 'skip', reason: 'repeat' };
  const review = reviewEpisodes(state.episodes, profile);
  const { calendarId, asOf, versions } = profile;
  const seen = { ...state.seen, [topic]: profile.position };
  const last = { calendarId, asOf, versions };
  const judged = judgeMoves({ ...state, seen, last }, review, profile.isSuppressed);
  return { kind: 'judged', ...judged, isGap: admission.isGap };
}

/** An erased customer has no worries; whoever was told of one is told that it is over. */
export function judgeErasure(state: CustomerState): Judgement {
  const judged = judgeMoves(state, endAllEpisodes(state.episodes, 'erased'), false);
  return { kind: 'judged', ...judged, isGap: false };
}

function judgeMoves(state: CustomerState, review: Review, isHistory: boolean) {
  const announcements = review.transitions.map((move) => announce(move, { isHistory }));
  const episodes = markTold(review.episodes, announcements);
  return { state: { ...state, episodes }, announcements };
}
