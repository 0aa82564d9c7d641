import { isoDateOf, isoInstantOf } from '@duewatch/contracts';
import type { AlertMessage, Message, SummaryMessage } from '../../message/message.ts';

/**
 * The body of a webhook: `type`, `timestamp` and `data` as Standard Webhooks proposes. It is a
 * contract: fields may be added, none is renamed or removed. Money stays in minor units.
 */
export function renderWebhook(message: Message): string {
  return JSON.stringify({
    type:
      message.kind === 'alert'
        ? `io.duewatch.risk.alert_${message.news.transition}`
        : 'io.duewatch.risk.alert_summary',
    timestamp: isoInstantOf(message.acceptedAt),
    data: {
      deliveryId: message.id,
      isPossibleRepeat: message.isPossibleRepeat,
      ...(message.kind === 'alert' ? alertData(message) : summaryData(message)),
    },
  });
}

function alertData({ news, ...message }: AlertMessage) {
  return {
    episodeId: news.episodeId,
    transition: news.transition,
    sentAgain: message.sentAgain,
    causedBy: news.cause,
    tenantId: news.tenantId,
    customerId: news.customerId,
    who: message.who,
    code: news.code,
    family: news.family,
    scope: news.scope,
    severity: news.severity,
    previousSeverity: news.previousSeverity,
    title: news.title,
    change: message.change,
    evidence: news.evidence.map((evidence, at) => ({ ...evidence, said: message.why[at] })),
    reasons: news.reasons,
    atStake: news.stake,
    band: news.band,
    score: news.score,
    nextStep: message.nextStep,
    acknowledge: message.acknowledge,
    runbook: news.runbook,
    openedOn: isoDateOf(news.openedOn),
    changedOn: isoDateOf(news.changedOn),
    resolveReason: news.resolveReason,
    position: news.position,
    previousPosition: news.previousPosition,
  };
}

function summaryData(message: SummaryMessage) {
  const { who, headline, intro, severity, facts, lines, unlisted, actions } = message;
  return { title: `${who}: ${headline}`, intro, severity, facts, lines, unlisted, actions };
}
