import { admit } from './admission.ts';
import { type Announcement, announceAll, type Moment } from './announcements.ts';
import { businessNow } from './business-time.ts';
import type { CommandView } from './command-view.ts';
import type { CustomerState } from './customer-state.ts';
import type { Review } from './episode.ts';
import { obey } from './obey.ts';
import type { ErasureView, ProfileView } from './profile-view.ts';
import type { SkipReason } from './reasons.ts';
import { remindersDue } from './reminders.ts';
import { endAllEpisodes, reviewEpisodes } from './review-episodes.ts';
import type { Silence } from './silence.ts';

export type Judgement =
  | { readonly kind: 'skip'; readonly reason: SkipReason }
  | {
      readonly kind: 'judged';
      readonly state: CustomerState;
      readonly announcements: readonly Announcement[];
      /** A profile before this one never arrived. */
      readonly isGap: boolean;
    };

export type Judged = Extract<Judgement, { kind: 'judged' }>;

/** A command about an episode that is not open waits for it; only so many do. */
const WAITING_KEPT = 20;

/** The sentence: let a profile in once, review the episodes, decide of each move who may hear. */
export function judgeProfile(
  state: CustomerState,
  topic: string,
  profile: ProfileView,
  silences: readonly Silence[] = [],
): Judgement {
  const admission = admit(state.seen[topic], profile.position, profile.previousPosition);
  if (admission.kind === 'repeat') return { kind: 'skip', reason: 'repeat' };
  const { tenantId, customerId, calendarId, asOf, versions, standing, isSuppressed } = profile;
  const { now, isLive } = businessNow(profile.acceptedAt, asOf);
  const seen = { ...state.seen, [topic]: profile.position };
  const last = { calendarId, asOf, versions, isLive, now, standing };
  const moment = { tenantId, customerId, standing, now, isHistory: isSuppressed, silences };
  const reviewed = reviewEpisodes(state.episodes, profile);
  const judged = judgeMoves({ ...state, seen, last }, reviewed, moment);
  return { ...obeyWaiting(judged, moment), isGap: admission.isGap };
}

/** An erased customer has no worries; whoever was told of one is told that it is over. */
export function judgeErasure(
  state: CustomerState,
  topic: string,
  { tenantId, customerId, position }: ErasureView,
): Judgement {
  const admission = admit(state.seen[topic], position, null);
  if (admission.kind === 'repeat') return { kind: 'skip', reason: 'repeat' };
  const now = state.last?.now ?? 0;
  const seen = { ...state.seen, [topic]: position };
  const moment = { tenantId, customerId, standing: null, now, isHistory: false, silences: [] };
  return judgeMoves({ ...state, seen }, endAllEpisodes(state.episodes, 'erased'), moment);
}

/** Does what somebody wished; a wish about an episode not seen yet is kept for it. */
export function judgeCommand(
  state: CustomerState,
  command: CommandView,
  silences: readonly Silence[],
): Judged {
  const { tenantId, customerId, episodeId, wish, by } = command;
  const now = state.last?.isLive ? command.acceptedAt : (state.last?.now ?? 0);
  const review = obey(state.episodes, command, now);
  if (review === undefined) {
    const waiting = [...state.waiting, { episodeId, wish, by }].slice(-WAITING_KEPT);
    return { kind: 'judged', state: { ...state, waiting }, announcements: [], isGap: false };
  }
  const standing = state.last?.standing ?? null;
  const moment = { tenantId, customerId, standing, now, isHistory: false, silences };
  return judgeMoves(state, review, moment);
}

/** What time alone brings: the end of what kept a word back, and reminders. */
export function judgeTimer(
  state: CustomerState,
  subject: { readonly tenantId: string; readonly customerId: string },
  now: number,
  silences: readonly Silence[],
): Judged {
  const standing = state.last?.standing ?? null;
  const moment = { ...subject, standing, now, isHistory: false, silences };
  const isLive = state.last?.isLive ?? false;
  const transitions = isLive ? remindersDue(state.episodes, now) : [];
  return judgeMoves(state, { episodes: state.episodes, transitions }, moment);
}

function judgeMoves(state: CustomerState, reviewed: Review, moment: Moment): Judged {
  const { review, announcements, cooldowns } = announceAll(reviewed, state.cooldowns, moment);
  const { episodes } = review;
  const hasWorries = episodes.open.length > 0;
  const last = state.last && { ...state.last, standing: hasWorries ? moment.standing : null };
  const next = { ...state, episodes, cooldowns, last };
  return { kind: 'judged', state: next, announcements, isGap: false };
}

/** Does what was wished of episodes that have now come up. */
function obeyWaiting(judged: Judged, moment: Moment): Judged {
  let { state } = judged;
  const announcements = [...judged.announcements];
  for (const command of state.waiting) {
    const review = obey(state.episodes, command, moment.now);
    if (review === undefined) continue;
    const obeyed = judgeMoves(state, review, moment);
    const waiting = state.waiting.filter((one) => one !== command);
    state = { ...obeyed.state, waiting };
    announcements.push(...obeyed.announcements);
  }
  return { ...judged, state, announcements };
}
