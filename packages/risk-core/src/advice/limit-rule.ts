import { meanDaysUp } from '../features/measure.ts';
import { exchange, minorRate, UNKNOWN } from '../money/conversion.ts';
import { multiplyDivideDown, multiplyDivideUp } from '../money/integer.ts';
import type { AdviceEntry } from '../state/dossier/advice.ts';
import { NEVER } from '../state/records.ts';
import {
  type AdviceRule,
  type AdviceSight,
  bandReason,
  type Draft,
  draftOf,
  RANK,
} from './draft.ts';

const PPM = 1_000_000;

/** More for those who pay on time and need it, less for those who do not. */
export const limitRule: AdviceRule = {
  kind: 'limit',
  draft(sight, prior) {
    const { amountMinor } = sight.profile.limit;
    if (amountMinor === NEVER) return starterDraft(sight, prior);
    if (sight.standing.shown >= RANK.C) return cutDraft(sight, prior);
    return sight.standing.shown === RANK.A ? offerDraft(sight, prior) : null;
  },
};

/** A first limit for a customer that was registered, has none, and has not shown how it pays. */
function starterDraft(sight: AdviceSight, prior: AdviceEntry | undefined): Draft | null {
  if (!isStarter(sight)) return null;
  if (prior?.basis === 'starter') return prior;
  const { policy, world } = sight;
  const toMinor = policy.advice.starterLimitMinor;
  return draftOf('starter', 'NEW_CUSTOMER', { toMinor, currency: world.rates.base });
}

/** A registered customer that has not shown how it pays, and that nothing speaks against. */
export function isStarter({ profile, findings, standing, policy }: AdviceSight): boolean {
  const isNew = findings.isProvisional && profile.master.onboardedOn !== null;
  return isNew && standing.shown <= RANK.B && policy.advice.starterLimitMinor > 0;
}

/** Room to grow, for as long as the customer stays prompt; it need not use the room at once. */
function offerDraft(sight: AdviceSight, prior: AdviceEntry | undefined): Draft | null {
  const { findings, policy } = sight;
  const { amountMinor, currency } = sight.profile.limit;
  const { offerAbovePpm, offerByPpm } = policy.advice;
  if (findings.isProvisional || findings.cleanOverdue > 0 || !isPrompt(sight)) return null;
  if (prior?.basis === 'offer') return followable(prior, amountMinor < prior.toMinor);
  if ((findings.utilisationDownPpm ?? 0) <= offerAbovePpm || amountMinor === 0) return null;
  const raised = multiplyDivideUp(amountMinor, PPM + offerByPpm, PPM);
  const toMinor = roundedUp(raised, policy.advice.limitStepMinor);
  return draftOf('offer', 'GOOD_PAYER', { fromMinor: amountMinor, toMinor, currency });
}

function isPrompt({ profile, policy }: AdviceSight): boolean {
  const mean = meanDaysUp(profile.sums.late90, profile.sums.paid90);
  return mean === null || mean <= policy.overdue.promptUpToDays * 1_000;
}

/**
 * C: what is owed now, and no more. D: a part, or what is insured. E: what is insured. Once
 * followed it is not given again while the band lasts: half of a half was not meant.
 */
function cutDraft(sight: AdviceSight, prior: AdviceEntry | undefined): Draft | null {
  const { amountMinor, currency } = sight.profile.limit;
  const reason = bandReason(sight);
  const basis = `cut ${reason}`;
  if (prior?.basis === basis) return followable(prior, amountMinor > prior.toMinor);
  const toMinor = cutTo(sight);
  if (toMinor === null || toMinor >= amountMinor) return null;
  return draftOf(basis, reason, { fromMinor: amountMinor, toMinor, currency });
}

function cutTo(sight: AdviceSight): number | null {
  const { findings, standing, policy, profile } = sight;
  const { capSlackPpm, keepPpm, limitStepMinor } = policy.advice;
  if (standing.shown === RANK.C) {
    if (findings.exposureInLimit === null) return null;
    const cap = roundedUp(Math.max(0, findings.exposureInLimit), limitStepMinor);
    const isNear = multiplyDivideUp(cap, PPM + capSlackPpm, PPM) >= profile.limit.amountMinor;
    return isNear ? null : cap;
  }
  const insured = insuredIn(sight);
  if (standing.shown === RANK.E) return insured;
  return Math.max(insured, multiplyDivideDown(profile.limit.amountMinor, keepPpm, PPM));
}

/** What an insurer covers, in the limit's currency. */
function insuredIn({ profile, world }: AdviceSight): number {
  const { insured, limit } = profile;
  if (insured.amountMinor === NEVER) return 0;
  if (insured.currency === limit.currency) return insured.amountMinor;
  const from = minorRate(world.rates, insured.currency, null);
  const to = minorRate(world.rates, limit.currency, null);
  return from === UNKNOWN || to === UNKNOWN ? 0 : exchange(insured.amountMinor, from, to);
}

function followable(prior: AdviceEntry, isOpen: boolean): Draft {
  return prior.isOpen === isOpen ? prior : { ...prior, isOpen };
}

function roundedUp(amountMinor: number, step: number): number {
  const rest = step > 0 ? amountMinor % step : 0;
  return rest === 0 ? amountMinor : amountMinor + step - rest;
}
