import type { Policy } from '../policy/policy.ts';
import type { AdviceEntry } from '../state/dossier/advice.ts';
import { closeTopic, openTopic } from '../state/dossier/dossier.ts';
import type { DayListener } from '../state/dossier/topic.ts';
import type { Profile } from '../state/profile.ts';
import { NEVER } from '../state/records.ts';
import type { AdviceKind } from '../types/advice.ts';
import type { EpochDay } from '../types/units.ts';
import { type AdviceRule, type AdviceSight, type Draft, RANK } from './draft.ts';
import { adviceRules, generalRules, hasOccasion } from './rules.ts';

const nothing: readonly AdviceEntry[] = [];

/**
 * Says what is advised today. Always judged against the close of the day before, like bands and
 * conditions: what comes and goes within a day leaves no trace, and amounts are those of the day on
 * which the advice was given.
 */
export function advise(sight: AdviceSight): void {
  const { profile } = sight;
  const { dossier } = profile;
  const known = dossier.advice;
  if (known === null && isQuiet(sight)) return;
  const closed = known?.closed ?? nothing;
  const now = entriesOf(sight, closed, known?.now ?? nothing);
  if (now.length === 0 && closed.length === 0) {
    // Not an empty list: what was advised for an hour must not show.
    closeTopic(dossier, 'advice');
    return;
  }
  const state = known ?? openTopic(dossier, 'advice');
  state.now = isSame(now, state.now) ? state.now : now;
}

/** The day is over: what is advised now is what tomorrow is judged against. */
export function closeAdvice({ dossier }: Profile): void {
  if (dossier.advice !== null) dossier.advice.closed = dossier.advice.now;
}

/** Names the days on which time alone begins or ends some advice. */
export function considerAdvice(profile: Profile, policy: Policy, listener: DayListener): void {
  const { cover, lastPaidOn, now } = profile;
  if (now.shown < RANK.C) return;
  const { holdAfterDays, planPaidWithinDays } = policy.advice;
  if (cover.oldestOn !== NEVER) listener.consider(cover.oldestOn + holdAfterDays + 1);
  if (lastPaidOn !== NEVER) listener.consider(lastPaidOn + planPaidWithinDays + 1);
}

/** Spares nearly all customers the rules: nothing is advised to or against them. */
function isQuiet(sight: AdviceSight): boolean {
  const { standing, profile, findings, policy } = sight;
  if (standing.shown >= RANK.C || hasOccasion(sight)) return false;
  if (profile.limit.amountMinor === NEVER) {
    return !findings.isProvisional || profile.master.onboardedOn === null;
  }
  return (findings.utilisationDownPpm ?? 0) <= policy.advice.offerAbovePpm;
}

/** Entries of the day that say the same as before are the same objects: nothing has to compare. */
function entriesOf(
  sight: AdviceSight,
  closed: readonly AdviceEntry[],
  known: readonly AdviceEntry[],
): readonly AdviceEntry[] {
  const { today } = sight.profile;
  const { validDays } = sight.policy.advice;
  const entries: AdviceEntry[] = [];
  const rules = sight.standing.shown >= RANK.C ? adviceRules : generalRules;
  for (const rule of rules) {
    const lasting = lastingOf(rule, sight, find(closed, rule.kind));
    const draft = rule.draft(sight, lasting);
    if (draft === null) continue;
    if (lasting && draft.basis === lasting.basis) {
      const twin = find(known, rule.kind);
      if (lasting.isOpen === draft.isOpen) entries.push(lasting);
      else if (twin?.isOpen === draft.isOpen && twin.issuedOn === lasting.issuedOn)
        entries.push(twin);
      else entries.push({ ...lasting, isOpen: draft.isOpen });
    } else {
      const entry = entryOf(rule.kind, draft, today, validDays);
      const twin = find(known, rule.kind);
      entries.push(twin && isEqual(twin, entry) ? twin : entry);
    }
  }
  return entries;
}

/**
 * What was advised, while it lasts. Followed advice lasts as long as its cause; undone after the
 * day on which it would have expired it is no longer what was asked for, and is given anew.
 */
function lastingOf(
  rule: AdviceRule,
  sight: AdviceSight,
  prior: AdviceEntry | undefined,
): AdviceEntry | undefined {
  if (prior === undefined || sight.profile.today < prior.expiresOn) return prior;
  return prior.isOpen || rule.draft(sight, prior)?.isOpen ? undefined : prior;
}

function entryOf(kind: AdviceKind, draft: Draft, today: EpochDay, validDays: number): AdviceEntry {
  return {
    kind,
    basis: draft.basis,
    issuedOn: today,
    expiresOn: today + validDays,
    fromMinor: draft.fromMinor,
    toMinor: draft.toMinor,
    currency: draft.currency,
    fromCode: draft.fromCode,
    toCode: draft.toCode,
    sharePpm: draft.sharePpm,
    reason: draft.reason,
    isOpen: draft.isOpen,
  };
}

function find(entries: readonly AdviceEntry[], kind: AdviceKind): AdviceEntry | undefined {
  for (const entry of entries) {
    if (entry.kind === kind) return entry;
  }
  return undefined;
}

function isEqual(a: AdviceEntry, b: AdviceEntry): boolean {
  return (
    a.basis === b.basis &&
    a.issuedOn === b.issuedOn &&
    a.expiresOn === b.expiresOn &&
    a.fromMinor === b.fromMinor &&
    a.toMinor === b.toMinor &&
    a.currency === b.currency &&
    a.fromCode === b.fromCode &&
    a.toCode === b.toCode &&
    a.sharePpm === b.sharePpm &&
    a.reason === b.reason &&
    a.isOpen === b.isOpen
  );
}

function isSame(a: readonly AdviceEntry[], b: readonly AdviceEntry[]): boolean {
  return a.length === b.length && a.every((entry, index) => entry === b[index]);
}
