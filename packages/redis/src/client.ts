import { type ChainableCommander, Redis } from 'ioredis';
import { accessOptions, type RedisAccess } from './access.ts';
import { RedisError } from './errors.ts';

export type Argument = string | number | Buffer;
/** A command as Redis documents it: name, then arguments. */
export type Command = readonly [name: string, ...arguments_: Argument[]];
/** Buffers, integers, null and lists of them, as the server answered. */
export type Reply = Buffer | number | null | readonly Reply[];

/** A Lua script that is sent whole once and by its hash from then on. */
export interface Script {
  readonly name: string;
  readonly lua: string;
}

/** Everything that Duewatch asks of Redis. Every call rejects with a retriable `RedisError`. */
export interface RedisClient {
  command(command: Command): Promise<Reply>;
  /** One round trip for all; rejects when any of them failed. */
  pipeline(commands: readonly Command[]): Promise<readonly Reply[]>;
  run(script: Script, keys: readonly string[], args: readonly Argument[]): Promise<Reply>;
  close(): Promise<void>;
}

export interface RedisClientOptions extends RedisAccess {
  /** Shown by `CLIENT LIST`, to see which service holds a connection. */
  readonly name: string;
  /** A command that gets no answer for so long is an error: its effect is then unknown. */
  readonly commandTimeoutMs?: number;
  readonly onError?: (error: Error) => void;
}

/**
 * Connects lazily and reconnects for ever. While Redis is away commands fail at once instead of
 * queueing: callers hold their own work and know how to begin again (docs/ARCHITECTURE.md).
 */
export function createRedisClient(url: string, options: RedisClientOptions): RedisClient {
  const commandTimeout = options.commandTimeoutMs ?? 10_000;
  const redis = new Redis(url, {
    connectionName: options.name,
    lazyConnect: true,
    enableOfflineQueue: false,
    // A command whose answer was lost is never sent again by the client: only the commit point
    // can tell whether it was applied.
    autoResendUnfulfilledCommands: false,
    maxRetriesPerRequest: 0,
    commandTimeout,
    // A connection whose other end is gone without a word would else be tried for minutes.
    socketTimeout: commandTimeout,
    ...accessOptions(url, options),
  });
  redis.on('error', (error) => options.onError?.(error));
  return createClient(redis, url);
}

function createClient(redis: Redis, url: string): RedisClient {
  const defined = new Set<string>();
  const connected = onceConnected(redis);
  const trouble = troubleOf(redis);
  const keepsAll = onceItKeepsAll(redis, url);

  async function answer<T>(ask: () => Promise<T>): Promise<T> {
    try {
      await connected();
      await keepsAll();
      return await ask();
    } catch (error) {
      throw RedisError.from(trouble() ?? error, url);
    }
  }

  return {
    command: (command) =>
      answer(async () => (await redis.callBuffer(command[0], ...tail(command))) as Reply),
    pipeline: (commands) => answer(() => execute(redis, commands)),
    run: (script, keys, args) =>
      answer(async () => {
        if (!defined.has(script.name)) {
          redis.defineCommand(script.name, { lua: script.lua });
          defined.add(script.name);
        }
        const call = Reflect.get(redis, `${script.name}Buffer`) as ScriptCall;
        return call.call(redis, keys.length, ...keys, ...args);
      }),
    close: async () => {
      redis.disconnect();
    },
  };
}

type ScriptCall = (this: Redis, keyCount: number, ...rest: readonly Argument[]) => Promise<Reply>;

function tail(command: Command): Argument[] {
  return command.slice(1);
}

async function execute(redis: Redis, commands: readonly Command[]): Promise<readonly Reply[]> {
  if (commands.length === 0) return [];
  const pipeline: ChainableCommander = redis.pipeline();
  for (const command of commands) pipeline.callBuffer(command[0], ...tail(command));
  const answers = (await pipeline.exec()) ?? [];
  return answers.map(([error, reply]) => {
    if (error) throw error;
    return reply as Reply;
  });
}

/** Why it is not connected; commands only say that it is not. */
function troubleOf(redis: Redis): () => Error | undefined {
  let last: Error | undefined;
  redis.on('error', (error: Error) => {
    last = error;
  });
  redis.on('ready', () => {
    last = undefined;
  });
  return () => last;
}

/** The first command waits for the connection; without an offline queue it would fail instead. */
function onceConnected(redis: Redis): () => Promise<void> {
  let connecting: Promise<void> | undefined;
  return async () => {
    if (redis.status === 'ready') return;
    if (redis.status !== 'wait' && redis.status !== 'connecting' && redis.status !== 'connect') {
      return;
    }
    connecting ??= (redis.status === 'wait' ? redis.connect() : nextReady(redis)).finally(() => {
      connecting = undefined;
    });
    await connecting;
  };
}

/** A Redis that makes room by itself drops single keys, which no offset would show. */
function onceItKeepsAll(redis: Redis, url: string): () => Promise<void> {
  let looking: Promise<void> | undefined;
  const look = async (): Promise<void> => {
    const policy = /^maxmemory_policy:(\S+)/m.exec(await redis.info('memory'))?.[1];
    if (policy === undefined || policy === 'noeviction') return;
    throw RedisError.evicts(policy, url);
  };
  return () => {
    looking ??= look().catch((error) => {
      looking = undefined;
      throw error;
    });
    return looking;
  };
}

function nextReady(redis: Redis): Promise<void> {
  return new Promise((resolve, reject) => {
    const settle = (error?: Error) => {
      redis.off('ready', onReady);
      redis.off('close', onClose);
      if (error) reject(error);
      else resolve();
    };
    const onReady = () => settle();
    const onClose = () => settle(new Error('The connection was closed before it was ready.'));
    redis.once('ready', onReady);
    redis.once('close', onClose);
  });
}
