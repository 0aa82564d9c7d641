import type { Announcement } from '../src/announcements.ts';
import { type CustomerState, EMPTY_STATE } from '../src/customer-state.ts';
import { judgeProfile } from '../src/pipeline.ts';
import type { Condition, ProfileView, Standing } from '../src/profile-view.ts';
import type { Severity } from '../src/severity.ts';

const TOPIC = 'risk.profiles';
const TICK = 'io.duewatch.ar.clock.business_day_started';

const STANDING: Standing = {
  band: 'B',
  score: 200,
  reasons: [],
  currency: 'EUR',
  cleanOverdueMinor: 120_000,
  exposureMinor: 500_000,
  limitMinor: 400_000,
  limitCurrency: 'EUR',
  segment: null,
  branchId: null,
  ownerId: null,
  collectorId: null,
};

/** A condition as scoring would list it; `onset` is the offset of the event that began it. */
export function condition(
  code: string,
  severity: Severity,
  rest: {
    readonly scope?: string;
    readonly onset?: number;
    readonly since?: number;
    readonly isPending?: boolean;
  } = {},
): Condition {
  const onset = rest.onset ?? 1;
  return {
    code,
    scope: rest.scope ?? null,
    severity,
    since: rest.since ?? onset,
    onset: { generation: 0, offset: onset, index: 0 },
    isPending: rest.isPending ?? false,
    evidence: [{ field: 'oldestCleanDays', value: 31, threshold: 30, unit: 'days', text: null }],
  };
}

export function profile(
  day: number,
  conditions: readonly Condition[],
  rest: Partial<ProfileView> = {},
): ProfileView {
  return {
    kind: 'profile',
    tenantId: 'acme',
    customerId: 'C-1',
    calendarId: 'sample',
    asOf: day,
    position: { generation: 0, offset: day, index: 0 },
    previousPosition: null,
    conditions,
    holding: new Map(),
    standing: STANDING,
    versions: { policyVersion: '1', modelVersion: '1' },
    trace: { recordId: `R-${day}`, happenedAt: 0, correlationId: null, traceparent: null },
    isSuppressed: false,
    acceptedAt: 1_000 * day,
    causedBy: { eventId: `E-${day}`, source: '/test', type: TICK },
    ...rest,
  };
}

/** Plays profiles of one customer, a day each, and keeps what was announced on which day. */
export function timeline() {
  let state: CustomerState = EMPTY_STATE;
  const announced: { readonly day: number; readonly announcement: Announcement }[] = [];
  const skipped: string[] = [];
  let gaps = 0;
  return {
    day(day: number, conditions: readonly Condition[], rest: Partial<ProfileView> = {}) {
      const judgement = judgeProfile(state, TOPIC, profile(day, conditions, rest));
      if (judgement.kind === 'skip') {
        skipped.push(judgement.reason);
        return this;
      }
      state = judgement.state;
      if (judgement.isGap) gaps += 1;
      announced.push(...judgement.announcements.map((announcement) => ({ day, announcement })));
      return this;
    },
    history(day: number, conditions: readonly Condition[]) {
      return this.day(day, conditions, { isSuppressed: true });
    },
    /** One line per transition: `day 3: LIMIT_90 escalated warning (news)`. */
    story: () =>
      announced.map(({ day, announcement: { transition, verdict } }) => {
        const { code, severity, scope } = transition.episode;
        const subject = scope === null ? code : `${code} ${scope}`;
        return `day ${day}: ${subject} ${transition.kind} ${severity} (${verdict.reason})`;
      }),
    announced: () => announced.map(({ announcement }) => announcement),
    episodes: () => state.episodes.open,
    skipped: () => skipped,
    gaps: () => gaps,
  };
}
