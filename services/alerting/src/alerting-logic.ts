import { type Codec, customerKey, TOPICS } from '@duewatch/contracts';
import type { BusRecord } from '@duewatch/event-bus';
import type { FoldContext, Position, Routed, StreamLogic } from '@duewatch/stream';
import { type AlertRecord, alertRecordOf } from './alert-record.ts';
import type { Announcement } from './announcements.ts';
import { type CustomerState, customerStateCodec, EMPTY_STATE } from './customer-state.ts';
import { judgeErasure, judgeProfile } from './pipeline.ts';
import type { ErasureView, ProfileView } from './profile-view.ts';
import { translateProfile } from './translate.ts';

export const PROFILES = TOPICS.profiles;
export const COMMANDS = TOPICS.commands;
const ALERTS = TOPICS.alerts;
const CUSTOMERS = 'customers';

/** What the fold tells the outside world to count. */
export interface AlertingCounters {
  announced(announcement: Announcement): void;
  /** A profile was lost on the way here. */
  gap(): void;
}

type View = ProfileView | ErasureView;

/** The rules of the alerting stream: one row of state per customer, alerts as output. */
export function createAlertingLogic(options: {
  readonly codec: Codec;
  readonly counters: AlertingCounters;
}): StreamLogic<View> {
  const { codec, counters } = options;
  return {
    collections: { [CUSTOMERS]: customerStateCodec },
    root: CUSTOMERS,
    pinned: [],
    route: (record) => routeRecord(record, codec),
    needs: (_, key, peek) =>
      peek(CUSTOMERS, key) === 'unloaded' ? [{ collection: CUSTOMERS, field: key }] : [],
    fold({ record, event }, key, context) {
      const state = context.get<CustomerState>(CUSTOMERS, key) ?? EMPTY_STATE;
      const judgement =
        event.kind === 'profile' ? judgeProfile(state, record.topic, event) : judgeErasure(state);
      if (judgement.kind === 'skip') return judgement;
      if (judgement.isGap) counters.gap();
      const next = writeAlerts(judgement, event, key, context);
      for (const announcement of judgement.announcements) counters.announced(announcement);
      if (event.kind === 'erasure') context.delete(CUSTOMERS, key);
      else context.put(CUSTOMERS, key, next);
      return { kind: 'ok' };
    },
  };

  /** Emits what is to be written and answers the state that remembers the last place. */
  function writeAlerts(
    judged: { readonly state: CustomerState; readonly announcements: readonly Announcement[] },
    view: View,
    key: string,
    context: FoldContext,
  ): CustomerState {
    const { state, announcements } = judged;
    const { last } = state;
    if (last === null) return state;
    let previousPosition: Position | null = state.written[ALERTS] ?? null;
    for (const announcement of announcements) {
      if (announcement.verdict.kind === 'silent') continue;
      const position = context.nextPosition();
      const alert = alertRecordOf(announcement, view, last, { position, previousPosition });
      if (alert === null) continue;
      context.emit({ topic: ALERTS, key, coalesce: false, render: () => render(alert) });
      previousPosition = position;
    }
    if (previousPosition === null) return state;
    return { ...state, written: { ...state.written, [ALERTS]: previousPosition } };
  }

  function render({ recordName, data, headers }: AlertRecord) {
    return { value: codec.encode(recordName, data), headers };
  }
}

function routeRecord(record: BusRecord, codec: Codec): Routed<View> {
  // Subscribed already, so that the two topics stay in one group and one co-partitioning.
  if (record.topic === COMMANDS) return { routing: { kind: 'skip', reason: 'not_built' } };
  const translated = translateProfile(record, codec);
  if (translated.kind === 'dead-letter') return { routing: translated };
  const { view } = translated;
  return {
    routing: { kind: 'keyed', key: customerKey(view.tenantId, view.customerId) },
    event: view,
  };
}
