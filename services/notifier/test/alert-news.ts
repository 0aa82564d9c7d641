import type { AlertNews } from '../src/message/news.ts';

/** 2026-03-05 as an epoch day. */
export const MARCH_5 = 20_517;

/** A plausible alert, with what the test cares about changed. */
export function alertNews(change: Partial<AlertNews> = {}): AlertNews {
  return {
    episodeId: 'ep-1',
    transition: 'opened',
    cause: 'evt-1',
    tenantId: 'acme',
    customerId: 'c-1',
    code: 'OVERDUE_30',
    family: 'OVERDUE',
    scope: null,
    severity: 'warning',
    previousSeverity: null,
    title: 'Overdue for more than 30 days',
    evidence: [{ field: 'oldestCleanDays', value: 34, threshold: 30, unit: 'days', text: null }],
    reasons: ['Clean overdue of 34 days costs 120 points'],
    stake: { amountMinor: 1_234_560, currency: 'EUR' },
    currency: 'EUR',
    band: 'C',
    score: 412,
    runbook: 'OVERDUE_30.md',
    resolveReason: null,
    escalationCause: null,
    segment: null,
    branchId: null,
    ownerId: null,
    openedOn: MARCH_5,
    changedOn: MARCH_5,
    acceptedAt: 1_772_700_000_000,
    isSuppressed: false,
    offset: 7,
    position: { generation: 0, offset: 1, index: 0 },
    previousPosition: null,
    ...change,
  };
}
