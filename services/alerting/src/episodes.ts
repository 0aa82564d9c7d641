import type { Position } from '@duewatch/stream';
import { describeCode } from './catalogue.ts';
import { endReasonOf } from './end-reason.ts';
import { dedupKeyOf, episodeIdOf } from './episode-ids.ts';
import { comparePositions } from './positions.ts';
import type { Condition, Evidence, ProfileView } from './profile-view.ts';
import type { ResolveReason } from './reasons.ts';
import { compareSeverity, type Severity, worseOf } from './severity.ts';

/** One worry about one customer, from the day its condition set in until it ends. */
export interface Episode {
  readonly dedupKey: string;
  readonly episodeId: string;
  readonly family: string;
  /** The level of the family that holds now: `OVERDUE_60` of `OVERDUE`. */
  readonly code: string;
  readonly scope: string | null;
  readonly severity: Severity;
  /** The worst severity that this episode has had. */
  readonly peak: Severity;
  readonly openedOn: number;
  /** When the event that opened it was accepted, epoch milliseconds. */
  readonly openedAt: number;
  readonly onset: Position;
  /** The arithmetic that held last; a resolution shows what has ended. */
  readonly evidence: readonly Evidence[];
  /** How often it was worth a word: once for the opening, once more for each rise. */
  readonly occurrences: number;
  /** Whether people may have heard of it: true once a transition went out as news. */
  readonly isTold: boolean;
}

export type Transition =
  | { readonly kind: 'opened'; readonly episode: Episode }
  | { readonly kind: 'escalated'; readonly episode: Episode; readonly from: Severity }
  | { readonly kind: 'eased'; readonly episode: Episode; readonly from: Severity }
  | { readonly kind: 'resolved'; readonly episode: Episode; readonly reason: ResolveReason };

export interface Review {
  readonly episodes: readonly Episode[];
  readonly transitions: readonly Transition[];
}

/**
 * Makes the open episodes equal to the conditions of this profile, and says what moved.
 *
 * Level-triggered: the answer depends on the profile at hand and on what is open, never on how the
 * conditions came about, so a reader that missed profiles in between ends with the same episodes.
 * Endings come first, so that a worry that ended and set in again reads in that order.
 */
export function reviewEpisodes(open: readonly Episode[], profile: ProfileView): Review {
  const current = conditionsByCause(profile);
  const kept: Episode[] = [];
  const ended: Transition[] = [];
  const moved: Transition[] = [];
  const opened: Transition[] = [];

  for (const episode of open) {
    const condition = current.get(episode.dedupKey);
    if (condition === undefined) {
      const reason = endReasonOf(episode.family, profile.causedBy);
      if (mayHoldUnlisted(episode, profile)) kept.push(episode);
      else ended.push({ kind: 'resolved', episode, reason });
    } else if (comparePositions(condition.onset, episode.onset) !== 0) {
      ended.push({ kind: 'resolved', episode, reason: 'superseded' });
    } else {
      current.delete(episode.dedupKey);
      const next = follow(episode, condition);
      kept.push(next.episode);
      if (next.transition) moved.push(next.transition);
    }
  }
  for (const [dedupKey, condition] of current) {
    // A pending condition is not told to anyone; it comes again without the mark, or not at all.
    if (condition.isPending) continue;
    const episode = openEpisode(dedupKey, condition, profile.acceptedAt);
    kept.push(episode);
    opened.push({ kind: 'opened', episode });
  }
  return { episodes: kept, transitions: [...ended, ...moved, ...opened] };
}

/** Ends everything at once, for a customer of whom nothing may be kept. */
export function endAllEpisodes(open: readonly Episode[], reason: ResolveReason): Review {
  const transitions = open.map((episode) => ({ kind: 'resolved' as const, episode, reason }));
  return { episodes: [], transitions };
}

/**
 * One condition per cause. Where several levels of a family are listed, the worst that is not
 * pending speaks, and the earliest onset counts: the worry began when the first level was reached.
 */
function conditionsByCause(profile: ProfileView): Map<string, Condition> {
  const { tenantId, customerId } = profile;
  const causes = new Map<string, Condition>();
  for (const condition of profile.conditions) {
    const { family } = describeCode(condition.code);
    const key = dedupKeyOf({ tenantId, customerId, family, scope: condition.scope });
    const known = causes.get(key);
    causes.set(key, known === undefined ? condition : mergeLevels(known, condition));
  }
  return causes;
}

function mergeLevels(a: Condition, b: Condition): Condition {
  const earlier = comparePositions(b.onset, a.onset) < 0 ? b : a;
  return { ...speakerOf(a, b), since: earlier.since, onset: earlier.onset };
}

function speakerOf(a: Condition, b: Condition): Condition {
  if (a.isPending !== b.isPending) return a.isPending ? b : a;
  return compareSeverity(b.severity, a.severity) > 0 ? b : a;
}

/**
 * A profile lists a few scopes per code and counts the rest. An episode that is not listed while
 * more hold than are listed may be among the rest: it stays open, for a false "resolved" is worse
 * than a late one.
 */
function mayHoldUnlisted(episode: Episode, profile: ProfileView): boolean {
  if (episode.scope === null) return false;
  const listed = profile.conditions.filter((condition) => condition.code === episode.code).length;
  return (profile.holding.get(episode.code) ?? listed) > listed;
}

function openEpisode(dedupKey: string, condition: Condition, openedAt: number): Episode {
  return {
    dedupKey,
    episodeId: episodeIdOf(dedupKey, condition.onset),
    family: describeCode(condition.code).family,
    code: condition.code,
    scope: condition.scope,
    severity: condition.severity,
    peak: condition.severity,
    openedOn: condition.since,
    openedAt,
    onset: condition.onset,
    evidence: condition.evidence,
    occurrences: 1,
    isTold: false,
  };
}

/** The episode as the condition now has it. While a new level is pending the old one stands. */
function follow(
  episode: Episode,
  condition: Condition,
): { readonly episode: Episode; readonly transition?: Transition } {
  if (condition.isPending) return { episode };
  const change = compareSeverity(condition.severity, episode.severity);
  const next: Episode = {
    ...episode,
    code: condition.code,
    severity: condition.severity,
    peak: worseOf(episode.peak, condition.severity),
    evidence: condition.evidence,
    occurrences: episode.occurrences + (change > 0 ? 1 : 0),
  };
  if (change === 0) return { episode: next };
  const kind = change > 0 ? 'escalated' : 'eased';
  return { episode: next, transition: { kind, episode: next, from: episode.severity } };
}
