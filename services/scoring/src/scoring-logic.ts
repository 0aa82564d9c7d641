import type { Codec } from '@duewatch/contracts';
import {
  type Assessment,
  assess,
  businessDayBefore,
  createProfile,
  type Decisions,
  decide,
  decodeProfile,
  diffDecisions,
  encodeProfile,
  type FoldInput,
  type FoldResult,
  fold,
  type Position,
  type Profile,
  pagesNeeded,
} from '@duewatch/risk-core';
import type {
  BroadcastLogic,
  CollectionCodec,
  FoldContext,
  FoldOutcome,
  Input,
  Need,
  Peek,
  StreamLogic,
} from '@duewatch/stream';
import { type Bearing, bearingOn, broadcastInput } from './broadcast-input.ts';
import { lastBroadcastOf, setLastBroadcast } from './customer.ts';
import { accessPages, pageCollections, pageNeed, peekPages } from './profile-pages.ts';
import { publish } from './publish.ts';
import { routeRecord, type ScoringEvent } from './scoring-event.ts';
import { PartitionWorld, worldCodec } from './world.ts';

const PROFILES = 'profiles';
const WORLD = { collection: 'world', field: 'world' } as const;

const profileCodec: CollectionCodec = {
  encode: (profile) => Buffer.from(encodeProfile(profile as Profile)),
  decode: (bytes) => decodeProfile(bytes),
};

/** The rules of the scoring stream: the risk model on partition-owned state. */
export function createScoringLogic(options: {
  readonly codec: Codec;
  readonly baseCurrency: string;
}): StreamLogic<ScoringEvent> {
  const { codec, baseCurrency } = options;
  // What was last decided about a profile, as long as it is in memory: saves deciding twice.
  const decided = new WeakMap<Profile, Decisions>();

  const worldOf = (read: Pick<FoldContext, 'peek'>): PartitionWorld => {
    const found = read.peek<PartitionWorld>(WORLD.collection, WORLD.field);
    return found === undefined || found === 'unloaded' ? PartitionWorld.empty(baseCurrency) : found;
  };

  return {
    collections: { [PROFILES]: profileCodec, ...pageCollections, world: worldCodec },
    root: PROFILES,
    pinned: [WORLD],
    route: (record) => routeRecord(record, codec),
    needs: (input, key, peek) => needsOf(input, key, peek, worldOf({ peek })),
    fold: (input, key, context) => foldInput(input, key, context),
    broadcasts: broadcastLogic(worldOf),
  };

  function foldInput(input: Input<ScoringEvent>, key: string, context: FoldContext): FoldOutcome {
    const partitionWorld = worldOf(context);
    const { event, record } = input;
    const stored = context.get<Profile>(PROFILES, key);
    const profile = stored ?? newProfile(event, partitionWorld);
    const bearing = bearingOf(event, profile);
    if (bearing === 'pass') return { kind: 'ok' };
    const customerId = key.slice(key.indexOf('|') + 1);
    const tenantId = key.slice(0, key.indexOf('|'));
    const view = () => partitionWorld.viewAt(record.offset, tenantId, profile.calendarId);
    const worldBefore = view();
    const before = stored && (decided.get(stored) ?? decide(stored, worldBefore));
    const position = context.nextPosition();
    const fromCalendar = profile.calendarId;
    if (bearing === 'move') profile.calendarId = partitionWorld.livingCalendar(fromCalendar);
    const world = bearing === 'move' ? view() : worldBefore;
    const step = inputFor(input, profile, partitionWorld, position);
    const result = fold(profile, accessPages(key, profile, context), step, world);
    if (result.isChanged || bearing === 'move') {
      const after = decide(profile, world);
      decided.set(profile, after);
      context.put(PROFILES, key, profile);
      let explained: Assessment | undefined;
      publish(
        {
          codec,
          envelope: event.envelope,
          key,
          customerId,
          profile,
          fromCalendar,
          after,
          change: diffDecisions(before, after),
          explain() {
            explained ??= assess(profile, world);
            return explained;
          },
          isBaseline: before === undefined || bearing === 'move',
          awaitsCashOf: after.awaitsCash ? businessDayBefore(world.calendar, after.asOf) : null,
          position,
        },
        context,
      );
    }
    return outcomeOf(result, event);
  }
}

function bearingOf(event: ScoringEvent, profile: Profile): Bearing {
  if (event.kind === 'customer') return 'fold';
  return bearingOn(event.decoded, event.envelope, profile);
}

function needsOf(
  input: Input<ScoringEvent>,
  key: string,
  peek: Peek,
  partitionWorld: PartitionWorld,
): readonly Need[] {
  const found = peek<Profile>(PROFILES, key);
  if (found === 'unloaded') return [{ collection: PROFILES, field: key }];
  const { event, record } = input;
  if (found === undefined && event.kind === 'broadcast') return [];
  const profile = found ?? newProfile(event, partitionWorld);
  if (bearingOf(event, profile) === 'pass') return [];
  const tenantId = key.slice(0, key.indexOf('|'));
  const world = partitionWorld.viewAt(record.offset, tenantId, profile.calendarId);
  const foldable = inputFor(input, profile, partitionWorld, null);
  const refs = pagesNeeded(profile, foldable, peekPages(key, profile, peek), world);
  return refs.map((ref) => pageNeed(key, profile, ref));
}

function newProfile({ envelope }: ScoringEvent, partitionWorld: PartitionWorld): Profile {
  return createProfile(partitionWorld.livingCalendar(envelope.calendarId ?? 'default'));
}

const DAY_MS = 86_400_000;

/** The step of the customer's story that an input is. */
function inputFor(
  { event, record }: Input<ScoringEvent>,
  profile: Profile,
  partitionWorld: PartitionWorld,
  position: Position | null,
): FoldInput {
  const { id, source, type, time } = event.envelope;
  const cause = { eventId: id, source, type, position };
  const calendarId = partitionWorld.livingCalendar(profile.calendarId);
  const today = partitionWorld.dateOf(calendarId, record.offset);
  if (event.kind === 'broadcast') {
    return broadcastInput(event.decoded, event.envelope, profile, { cause, today });
  }
  // Before the calendar's first tick the event's own day is the only date there is.
  const asOf = Math.max(profile.today, today ?? Math.floor(time / DAY_MS));
  return { kind: 'event', event: event.event, asOf, cause };
}

function outcomeOf(result: FoldResult, event: ScoringEvent): FoldOutcome {
  if (event.kind === 'broadcast' || result.kind === 'applied') return { kind: 'ok' };
  if (result.kind === 'ignored') return { kind: 'skip', reason: result.reason };
  return { kind: 'dead-letter', reason: result.reason, detail: result.detail };
}

function broadcastLogic(
  worldOf: (read: Pick<FoldContext, 'peek'>) => PartitionWorld,
): BroadcastLogic<ScoringEvent> {
  const profileOf = (key: string, peek: Peek): Profile | undefined => {
    const found = peek<Profile>(PROFILES, key);
    return found === 'unloaded' ? undefined : found;
  };
  return {
    admit({ event, record }, context) {
      if (event.kind !== 'broadcast') return { kind: 'ok' };
      const partitionWorld = worldOf(context);
      const admission = partitionWorld.admit(event.decoded, event.envelope, record.offset);
      if (admission.kind === 'ok') context.put(WORLD.collection, WORLD.field, partitionWorld);
      return admission;
    },
    lastFolded(key, peek) {
      const profile = profileOf(key, peek);
      return profile === undefined ? -1 : lastBroadcastOf(profile);
    },
    markFolded(key, offset, context) {
      const profile = context.get<Profile>(PROFILES, key);
      if (profile === undefined) return;
      setLastBroadcast(profile, offset);
      context.put(PROFILES, key, profile);
    },
    sweepScope({ event }) {
      if (event.kind !== 'broadcast') return { kind: 'all' };
      const { decoded, envelope } = event;
      if (decoded.recordName === 'ClockBusinessDayStarted') {
        return { kind: 'due', index: `due:${decoded.data.calendarId}`, max: decoded.data.date };
      }
      if (decoded.recordName === 'FeedCompleted') {
        return {
          kind: 'due',
          index: `awaits:${envelope.calendarId}`,
          max: decoded.data.businessDate,
        };
      }
      return { kind: 'all' };
    },
    retire(offset, context) {
      const partitionWorld = worldOf(context);
      partitionWorld.retire(offset);
      context.put(WORLD.collection, WORLD.field, partitionWorld);
    },
  };
}
