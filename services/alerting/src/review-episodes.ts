import { UNHEARD } from './attention.ts';
import { describeCode } from './catalogue.ts';
import { endReasonOf } from './end-reason.ts';
import type {
  EndedEpisode,
  EndedTransition,
  Episode,
  Episodes,
  Review,
  Transition,
} from './episode.ts';
import { dedupKeyOf, episodeIdOf } from './episode-ids.ts';
import { comparePositions } from './positions.ts';
import type { Condition, ProfileView } from './profile-view.ts';
import type { ResolveReason } from './reasons.ts';
import { compareSeverity, worseOf } from './severity.ts';

/**
 * Makes the open episodes equal to the conditions of this profile, and says what moved.
 *
 * Level-triggered: the answer depends on the profile at hand and on what is open, never on how the
 * conditions came about, so a reader that missed profiles in between ends with the same episodes.
 * Endings come first, so that a worry that ended and set in again reads in that order.
 */
export function reviewEpisodes({ open, endedToday }: Episodes, profile: ProfileView): Review {
  const current = conditionsByCause(profile);
  const kept: Episode[] = [];
  const ended: EndedTransition[] = [];
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
  const recent = endedToday.filter(({ endedOn }) => endedOn >= profile.asOf);
  for (const [dedupKey, condition] of current) {
    // A pending condition is not told to anyone; it comes again without the mark, or not at all.
    if (condition.isPending) continue;
    const episode = openEpisode(dedupKey, condition, profile, recent);
    kept.push(episode);
    opened.push({ kind: 'opened', episode });
  }
  const stillEnded = [...recent, ...ended.map(({ episode }) => endedOn(episode, profile.asOf))];
  return {
    episodes: {
      open: kept,
      endedToday: stillEnded.filter(({ episode }) => !isAmong(kept, episode)),
    },
    transitions: [...ended, ...moved, ...opened],
  };
}

/** Ends everything at once, for a customer of whom nothing may be kept. */
export function endAllEpisodes({ open }: Episodes, reason: ResolveReason): Review {
  const transitions = open.map((episode) => ({ kind: 'resolved' as const, episode, reason }));
  return { episodes: { open: [], endedToday: [] }, transitions };
}

function endedOn(episode: Episode, day: number): EndedEpisode {
  return { episode, endedOn: day };
}

function isAmong(episodes: readonly Episode[], { episodeId }: Episode): boolean {
  return episodes.some((one) => one.episodeId === episodeId);
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

/**
 * A new episode, or one that ended earlier today and goes on: cash that seemed to cover an old
 * invoice was for another one. It keeps what it has been, and whoever heard the end hears of it.
 */
function openEpisode(
  dedupKey: string,
  condition: Condition,
  { acceptedAt }: ProfileView,
  recent: readonly EndedEpisode[],
): Episode {
  const episodeId = episodeIdOf(dedupKey, condition.onset);
  const before = recent.find(({ episode }) => episode.episodeId === episodeId)?.episode;
  const { code, scope, severity, since, onset, evidence } = condition;
  return {
    dedupKey,
    episodeId,
    family: describeCode(code).family,
    code,
    scope,
    severity,
    peak: before ? worseOf(before.peak, severity) : severity,
    openedOn: since,
    openedAt: before?.openedAt ?? acceptedAt,
    onset,
    evidence,
    occurrences: (before?.occurrences ?? 0) + 1,
    // Whoever took the first part of it has not taken this one.
    attention: before ? { ...before.attention, acknowledged: null, snooze: null } : UNHEARD,
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
