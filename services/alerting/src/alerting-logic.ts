import { type Codec, customerKey, TOPICS } from '@duewatch/contracts';
import type { BusRecord } from '@duewatch/event-bus';
import type { FoldContext, FoldOutcome, Need, Peek, Routed, StreamLogic } from '@duewatch/stream';
import { alertOwnerCodec, OPEN_ALERTS, ownOpenAlerts } from './alert-owner.ts';
import { type AlertRecord, alertRecordOf, type Occasion } from './alert-record.ts';
import type { Announcement } from './announcements.ts';
import {
  type CustomerState,
  customerStateCodec,
  EMPTY_STATE,
  forgotten,
} from './customer-state.ts';
import { countOutcome, type OutcomeTally, outcomeTallyCodec } from './outcome-tally.ts';
import {
  type Judged,
  type Judgement,
  judgeCommand,
  judgeErasure,
  judgeProfile,
  judgeTimer,
} from './pipeline.ts';
import { wakeAt } from './reminders.ts';
import type { Silence } from './silence.ts';
import { type SilenceBook, settleSilence, silenceBookCodec } from './silence-book.ts';
import { type Translated, translateProfile, type View } from './translate.ts';
import { translateCommand } from './translate-command.ts';

export const PROFILES = TOPICS.profiles;
export const COMMANDS = TOPICS.commands;
const ALERTS = TOPICS.alerts;

/** One row per customer. */
export const CUSTOMERS = 'customers';
/** Rows of the partition itself: its silences, and what alerts turned out to be. */
export const SILENCES = { collection: 'silences', field: 'book' };
export const OUTCOMES = { collection: 'outcomes', field: 'tally' };
/** Customers by the time at which to look at them though nothing comes. */
const WAKE = 'wake';
/** Customers that a silence keeps something back of: looked at when it is lifted early. */
const held = (silenceId: string) => `held:${silenceId}`;

/** What the fold tells the outside world to count. */
export interface AlertingCounters {
  announced(announcement: Announcement): void;
  /** A profile was lost on the way here. */
  gap(): void;
}

/** The rules of the alerting stream: one row of state per customer, alerts as output. */
export function createAlertingLogic(options: {
  readonly codec: Codec;
  readonly counters: AlertingCounters;
}): StreamLogic<View> {
  const { codec, counters } = options;
  return {
    collections: {
      [CUSTOMERS]: customerStateCodec,
      [OPEN_ALERTS]: alertOwnerCodec,
      [SILENCES.collection]: silenceBookCodec,
      [OUTCOMES.collection]: outcomeTallyCodec,
    },
    root: CUSTOMERS,
    pinned: [SILENCES, OUTCOMES],
    route: (record) => routeRecord(record, codec),
    needs: ({ event }, key, peek) => (event.kind === 'silence' ? [] : needsOf(key, peek)),
    fold({ record, event }, key, context) {
      if (event.kind === 'silence') return foldSilence(event, context);
      const state = context.get<CustomerState>(CUSTOMERS, key) ?? EMPTY_STATE;
      const judgement = judge(state, event, record.topic, silencesOf(context));
      if (judgement.kind === 'skip') return judgement;
      if (judgement.isGap) counters.gap();
      const standing = 'standing' in event ? event.standing : (state.last?.standing ?? null);
      const next = settle(judgement, { ...event, standing }, key, context);
      keep(key, state, event.kind === 'erasure' ? forgotten(next) : next, context);
      return { kind: 'ok' };
    },
    timers: {
      due: (now, peek) => [
        { index: WAKE, max: now },
        ...liftedOf(peek, now).map((silenceId) => ({ index: held(silenceId), max: 0 })),
      ],
      needs: needsOf,
      fire(key, now, index, context) {
        context.index(index, key, null);
        const due = () =>
          wakeAt((context.get<CustomerState>(CUSTOMERS, key) ?? EMPTY_STATE).episodes);
        if (index !== WAKE) return turn(key, now, { now, context });
        // Each at the time for which it was due, as it would be if this were folded again later.
        let last: number | null = null;
        for (let at = due(); at !== null && at <= now && at !== last; at = due()) {
          turn(key, at, { now, context });
          last = at;
        }
      },
    },
  };

  /** What comes about at a time though nothing was read, looked at `now`. */
  function turn(
    key: string,
    at: number,
    { now, context }: { readonly now: number; readonly context: FoldContext },
  ): void {
    const state = context.get<CustomerState>(CUSTOMERS, key);
    if (state === undefined) return;
    const occasion = occasionOf(key, state, { at, now });
    const judged = judgeTimer(state, occasion, at, silencesOf(context));
    keep(key, state, settle(judged, occasion, key, context), context);
  }

  /** Emits what is to be written and answers the state that remembers the last place. */
  function settle(
    { state, announcements }: Judged,
    occasion: Occasion,
    key: string,
    context: FoldContext,
  ): CustomerState {
    for (const announcement of announcements) counters.announced(announcement);
    countOutcomes(announcements, context);
    const { last } = state;
    if (last === null) return state;
    let { isRetraced, written } = state;
    for (const announcement of announcements) {
      if (announcement.verdict.kind === 'silent') continue;
      const before = written[ALERTS] ?? null;
      const position = context.nextPosition(before);
      // A rebuild may put elsewhere what time brought about: no reader can hold that place.
      const place = { position, previousPosition: isRetraced ? null : before };
      const alert = alertRecordOf(announcement, occasion, last, place);
      if (alert === null) continue;
      context.emit({ topic: ALERTS, key, coalesce: false, render: () => render(alert) });
      written = { ...written, [ALERTS]: position };
      isRetraced = context.isTold || undefined;
    }
    return { ...state, written, isRetraced };
  }

  function render({ recordName, data, headers }: AlertRecord) {
    return { value: codec.encode(recordName, data), headers };
  }
}

function needsOf(key: string, peek: Peek): readonly Need[] {
  return peek(CUSTOMERS, key) === 'unloaded' ? [{ collection: CUSTOMERS, field: key }] : [];
}

function judge(
  state: CustomerState,
  event: Exclude<View, { kind: 'silence' }>,
  topic: string,
  silences: readonly Silence[],
): Judgement {
  switch (event.kind) {
    case 'profile':
      return judgeProfile(state, topic, event, silences);
    case 'erasure':
      return judgeErasure(state, topic, event);
    case 'command':
      return judgeCommand(state, event, silences);
  }
}

function silencesOf(context: FoldContext): readonly Silence[] {
  return context.get<SilenceBook>(SILENCES.collection, SILENCES.field)?.silences ?? [];
}

/** Those that would still hold; what the others held back has been looked at by time. */
function liftedOf(peek: Peek, now: number): readonly string[] {
  const book = peek<SilenceBook>(SILENCES.collection, SILENCES.field);
  if (book === undefined || book === 'unloaded') return [];
  return book.silences
    .filter(({ isLifted, until }) => isLifted && now < until)
    .map(({ silenceId }) => silenceId);
}

function foldSilence(event: Extract<View, { kind: 'silence' }>, context: FoldContext): FoldOutcome {
  const book = context.get<SilenceBook>(SILENCES.collection, SILENCES.field);
  context.put(SILENCES.collection, SILENCES.field, settleSilence(book, event));
  return { kind: 'ok' };
}

function countOutcomes(announcements: readonly Announcement[], context: FoldContext): void {
  const { collection, field } = OUTCOMES;
  for (const { transition } of announcements) {
    if (transition.kind !== 'attended') continue;
    const tally = context.get<OutcomeTally>(collection, field);
    const next = countOutcome(tally, transition.episode, transition.before);
    if (next !== undefined && next !== tally) context.put(collection, field, next);
  }
}

/** Stores the row and where it is to be found by alert, by time and by silence. */
function keep(
  key: string,
  before: CustomerState,
  after: CustomerState,
  context: FoldContext,
): void {
  context.put(CUSTOMERS, key, after);
  ownOpenAlerts(key, before, after, context);
  const at = after.last?.isLive ? wakeAt(after.episodes) : null;
  if (at !== null || wakeAt(before.episodes) !== null) context.index(WAKE, key, at);
  const now = heldBy(after);
  for (const silenceId of heldBy(before)) {
    if (!now.has(silenceId)) context.index(held(silenceId), key, null);
  }
  for (const silenceId of now) context.index(held(silenceId), key, 0);
}

function heldBy({ episodes }: CustomerState): ReadonlySet<string> {
  const ids = new Set<string>();
  for (const { attention } of episodes.open) {
    const { muted } = attention;
    if (muted?.reason === 'silenced' && muted.ref !== null) ids.add(muted.ref);
  }
  return ids;
}

/** What the clock brings about is nobody's event; it says so. */
function occasionOf(
  key: string,
  { last }: CustomerState,
  { at, now }: { readonly at: number; readonly now: number },
): Occasion {
  const border = key.indexOf('|');
  const recordId = `clock:${at}`;
  return {
    tenantId: key.slice(0, border),
    customerId: key.slice(border + 1),
    acceptedAt: now,
    causedBy: { eventId: recordId, source: '/duewatch/alerting', type: CLOCK },
    trace: { recordId, happenedAt: at, correlationId: null, traceparent: null },
    standing: last?.standing ?? null,
  };
}

const CLOCK = 'io.duewatch.risk.alert_time_passed';

function routeRecord(record: BusRecord, codec: Codec): Routed<View> {
  const translated: Translated =
    record.topic === COMMANDS ? translateCommand(record, codec) : translateProfile(record, codec);
  if (translated.kind !== 'ok') return { routing: translated };
  const { view } = translated;
  const key =
    view.kind === 'silence' ? `~${view.silenceId}` : customerKey(view.tenantId, view.customerId);
  return { routing: { kind: 'keyed', key }, event: view };
}
