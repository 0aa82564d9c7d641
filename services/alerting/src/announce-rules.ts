import type { Muted } from './attention.ts';
import { days } from './business-time.ts';
import type { Transition } from './episode.ts';
import type { AnnounceReason } from './reasons.ts';
import { compareSeverity, type Severity } from './severity.ts';
import { type AlertLabels, type Silence, silenceOf } from './silence.ts';

/** What becomes of a transition outside this service. */
export type Verdict =
  /** On the topic, for people. */
  | { readonly kind: 'news'; readonly reason: AnnounceReason }
  /** On the topic, marked `suppressed`: consumers keep their books, nobody is told. */
  | { readonly kind: 'record'; readonly reason: AnnounceReason }
  /** As `record`, and told later if it is still true when what keeps it back ends. */
  | ({ readonly kind: 'muted' } & Muted)
  /** In the state only. */
  | { readonly kind: 'silent'; readonly reason: AnnounceReason };

/** When each cause was last told, until its cooldown is over. Key: dedupKey. */
export type Cooldowns = Readonly<Record<string, Cooldown>>;

export interface Cooldown {
  readonly until: number;
  readonly severity: Severity;
}

/** A told, open episode that is grave enough to keep the customer's lesser ones back. */
export interface Inhibitor {
  readonly episodeId: string;
  readonly family: string;
  readonly at: number;
}

/** What the rules may look at beside the transition. */
export interface AnnounceContext {
  /** The profile is history, a rebuild or a policy release. */
  readonly isHistory: boolean;
  readonly now: number;
  readonly labels: AlertLabels;
  readonly silences: readonly Silence[];
  readonly inhibitors: readonly Inhibitor[];
  readonly cooldowns: Cooldowns;
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
const easingIsSilent: AnnounceRule = {
  name: 'easing_is_silent',
  decide: ({ kind }) => (kind === 'eased' ? { kind: 'silent', reason: 'eased_only' } : undefined),
};

/** What history, a rebuild or a policy release moves was not moved by the customer today. */
const historyIsNotNews: AnnounceRule = {
  name: 'history_is_not_news',
  decide: (_, { isHistory }) => (isHistory ? { kind: 'record', reason: 'history' } : undefined),
};

/** Nobody is told the end of what nobody was told the beginning of. */
const untoldEndsUntold: AnnounceRule = {
  name: 'untold_ends_untold',
  decide: ({ kind, episode }) =>
    kind === 'resolved' && episode.attention.told === null
      ? { kind: 'record', reason: 'opening_untold' }
      : undefined,
};

/** Whoever heard the beginning hears the end, whatever keeps other words back. */
const toldEndsTold: AnnounceRule = {
  name: 'told_ends_told',
  decide: ({ kind }) => (kind === 'resolved' ? { kind: 'news', reason: 'news' } : undefined),
};

/** Asleep until a time, or until it gets worse. */
const snoozedSleeps: AnnounceRule = {
  name: 'snoozed_sleeps',
  decide({ kind, episode }, { now }) {
    const { snooze } = episode.attention;
    if (snooze === null) return undefined;
    const { until } = snooze;
    const isAsleep = until === null ? kind !== 'escalated' : now < until;
    return isAsleep ? { kind: 'muted', reason: 'snoozed', until, ref: null } : undefined;
  },
};

const silencedWaits: AnnounceRule = {
  name: 'silenced_waits',
  decide(_, { silences, labels, now }) {
    const silence = silenceOf(silences, labels, now);
    if (silence === undefined) return undefined;
    const { until, silenceId } = silence;
    return { kind: 'muted', reason: 'silenced', until, ref: silenceId };
  },
};

const INHIBITED_FOR = days(1);
/** In a default these say nothing new, however bad they are. */
const SAID_BY_DEFAULT: ReadonlySet<string> = new Set(['OVERDUE', 'LIMIT', 'RISK_DOWNGRADED']);

/** A critical alert keeps the customer's lesser ones back for a day; a default, while it lasts. */
const graverSpeaksAlone: AnnounceRule = {
  name: 'graver_speaks_alone',
  decide({ episode }, { inhibitors, now }) {
    for (const { episodeId, family, at } of inhibitors) {
      if (episodeId === episode.episodeId) continue;
      const isLesser = episode.severity !== 'critical';
      const isDefault = family === 'DEFAULTED';
      if (isDefault && (isLesser || SAID_BY_DEFAULT.has(episode.family))) {
        return { kind: 'muted', reason: 'inhibited', until: null, ref: episodeId };
      }
      const until = at + INHIBITED_FOR;
      if (isLesser && now < until) {
        return { kind: 'muted', reason: 'inhibited', until, ref: episodeId };
      }
    }
    return undefined;
  },
};

/** The same cause, told not long ago and no worse than then, is no news again. */
const repeatsCoolDown: AnnounceRule = {
  name: 'repeats_cool_down',
  decide({ episode }, { cooldowns, now }) {
    if (episode.attention.told !== null) return undefined;
    const cooldown = cooldowns[episode.dedupKey];
    if (cooldown === undefined || now >= cooldown.until) return undefined;
    if (compareSeverity(episode.severity, cooldown.severity) > 0) return undefined;
    return { kind: 'muted', reason: 'cooldown', until: cooldown.until, ref: null };
  },
};

/** The chain, asked in this order; the first answer counts. */
const ANNOUNCE_RULES: readonly AnnounceRule[] = [
  easingIsSilent,
  historyIsNotNews,
  untoldEndsUntold,
  toldEndsTold,
  snoozedSleeps,
  silencedWaits,
  graverSpeaksAlone,
  repeatsCoolDown,
];

/** Whether people hear of a transition now, later or never, and why. */
export function verdictOn(transition: Transition, context: AnnounceContext): Verdict {
  if (transition.kind === 'attended') return { kind: 'news', reason: 'attended' };
  for (const rule of ANNOUNCE_RULES) {
    const verdict = rule.decide(transition, context);
    if (verdict) return verdict;
  }
  return { kind: 'news', reason: 'news' };
}
