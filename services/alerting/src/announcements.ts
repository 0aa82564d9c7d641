import type { Episode, Episodes, Transition } from './episode.ts';
import type { AnnounceReason } from './reasons.ts';

/** What becomes of a transition outside this service. */
export type Verdict =
  /** On the topic, for people. */
  | { readonly kind: 'news'; readonly reason: AnnounceReason }
  /** On the topic, marked `suppressed`: consumers keep their books, nobody is told. */
  | { readonly kind: 'record'; readonly reason: AnnounceReason }
  /** In the state only. */
  | { readonly kind: 'silent'; readonly reason: AnnounceReason };

export interface Announcement {
  readonly transition: Transition;
  readonly verdict: Verdict;
}

/** What the rules may look at beside the transition. */
export interface AnnounceContext {
  /** The profile is history, a rebuild or a policy release. */
  readonly isHistory: boolean;
}

/** A named decision. It answers with a verdict, or with nothing to pass the question on. */
export interface AnnounceRule {
  readonly name: string;
  decide(transition: Transition, context: AnnounceContext): Verdict | undefined;
}

/**
 * An easing has no message: the worry is still there, and a reader who wants to know how bad it is
 * reads the profile. It is kept in the state, so that a later rise is told again.
 */
export const easingIsSilent: AnnounceRule = {
  name: 'easing_is_silent',
  decide: ({ kind }) => (kind === 'eased' ? { kind: 'silent', reason: 'eased_only' } : undefined),
};

/** What history, a rebuild or a policy release moves was not moved by the customer today. */
export const historyIsNotNews: AnnounceRule = {
  name: 'history_is_not_news',
  decide: (_, { isHistory }) => (isHistory ? { kind: 'record', reason: 'history' } : undefined),
};

/** Nobody is told the end of what nobody was told the beginning of. */
export const untoldEndsUntold: AnnounceRule = {
  name: 'untold_ends_untold',
  decide: ({ kind, episode }) =>
    kind === 'resolved' && !episode.isTold
      ? { kind: 'record', reason: 'opening_untold' }
      : undefined,
};

/**
 * The chain, asked in this order; the first answer counts. Acknowledgement, snooze, silences,
 * inhibition and cooldown each become one more rule here, with reasons on the closed list.
 */
export const ANNOUNCE_RULES: readonly AnnounceRule[] = [
  easingIsSilent,
  historyIsNotNews,
  untoldEndsUntold,
];

export function announce(
  transition: Transition,
  context: AnnounceContext,
  rules: readonly AnnounceRule[] = ANNOUNCE_RULES,
): Announcement {
  for (const rule of rules) {
    const verdict = rule.decide(transition, context);
    if (verdict) return { transition, verdict };
  }
  return { transition, verdict: { kind: 'news', reason: 'news' } };
}

/** Remembers in the episodes which of them people have now heard of. */
export function markTold(episodes: Episodes, announcements: readonly Announcement[]): Episodes {
  const told = new Set(
    announcements
      .filter(({ verdict }) => verdict.kind === 'news')
      .map(({ transition }) => transition.episode.episodeId),
  );
  const mark = (episode: Episode): Episode =>
    told.has(episode.episodeId) && !episode.isTold ? { ...episode, isTold: true } : episode;
  return { ...episodes, open: episodes.open.map(mark) };
}
