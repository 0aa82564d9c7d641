import type { Announcement } from '../src/announcements.ts';
import type { Wish } from '../src/command-view.ts';
import { type CustomerState, EMPTY_STATE } from '../src/customer-state.ts';
import { type Judgement, judgeCommand, judgeProfile, judgeTimer } from '../src/pipeline.ts';
import type { Condition, ProfileView, Standing } from '../src/profile-view.ts';
import { wakeAt } from '../src/reminders.ts';
import type { Severity } from '../src/severity.ts';
import type { Silence } from '../src/silence.ts';

const TOPIC = 'risk.profiles';
export const DAY_MS = 86_400_000;
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
    acceptedAt: DAY_MS * day,
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
  let silences: readonly Silence[] = [];
  const take = (day: number, judgement: Judgement) => {
    if (judgement.kind === 'skip') {
      skipped.push(judgement.reason);
      return;
    }
    state = judgement.state;
    if (judgement.isGap) gaps += 1;
    announced.push(...judgement.announcements.map((announcement) => ({ day, announcement })));
  };
  return {
    day(day: number, conditions: readonly Condition[], rest: Partial<ProfileView> = {}) {
      take(day, judgeProfile(state, TOPIC, profile(day, conditions, rest), silences));
      return this;
    },
    /** Somebody wishes something of the open episode of this code, on a day or a part of it. */
    wish(day: number, code: string, wish: Wish, by = 'mia') {
      const episode = state.episodes.open.find((one) => one.code === code);
      const command = {
        ...profile(day, []),
        kind: 'command' as const,
        episodeId: episode?.episodeId ?? code,
        wish,
        by,
      };
      take(day, judgeCommand(state, command, silences));
      return this;
    },
    /** The clock moves to a day, or a part of it, and no event comes. */
    clock(day: number) {
      const subject = { tenantId: 'acme', customerId: 'C-1' };
      const wake = wakeAt(state.episodes);
      if (wake !== null && wake <= day * DAY_MS) {
        take(day, judgeTimer(state, subject, day * DAY_MS, silences));
      }
      return this;
    },
    silenced(...next: readonly Silence[]) {
      silences = next;
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
