import { isoDateOf } from '@duewatch/contracts';
import { describeEvidence, formatMoney } from '@duewatch/wording';
import type { AlertMessage, SentAgain } from './message.ts';
import type { AlertNews } from './news.ts';
import { nextStepOf } from './next-steps.ts';

/** What a message needs that the news does not hold. */
export interface AlertContext {
  readonly deliveryId: string;
  readonly threadRootId: string;
  /** As on the customer's card now; null when there is none (any more). */
  readonly customerName: string | null;
  readonly sentAgain: SentAgain | null;
  /** Where the runbooks can be read; null when only the repository has them. */
  readonly runbooksUrl: string | null;
}

/** More reasons than this tire the reader; the profile has them all. */
const REASONS_SHOWN = 4;

/** Says what changed, from what to what, why, how much is at stake and what to do next. */
export function composeAlert(news: AlertNews, context: AlertContext): AlertMessage {
  return {
    kind: 'alert',
    id: context.deliveryId,
    threadId: news.episodeId,
    threadRootId: context.threadRootId,
    who: whoOf(news, context.customerName),
    headline: news.title,
    severity: news.severity,
    isPossibleRepeat: false,
    acceptedAt: news.acceptedAt,
    change: changeOf(news),
    why: news.evidence.map((one) => describeEvidence(one, news.currency)),
    reasons: news.reasons.slice(0, REASONS_SHOWN),
    atStake: news.stake === null ? null : formatMoney(news.stake),
    standing: standingOf(news),
    nextStep: nextStepOf(news),
    acknowledge: acknowledgeOf(news),
    runbook: `${(context.runbooksUrl ?? 'docs/runbooks').replace(/\/$/, '')}/${news.runbook}`,
    sentAgain: context.sentAgain,
    news,
  };
}

/** The name where there is one; an id always, since names repeat. */
export function whoOf(news: AlertNews, customerName: string | null): string {
  if (news.customerId === null) return news.scope ?? news.tenantId;
  return customerName === null ? news.customerId : `${customerName} (${news.customerId})`;
}

/** Alerts about feeds and the system are nobody's to take: they end with their cause. */
function acknowledgeOf({ transition, customerId, episodeId }: AlertNews): string | null {
  if (transition === 'resolved' || customerId === null) return null;
  return `npx duewatch alerts ack ${episodeId}`;
}

function changeOf(news: AlertNews): string {
  const { transition, severity, changedOn, openedOn } = news;
  const on = `on ${isoDateOf(changedOn)}`;
  if (transition === 'opened') return `Opened as ${severity} ${on}`;
  if (transition === 'escalated') {
    return `${escalationOf(news)} ${on}, open since ${isoDateOf(openedOn)}`;
  }
  const days = changedOn - openedOn;
  const after = days === 0 ? 'on the same day' : `after ${days} ${days === 1 ? 'day' : 'days'}`;
  return `Resolved ${on}, ${after}: ${resolutionOf(news.resolveReason)}`;
}

function escalationOf({ severity, previousSeverity, escalationCause }: AlertNews): string {
  if (escalationCause === 'unacknowledged') return `Still ${severity} and taken by nobody`;
  const isWorse = previousSeverity !== null && previousSeverity !== severity;
  const step = isWorse ? `from ${previousSeverity} to ${severity}` : null;
  if (escalationCause === 'mute_ended') {
    return step === null ? `Kept back until now and still ${severity}` : `Kept back; went ${step}`;
  }
  return `Escalated ${step ?? `again, still ${severity}`}`;
}

function resolutionOf(reason: string | null): string {
  switch (reason) {
    case 'paid':
      return 'paid';
    case 'late_cash':
      return 'the cash had already come in';
    case 'disputed':
      return 'the amount is disputed';
    case 'restored':
      return 'back to where it was';
    case 'superseded':
      return 'a graver alert took its place';
    case 'operator':
      return 'closed by hand';
    case 'erased':
      return 'the customer was erased';
    default:
      return 'the cause is gone';
  }
}

function standingOf({ band, score }: AlertNews): string | null {
  if (band === null) return null;
  return score === null ? `Band ${band}` : `Band ${band}, score ${score} of 1,000`;
}
