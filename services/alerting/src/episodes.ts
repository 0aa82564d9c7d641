import type { Position } from '@duewatch/stream';
import { describeCode } from './catalogue.ts';
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
  readonly scope: string;
  readonly severity: Severity;
  /** The worst severity that this episode has had. */
  readonly peak: Severity;
  readonly openedOn: number;
  readonly onset: Position;
  /** The arithmetic that held last; a resolution shows what has ended. */
  readonly evidence: readonly Evidence[];
  /** Whether people may have heard of it: true once a transition went out as news. */
  readonly isTold: boolean;
}

export type Transition =
  | { readonly kind: 'opened'; readonly reason: 'condition_met'; readonly episode: Episode }
  | {
      readonly kind: 'escalated';
      readonly reason: 'severity_rose';
      readonly episode: Episode;
      readonly from: Severity;
    }
  | {
      readonly kind: 'eased';
      readonly reason: 'severity_fell';
      readonly episode: Episode;
      readonly from: Severity;
    }
  | { readonly kind: 'resolved'; readonly reason: ResolveReason; readonly episode: Episode };

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
      if (mayHoldUnlisted(episode, profile)) kept.push(episode);
      else ended.push({ kind: 'resolved', reason: 'condition_ended', episode });
    } else if (comparePositions(condition.onset, episode.onset) !== 0) {
      ended.push({ kind: 'resolved', reason: 'superseded', episode });
    } else {
      const next = updateEpisode(episode, condition);
      kept.push(next);
      const change = severityChange(episode.severity, next);
      if (change) moved.push(change);
      current.delete(episode.dedupKey);
    }
  }
  for (const [dedupKey, condition] of current) {
    const episode = openEpisode(dedupKey, condition);
    kept.push(episode);
    opened.push({ kind: 'opened', reason: 'condition_met', episode });
  }
  return { episodes: kept, transitions: [...ended, ...moved, ...opened] };
}

/** Ends everything at once, for a customer of whom nothing may be kept. */
export function endAllEpisodes(open: readonly Episode[], reason: ResolveReason): Review {
  return {
    episodes: [],
    transitions: open.map((episode) => ({ kind: 'resolved', reason, episode })),
  };
}

/**
 * One condition per cause. Where several levels of a family are listed, the worst speaks, and the
 * earliest onset counts: the worry began when the first level was reached.
 */
function conditionsByCause(profile: ProfileView): Map<string, Condition> {
  const causes = new Map<string, Condition>();
  for (const condition of profile.conditions) {
    const { family } = describeCode(condition.code);
    const { tenantId, customerId } = profile;
    const key = dedupKeyOf({ tenantId, customerId, family, scope: condition.scope });
    const known = causes.get(key);
    causes.set(key, known === undefined ? condition : mergeLevels(known, condition));
  }
  return causes;
}

function mergeLevels(a: Condition, b: Condition): Condition {
  const worse = compareSeverity(b.severity, a.severity) > 0 ? b : a;
  const earlier = comparePositions(b.onset, a.onset) < 0 ? b : a;
  return { ...worse, since: earlier.since, onset: earlier.onset };
}

/**
 * A profile lists a few scopes per code and counts the rest. An episode that is not listed while
 * more hold than are listed may be among the rest: it stays open, for a false "resolved" is worse
 * than a late one.
 */
function mayHoldUnlisted(episode: Episode, profile: ProfileView): boolean {
  if (episode.scope === '') return false;
  const listed = profile.conditions.filter((condition) => condition.code === episode.code).length;
  return (profile.holding.get(episode.code) ?? listed) > listed;
}

function openEpisode(dedupKey: string, condition: Condition): Episode {
  return {
    dedupKey,
    episodeId: episodeIdOf(dedupKey, condition.onset),
    family: describeCode(condition.code).family,
    code: condition.code,
    scope: condition.scope,
    severity: condition.severity,
    peak: condition.severity,
    openedOn: condition.since,
    onset: condition.onset,
    evidence: condition.evidence,
    isTold: false,
  };
}

function updateEpisode(episode: Episode, condition: Condition): Episode {
  return {
    ...episode,
    code: condition.code,
    severity: condition.severity,
    peak: worseOf(episode.peak, condition.severity),
    evidence: condition.evidence,
  };
}

function severityChange(from: Severity, episode: Episode): Transition | undefined {
  const change = compareSeverity(episode.severity, from);
  if (change > 0) return { kind: 'escalated', reason: 'severity_rose', episode, from };
  if (change < 0) return { kind: 'eased', reason: 'severity_fell', episode, from };
  return undefined;
}
