import type { Argument, RedisClient, Reply, Script } from '@duewatch/redis';
import { decodeBroadcast, decodeOutbox, encodeBroadcast, encodeOutbox } from './frame.ts';
import type {
  CommitPoint,
  OpenedPartition,
  PartitionStore,
  PendingBroadcast,
  StateWrite,
} from './store.ts';

/**
 * Checks the stored commit point and applies every write of a chunk, or nothing.
 * KEYS: offsets, outbox, broadcasts, then each hash and sorted set that is written.
 * ARGV: expected commits, next commits, cluster id, outbox, count of topics; per topic its name,
 * expected and next offset; then operations: command, index of the key, count of arguments, them.
 */
const COMMIT: Script = {
  name: 'duewatchCommit',
  lua: `
local offsets = KEYS[1]
local topics = tonumber(ARGV[5])
if (redis.call('HGET', offsets, 'commits') or '0') ~= ARGV[1] then return 0 end
for i = 0, topics - 1 do
  local stored = redis.call('HGET', offsets, 'offset:' .. ARGV[6 + i * 3]) or '-'
  if stored ~= ARGV[7 + i * 3] then return 0 end
end
redis.call('HSET', offsets, 'commits', ARGV[2], 'cluster', ARGV[3])
for i = 0, topics - 1 do
  redis.call('HSET', offsets, 'offset:' .. ARGV[6 + i * 3], ARGV[8 + i * 3])
end
redis.call('SET', KEYS[2], ARGV[4])
local at = 6 + topics * 3
while at <= #ARGV do
  local command, key, count = ARGV[at], KEYS[tonumber(ARGV[at + 1])], tonumber(ARGV[at + 2])
  at = at + 3
  local last = at + count - 1
  -- Lua's stack bounds unpack; an even step keeps field and value together.
  while at <= last do
    local upto = math.min(at + 1999, last)
    redis.call(command, key, unpack(ARGV, at, upto))
    at = upto + 1
  end
end
return 1
`,
};

/**
 * Reads, all from the same commit. KEYS: offsets, broadcasts, then each collection.
 * ARGV: per collection the count of fields, then them.
 */
const GLANCE: Script = {
  name: 'duewatchGlance',
  lua: `
local found = { redis.call('HGETALL', KEYS[1]), redis.call('HGETALL', KEYS[2]) }
local at = 1
for i = 3, #KEYS do
  local count = tonumber(ARGV[at])
  found[i] = redis.call('HMGET', KEYS[i], unpack(ARGV, at + 1, at + count))
  at = at + 1 + count
end
return found
`,
};

/**
 * Deletes all keys of a partition, if no commit has come between finding and deleting them.
 * KEYS: offsets, then all keys. ARGV: commits when they were looked for, whether to republish.
 */
const DISCARD: Script = {
  name: 'duewatchDiscard',
  lua: `
if (redis.call('HGET', KEYS[1], 'commits') or '0') ~= ARGV[1] then return 0 end
for i = 1, #KEYS do redis.call('UNLINK', KEYS[i]) end
if ARGV[2] == '1' then redis.call('HSET', KEYS[1], 'republish', '1') end
return 1
`,
};

/** Keys looked at per step of a scan over the whole server. */
const SCAN_KEYS = 10_000;

/** Name of the stored offset when the partition was never committed. */
const NEVER = '-';

export interface RedisStoreOptions {
  readonly redis: RedisClient;
  /** Name of the stream: the state of two streams never shares a key. */
  readonly stream: string;
  readonly inputs: readonly string[];
  /** `dw` but in tests that share a server. */
  readonly prefix?: string;
}

/** Where a stream keeps something of a partition; `*` as the name finds all of it. */
export function stateKey(stream: string, partition: number, name: string, prefix = 'dw'): string {
  return `${prefix}:{${stream}:${partition}}:${name}`;
}

/** Keeps each partition under one hash tag, so that one script reaches all of it on a cluster. */
export function createRedisStore(options: RedisStoreOptions): PartitionStore {
  const { redis, inputs } = options;
  const keyOf = (partition: number, name: string) =>
    stateKey(options.stream, partition, name, options.prefix);

  return {
    async open(partition) {
      const [offsets, outbox, broadcasts] = await redis.pipeline([
        ['HGETALL', keyOf(partition, 'offsets')],
        ['GET', keyOf(partition, 'outbox')],
        ['HGETALL', keyOf(partition, 'broadcasts')],
      ]);
      return opened(textMap(offsets), bytes(outbox), broadcastsOf(broadcasts));
    },

    async load(partition, needs) {
      const wanted = [...needs];
      const replies = await redis.pipeline(
        wanted.map(([collection, fields]) => ['HMGET', keyOf(partition, collection), ...fields]),
      );
      return new Map(wanted.map(([collection], index) => [collection, buffers(replies[index])]));
    },

    async glance(partition, needs) {
      const keys = ['offsets', 'broadcasts', ...needs.keys()].map((name) => keyOf(partition, name));
      const args = [...needs.values()].flatMap((fields) => [fields.length, ...fields]);
      const reply = await redis.run(GLANCE, keys, args);
      const [offsets, broadcasts, ...found] = Array.isArray(reply) ? reply : [];
      return {
        point: pointOf(textMap(offsets)),
        broadcasts: broadcastsOf(broadcasts),
        values: new Map([...needs.keys()].map((name, index) => [name, buffers(found[index])])),
      };
    },

    async commit(partition, expected, write) {
      const { keys, args } = commitCall((name) => keyOf(partition, name), inputs, expected, write);
      return (await redis.run(COMMIT, keys, args)) === 1 ? 'committed' : 'stale';
    },

    async lowest(partition, indexes, limit) {
      const replies = await redis.pipeline(
        indexes.map(({ index, max }) => {
          return ['ZRANGEBYSCORE', keyOf(partition, index), '-inf', max, 'LIMIT', 0, limit];
        }),
      );
      return replies.map((reply) => buffers(reply).map(String));
    },

    async scan(partition, collection, cursor, limit) {
      const key = keyOf(partition, collection);
      const reply = await redis.command(['HSCAN', key, cursor, 'COUNT', limit]);
      const [next, entries] = reply as readonly [Buffer, readonly Buffer[]];
      return { cursor: next.toString(), fields: everyOther(entries).map(String) };
    },

    async discard(partition, { republish }) {
      const offsets = keyOf(partition, 'offsets');
      const flag = republish ? '1' : '0';
      for (let isDone = false; !isDone; ) {
        const commits = bytes(await redis.command(['HGET', offsets, 'commits'])) ?? '0';
        const keys = await keysLike(redis, keyOf(partition, '*'));
        isDone = (await redis.run(DISCARD, [offsets, ...keys], [commits, flag])) === 1;
      }
    },

    async audit(partitions) {
      const replies = await redis.pipeline(
        partitions.map((partition) => ['HGETALL', keyOf(partition, 'offsets')]),
      );
      return new Map(
        partitions.map((partition, index) => [partition, pointOf(textMap(replies[index]))]),
      );
    },
  };
}

async function keysLike(redis: RedisClient, pattern: string): Promise<readonly string[]> {
  const keys = new Set<string>();
  let cursor = '0';
  do {
    const reply = await redis.command(['SCAN', cursor, 'MATCH', pattern, 'COUNT', SCAN_KEYS]);
    const [next, found] = reply as readonly [Buffer, readonly Buffer[]];
    for (const key of found) keys.add(key.toString());
    cursor = next.toString();
  } while (cursor !== '0');
  return [...keys];
}

type KeyOf = (name: string) => string;

function commitCall(
  keyOf: KeyOf,
  inputs: readonly string[],
  expected: CommitPoint,
  write: StateWrite,
): { keys: string[]; args: Argument[] } {
  const keys = [keyOf('offsets'), keyOf('outbox'), keyOf('broadcasts')];
  const args: Argument[] = [
    String(expected.commits),
    String(write.next.commits),
    write.clusterId,
    encodeOutbox(write.outbox),
    inputs.length,
  ];
  for (const topic of inputs) {
    args.push(topic, String(expected.offsets[topic] ?? NEVER), String(write.next.offsets[topic]));
  }
  const operation = (command: string, keyIndex: number, values: readonly Argument[]) => {
    if (values.length > 0) args.push(command, keyIndex, values.length, ...values);
  };
  operation(
    'HSET',
    3,
    write.addBroadcasts.flatMap((b) => [fieldOf(b), encodeBroadcast(b)]),
  );
  operation('HDEL', 3, write.dropBroadcasts.map(fieldOf));
  for (const [collection, fields] of write.fields) {
    const keyIndex = keys.push(keyOf(collection));
    const { kept, removed } = split(fields);
    operation('HSET', keyIndex, kept.flat());
    operation('HDEL', keyIndex, removed);
  }
  for (const [index, members] of write.indexes) {
    const keyIndex = keys.push(keyOf(index));
    const { kept, removed } = split(members);
    operation(
      'ZADD',
      keyIndex,
      kept.flatMap(([member, score]) => [score, member]),
    );
    operation('ZREM', keyIndex, removed);
  }
  return { keys, args };
}

function split<T>(entries: ReadonlyMap<string, T | null>): {
  kept: [string, T][];
  removed: string[];
} {
  const kept: [string, T][] = [];
  const removed: string[] = [];
  for (const [name, value] of entries) {
    if (value === null) removed.push(name);
    else kept.push([name, value]);
  }
  return { kept, removed };
}

/**
 * Broadcasts come from one topic, yet its name is part of the field to keep them apart for ever.
 */
function fieldOf(broadcast: { readonly topic: string; readonly offset: number }): string {
  return `${broadcast.offset}@${broadcast.topic}`;
}

function opened(
  offsets: ReadonlyMap<string, string>,
  outbox: Buffer | null,
  broadcasts: readonly PendingBroadcast[],
): OpenedPartition {
  return {
    ...pointOf(offsets),
    clusterId: offsets.get('cluster') ?? null,
    republish: offsets.get('republish') === '1',
    outbox: outbox === null ? [] : decodeOutbox(outbox),
    broadcasts,
  };
}

function broadcastsOf(reply: Reply | undefined): PendingBroadcast[] {
  return pairs(reply)
    .map(([field, frame]) => broadcastOf(field, frame))
    .sort(byOffset);
}

function broadcastOf(field: string, frame: Buffer): PendingBroadcast {
  const at = field.indexOf('@');
  return decodeBroadcast(field.slice(at + 1), Number(field.slice(0, at)), frame);
}

function byOffset(a: PendingBroadcast, b: PendingBroadcast): number {
  return a.offset - b.offset;
}

function pointOf(stored: ReadonlyMap<string, string>): CommitPoint {
  const offsets: Record<string, number> = {};
  for (const [field, value] of stored) {
    if (field.startsWith('offset:')) offsets[field.slice('offset:'.length)] = Number(value);
  }
  return { offsets, commits: Number(stored.get('commits') ?? 0) };
}

function bytes(reply: Reply | undefined): Buffer | null {
  return Buffer.isBuffer(reply) ? reply : null;
}

function buffers(reply: Reply | undefined): (Buffer | null)[] {
  return Array.isArray(reply) ? reply.map((item: Reply) => bytes(item)) : [];
}

function pairs(reply: Reply | undefined): [string, Buffer][] {
  const list = buffers(reply);
  return everyOther(list).map((name, index) => [
    String(name),
    list[index * 2 + 1] ?? Buffer.alloc(0),
  ]);
}

function textMap(reply: Reply | undefined): ReadonlyMap<string, string> {
  return new Map(pairs(reply).map(([name, value]) => [name, value.toString()]));
}

function everyOther<T>(list: readonly T[]): T[] {
  return list.filter((_, index) => index % 2 === 0);
}
