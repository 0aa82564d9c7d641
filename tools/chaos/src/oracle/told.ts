import {
  type Codec,
  type Decoded,
  type DeliveryRecorded,
  type Position,
  TOPICS,
} from '@duewatch/contracts';
import type { Bus } from '@duewatch/event-bus';
import { Places } from './places.ts';

/** One step of an alert that a reader takes for news. */
export interface AlertStep {
  readonly episodeId: string;
  readonly transition: 'opened' | 'escalated' | 'acknowledged' | 'resolved';
  /** Id of the event behind it. */
  readonly cause: string;
  /** False when it was suppressed, and nobody is to be told. */
  readonly isNews: boolean;
  /** The whole record, but for its predecessor. */
  readonly text: string;
  /** Where the customer's alert before it stands; null of the first, and of one after a rebuild. */
  readonly previousPosition: Position | null;
}

/** What a reader who keeps the rules of the README makes of the topics. */
export interface Told {
  /** Last profile of each customer, as text. */
  readonly profiles: ReadonlyMap<string, string>;
  /** All of `risk.changes`, as text. */
  readonly changes: readonly string[];
  /** By key of `risk.changes`, where its last record stands. */
  readonly lastChanges: ReadonlyMap<string, Position>;
  readonly alerts: readonly AlertStep[];
  /** Records before which another one is missing. */
  readonly gaps: readonly string[];
  readonly deliveries: readonly DeliveryRecorded[];
}

/** Reads all of it, repeats dropped by position. */
export async function readTold(bus: Bus, codec: Codec): Promise<Told> {
  const profiles = new Map<string, string>();
  const changes: string[] = [];
  const alerts: AlertStep[] = [];
  const deliveries: DeliveryRecorded[] = [];
  const places = new Places();
  await bus.read({
    topics: [TOPICS.profiles, TOPICS.changes, TOPICS.alerts, TOPICS.deliveries],
    untilEnd: true,
    onRecord({ topic, key, value }) {
      if (key === null) return;
      if (value === null) {
        profiles.set(key, 'gone');
        return;
      }
      const decoded = codec.decode(value);
      const { recordName, data } = decoded;
      if (recordName === 'DeliveryRecorded') deliveries.push(data);
      else if (!places.isNews(topic, key, data)) return;
      else if (recordName === 'ProfileUpdated') profiles.set(key, withoutPredecessor(data));
      else if (topic === TOPICS.alerts) alerts.push(stepOf(decoded));
      else changes.push(JSON.stringify(data));
    },
  });
  const lastChanges = places.lastOf(TOPICS.changes);
  return { profiles, changes, lastChanges, alerts, gaps: places.gaps, deliveries };
}

const TRANSITIONS = {
  AlertOpened: 'opened',
  AlertEscalated: 'escalated',
  AlertAcknowledged: 'acknowledged',
  AlertResolved: 'resolved',
} as const;

function stepOf({ recordName, data }: Decoded): AlertStep {
  switch (recordName) {
    case 'AlertOpened':
    case 'AlertEscalated':
    case 'AlertAcknowledged':
    case 'AlertResolved':
      return {
        episodeId: data.alertId,
        transition: TRANSITIONS[recordName],
        cause: data.causedBy.eventId,
        isNews: !data.suppressed,
        text: withoutPredecessor(data),
        previousPosition: data.previousPosition,
      };
    default:
      throw new TypeError(`${recordName} is no step of an alert`);
  }
}

/**
 * Which value-only profiles leave depends on chunks, and so does which one was the one before; the
 * first alert after a rebuild names none (docs/decisions/0052).
 */
function withoutPredecessor(data: Decoded['data']): string {
  return JSON.stringify({ ...data, previousPosition: null });
}
