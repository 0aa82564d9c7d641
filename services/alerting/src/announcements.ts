import {
  type AnnounceContext,
  type Cooldowns,
  type Inhibitor,
  type Verdict,
  verdictOn,
} from './announce-rules.ts';
import type { Attention } from './attention.ts';
import { days } from './business-time.ts';
import { cooldownDaysOf } from './cooldowns.ts';
import type { Episode, Review, Transition } from './episode.ts';
import type { Standing } from './profile-view.ts';
import { compareSeverity } from './severity.ts';
import { labelsOf, type Silence } from './silence.ts';

export interface Announcement {
  readonly transition: Transition;
  readonly verdict: Verdict;
}

/** Everything about customer and moment that decides who may hear. */
export interface Moment {
  readonly tenantId: string;
  readonly customerId: string;
  /** Null for an erased customer. */
  readonly standing: Standing | null;
  readonly now: number;
  readonly isHistory: boolean;
  readonly silences: readonly Silence[];
}

export interface Announced {
  readonly review: Review;
  readonly announcements: readonly Announcement[];
  readonly cooldowns: Cooldowns;
}

/**
 * Decides of each move who may hear of it, and of what was kept back whether it still has to be.
 * The gravest is decided first, because it may keep the others back; told in the order given.
 */
export function announceAll(review: Review, before: Cooldowns, moment: Moment): Announced {
  const due = moment.isHistory ? [] : keptBack(review);
  const asked: Transition[] = [...review.transitions, ...due];
  const verdicts = new Map<Transition, Verdict>();
  const cooldowns = stillCooling(before, moment.now);
  const inhibitors = review.episodes.open.flatMap(inhibitorOf);
  for (const transition of [...asked].sort(gravestFirst)) {
    const { tenantId, customerId, standing } = moment;
    const labels = labelsOf({ tenantId, customerId }, standing, transition.episode);
    const context: AnnounceContext = { ...moment, labels, inhibitors, cooldowns };
    const verdict = verdictOn(transition, context);
    verdicts.set(transition, verdict);
    if (verdict.kind !== 'news' || !speaksOfNow(transition)) continue;
    inhibitors.push(...inhibitorOf(marked(transition, verdict, moment.now)));
    cool(cooldowns, transition.episode, moment.now);
  }
  return conclude(review, asked, verdicts, { now: moment.now, cooldowns });
}

function conclude(
  review: Review,
  asked: readonly Transition[],
  verdicts: ReadonlyMap<Transition, Verdict>,
  { now, cooldowns }: { readonly now: number; readonly cooldowns: Cooldowns },
): Announced {
  const announcements: Announcement[] = [];
  const changed = new Map<string, Episode>();
  for (const transition of asked) {
    const verdict = verdicts.get(transition);
    if (verdict === undefined) continue;
    const episode = marked(transition, verdict, now);
    if (transition.kind !== 'resolved') changed.set(episode.episodeId, episode);
    // What is kept back goes on the record once, when it happens.
    if (transition.kind === 'retold' && verdict.kind !== 'news') continue;
    announcements.push({ transition: { ...transition, episode }, verdict });
  }
  const open = review.episodes.open.map((one) => changed.get(one.episodeId) ?? one);
  const episodes = { ...review.episodes, open };
  return { review: { ...review, episodes }, announcements, cooldowns };
}

/** Open episodes with a word kept back, and no new word at this moment. */
function keptBack({ episodes, transitions }: Review): Transition[] {
  const moved = new Set(transitions.map(({ episode }) => episode.episodeId));
  return episodes.open
    .filter(({ episodeId, attention }) => attention.muted !== null && !moved.has(episodeId))
    .map((episode) => {
      const heard = episode.attention.told?.severity ?? null;
      return { kind: 'retold', episode, heard };
    });
}

function gravestFirst(a: Transition, b: Transition): number {
  const rank = ({ episode }: Transition) => Number(episode.family === 'DEFAULTED');
  return rank(b) - rank(a) || compareSeverity(b.episode.severity, a.episode.severity);
}

/** The episode as it is after the verdict. */
function marked({ kind, episode }: Transition, verdict: Verdict, now: number): Episode {
  const { attention } = episode;
  const next: Attention = kind === 'escalated' ? lapsed(attention) : attention;
  if (verdict.kind === 'muted') {
    const { reason, until, ref } = verdict;
    return { ...episode, attention: { ...next, muted: { reason, until, ref } } };
  }
  if (kind === 'reminded') return { ...episode, attention: { ...next, isReminded: true } };
  if (verdict.kind !== 'news' || !speaksOfNow({ kind })) return { ...episode, attention: next };
  const told = { at: now, severity: episode.severity };
  const { snooze } = next;
  const isAwake = snooze !== null && snooze.until !== null && now >= snooze.until;
  const news = { told, muted: null, snooze: isAwake ? null : snooze, isReminded: false };
  return { ...episode, attention: { ...next, ...news } };
}

/** What people did about the milder state says nothing about the worse one. */
function lapsed(attention: Attention): Attention {
  const { snooze } = attention;
  return { ...attention, acknowledged: null, snooze: snooze?.until === null ? null : snooze };
}

function speaksOfNow({ kind }: Pick<Transition, 'kind'>): boolean {
  return kind === 'opened' || kind === 'escalated' || kind === 'retold';
}

function inhibitorOf({ episodeId, family, severity, attention }: Episode): Inhibitor[] {
  const isGrave = severity === 'critical' || family === 'DEFAULTED';
  if (!isGrave || attention.told === null) return [];
  return [{ episodeId, family, at: attention.told.at }];
}

function stillCooling(before: Cooldowns, now: number): Record<string, Cooldowns[string]> {
  return Object.fromEntries(Object.entries(before).filter(([, { until }]) => now < until));
}

function cool(
  cooldowns: Record<string, Cooldowns[string]>,
  { code, dedupKey, severity }: Episode,
  now: number,
): void {
  const until = now + days(cooldownDaysOf(code));
  if (until > now) cooldowns[dedupKey] = { until, severity };
}
