import { multiplyDivideDown } from '../money/integer.ts';
import { isAnswered, type LimitRequest } from '../state/dossier/credit-limits.ts';
import { NEVER } from '../state/records.ts';
import type { AdviceCode } from '../types/advice.ts';
import { type AdviceRule, type AdviceSight, bandReason, draftOf, RANK } from './draft.ts';

const PPM = 1_000_000;

/**
 * The customer asks for more: as much as asked, a part of it, or nothing. The answer keeps while
 * the question stands and the answer would be the same.
 */
export const requestRule: AdviceRule = {
  kind: 'limit_request',
  draft(sight, prior) {
    const { creditLimits } = sight.profile.dossier;
    const request = creditLimits?.request ?? null;
    if (creditLimits === null || request === null || isAnswered(creditLimits, request)) return null;
    const { toMinor, toCode, reason } = answerTo(request, sight);
    const basis = `${toCode} ${request.id}`;
    if (prior?.basis === basis) return prior;
    const fromMinor = currentMinor(request, sight);
    return draftOf(basis, reason, { fromMinor, toMinor, toCode, currency: request.currency });
  },
};

interface Answer {
  readonly toMinor: number;
  readonly toCode: 'approve' | 'partial' | 'refuse';
  readonly reason: AdviceCode;
}

function answerTo(request: LimitRequest, sight: AdviceSight): Answer {
  const { findings, standing, policy } = sight;
  const now = Math.max(0, currentMinor(request, sight));
  if (standing.shown >= RANK.C) {
    return { toMinor: now, toCode: 'refuse', reason: bandReason(sight) };
  }
  if (findings.cleanOverdue > 0) return { toMinor: now, toCode: 'refuse', reason: 'OVERDUE' };
  const { requestUpToPpmA, requestUpToPpmB, starterLimitMinor } = policy.advice;
  const upPpm = standing.shown === RANK.A ? requestUpToPpmA : requestUpToPpmB;
  const room = Math.max(multiplyDivideDown(now, PPM + upPpm, PPM), starterLimitMinor);
  if (request.amountMinor <= room) {
    return { toMinor: request.amountMinor, toCode: 'approve', reason: 'REQUESTED' };
  }
  // No more room than there is already: a part of nothing is a refusal.
  return room > now
    ? { toMinor: room, toCode: 'partial', reason: bandOrHistory(sight) }
    : { toMinor: now, toCode: 'refuse', reason: bandOrHistory(sight) };
}

function bandOrHistory(sight: AdviceSight): AdviceCode {
  return sight.findings.isProvisional ? 'NEW_CUSTOMER' : 'REQUESTED';
}

/** The limit that counts, when it is in the currency of the request; else none is known. */
function currentMinor({ currency }: LimitRequest, { profile }: AdviceSight): number {
  const { limit } = profile;
  return limit.currency === currency ? limit.amountMinor : NEVER;
}
