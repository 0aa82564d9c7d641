import type { Codec } from '@duewatch/contracts';
import {
  decodeProfile,
  encodeProfile,
  type Profile,
  pagesNeeded,
  policyVersionOf,
} from '@duewatch/risk-core';
import type {
  BroadcastLogic,
  CollectionCodec,
  FoldContext,
  Input,
  Need,
  Peek,
  StreamLogic,
} from '@duewatch/stream';
import { awaitsIndex } from './awaits-cash.ts';
import { lastBroadcastOf, setLastBroadcast } from './customer.ts';
import { CustomerFold, PROFILES } from './customer-fold.ts';
import { erase, needsOfErasure } from './erase.ts';
import { isFeedNews, tellFeed } from './feed-outputs.ts';
import {
  bufferOf,
  MEMORY_PER_BYTE,
  pageCollections,
  pageNeed,
  peekPages,
} from './profile-pages.ts';
import { bearingOf, daysBefore, inputFor, sceneOf, viewOf } from './scene.ts';
import { routeRecord, type ScoringEvent } from './scoring-event.ts';
import { PartitionWorld } from './world.ts';
import { worldCodec } from './world-codec.ts';

const WORLD = { collection: 'world', field: 'world' } as const;

const profileCodec: CollectionCodec = {
  memoryPerByte: MEMORY_PER_BYTE,
  encode: (profile) => bufferOf(encodeProfile(profile as Profile)),
  decode: (bytes) => decodeProfile(bytes),
};

/** The rules of the scoring stream: the risk model on partition-owned state. */
export function createScoringLogic(options: {
  readonly codec: Codec;
  readonly baseCurrency: string;
}): StreamLogic<ScoringEvent> {
  const { codec, baseCurrency } = options;
  const customers = new CustomerFold(codec);

  const worldOf = ({ peek }: Pick<FoldContext, 'peek'>) => worldIn(peek, baseCurrency);

  return {
    collections: { [PROFILES]: profileCodec, ...pageCollections, world: worldCodec },
    root: PROFILES,
    pinned: [WORLD],
    route: (record) => routeRecord(record, codec),
    needs: (input, key, peek) => needsOf(input, key, peek, worldOf({ peek })),
    fold(input, key, context) {
      const stored = context.get<Profile>(PROFILES, key);
      const { event } = input;
      if (event.kind === 'customer' && event.erases) {
        if (stored) erase(stored, event.envelope, key, { collection: PROFILES, context });
        return { kind: 'ok' };
      }
      return customers.fold(sceneOf(input, key, stored, worldOf(context)), stored, context);
    },
    broadcasts: broadcastLogic(codec, worldOf),
  };
}

/** What the partition knows; before its first broadcast nothing but a currency. */
export function worldIn(peek: Peek, baseCurrency: string): PartitionWorld {
  const found = peek<PartitionWorld>(WORLD.collection, WORLD.field);
  return found === undefined || found === 'unloaded' ? PartitionWorld.empty(baseCurrency) : found;
}

function needsOf(
  input: Input<ScoringEvent>,
  key: string,
  peek: Peek,
  partitionWorld: PartitionWorld,
): readonly Need[] {
  const found = peek<Profile>(PROFILES, key);
  if (found === 'unloaded') return [{ collection: PROFILES, field: key }];
  const { event } = input;
  if (found === undefined && event.kind === 'broadcast') return [];
  if (event.kind === 'customer' && event.erases) {
    return found === undefined ? [] : needsOfErasure(found, key, peek);
  }
  const scene = sceneOf(input, key, found, partitionWorld);
  const bearing = bearingOf(scene);
  if (bearing === 'pass') return [];
  const { profile } = scene;
  const foldable = inputFor(scene, null);
  const pages = peekPages(key, profile, peek);
  const needed = pagesNeeded(profile, foldable, pages, viewOf(scene));
  // Nearly always all of them are at hand.
  if (needed.length === 0 && bearing !== 'judge') return [];
  const refs = new Set(needed);
  if (bearing === 'judge') {
    const old = viewOf(scene, input.record.offset - 1);
    for (const ref of pagesNeeded(profile, daysBefore(foldable), pages, old)) refs.add(ref);
  }
  return [...refs].map((ref) => pageNeed(key, profile, ref));
}

function broadcastLogic(
  codec: Codec,
  worldOf: (read: Pick<FoldContext, 'peek'>) => PartitionWorld,
): BroadcastLogic<ScoringEvent> {
  const profileOf = (key: string, peek: Peek): Profile | undefined => {
    const found = peek<Profile>(PROFILES, key);
    return found === 'unloaded' ? undefined : found;
  };
  return {
    admit({ event, record }, context) {
      if (event.kind !== 'broadcast') return { kind: 'ok' };
      const { decoded, envelope } = event;
      const partitionWorld = worldOf(context);
      const toldBefore = isFeedNews(decoded) ? partitionWorld.lastFeedNews(decoded.data) : null;
      const admission = partitionWorld.admit(decoded, envelope, record.offset);
      if (admission.kind !== 'ok') return admission;
      context.put(WORLD.collection, WORLD.field, partitionWorld);
      if (isFeedNews(decoded)) {
        const { tenantId } = decoded.data;
        const { policy } = partitionWorld.viewAt(record.offset, tenantId, '');
        const policyVersion = policyVersionOf(policy);
        tellFeed(decoded, { codec, envelope, policyVersion, toldBefore }, context);
      }
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
          index: awaitsIndex(envelope.calendarId, decoded.data.tenantId),
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
