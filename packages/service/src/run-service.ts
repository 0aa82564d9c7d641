import {
  type Clock,
  createSystemClock,
  loadSettings,
  type StackSettings,
  stackSettings,
  trustAuthorities,
} from '@duewatch/config';
import { type Codec, createCodec } from '@duewatch/contracts';
import {
  type Bus,
  createKafkaBus,
  createRegistryClient,
  kafkaAccess,
  registryAccess,
} from '@duewatch/event-bus';
import { createRedisClient, type RedisClient, redisAccess } from '@duewatch/redis';
import { createRedisStore, type PartitionStore } from '@duewatch/stream';
import { createLog, type Log } from '@duewatch/telemetry';

type Schema = Parameters<typeof loadSettings>[0][string];
type Settings<S extends Schema> = ReturnType<typeof loadSettings<{ service: S }>>['service'];

/** The real parts that a process hands to its app; twins take their places elsewhere. */
export interface ServiceParts {
  readonly stack: StackSettings;
  readonly bus: Bus;
  readonly codec: Codec;
  readonly clock: Clock;
  readonly log: Log;
  readonly stateRedis: RedisClient;
  /** State of a stream that reads these topics. */
  openStore(stream: string, inputs: readonly string[]): PartitionStore;
  /** Ends the process with a failure; whoever supervises it starts it again. */
  onFatal(error: Error): void;
}

export interface RunnableApp {
  start(): Promise<void>;
  stop(): Promise<void>;
}

/** A stop that takes longer is cut off: whatever was not committed is folded again. */
const STOP_WITHIN_MS = 15_000;

/**
 * The life of a service process: settings, real parts, start, and on SIGTERM or SIGINT stop in
 * order. An app that cannot go on ends the process with 1 instead of living on as an idle shell.
 */
export async function runService<S extends Schema>(
  name: string,
  schema: S,
  createApp: (settings: Settings<S>, parts: ServiceParts) => RunnableApp,
): Promise<void> {
  const loaded = loadOrExit(name, schema);
  const settings = loaded[name] as Settings<S>;
  const log = createLog({ service: name, level: logLevelOf(settings) });
  const stack = loaded.stack as StackSettings;
  const onFatal = (error: Error): void => {
    const { code } = error as { readonly code?: unknown };
    log.fatal('the service cannot go on', { code, error: error.message });
    void end(1);
  };
  const { parts, close } = await connect(name, stack, log, onFatal).catch((error) => {
    log.fatal('the service could not start', { error: String(error) });
    return process.exit(1);
  });
  const app = createApp(settings, parts);
  let ending: Promise<void> | undefined;

  async function end(code: number): Promise<void> {
    ending ??= stopInOrder();
    await ending;
    process.exit(code);
  }

  async function stopInOrder(): Promise<void> {
    const cut = parts.clock.schedule(STOP_WITHIN_MS, () => process.exit(1));
    try {
      await app.stop();
      await close();
    } catch (error) {
      log.error('the service did not stop cleanly', { error: String(error) });
    }
    cut();
  }

  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, () => {
      log.info('the service stops', { signal });
      void end(0);
    });
  }
  try {
    await app.start();
  } catch (error) {
    log.fatal('the service could not start', { error: String(error) });
    await end(1);
  }
}

/** Wrong settings are for a person to mend: the message says how, a stack trace would bury it. */
function loadOrExit(name: string, schema: Schema) {
  try {
    return loadSettings({ stack: stackSettings, [name]: schema });
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  }
}

async function connect(
  name: string,
  stack: StackSettings,
  log: Log,
  onFatal: (error: Error) => void,
): Promise<{ parts: ServiceParts; close: () => Promise<void> }> {
  const clock = createSystemClock();
  trustAuthorities(stack);
  const bus = createKafkaBus({ ...kafkaAccess(stack), clientId: name, log, clock });
  const registry = createRegistryClient(stack.registryUrl, registryAccess(stack));
  const ids = await registry.lookup();
  const stateRedis = createRedisClient(stack.stateRedisUrl, {
    ...redisAccess(stack),
    name,
    onError: (error) => log.debug('Redis is away', { error: error.message }),
  });
  const parts: ServiceParts = {
    stack,
    bus,
    codec: createCodec({ ids }),
    clock,
    log,
    stateRedis,
    openStore: (stream, inputs) => createRedisStore({ redis: stateRedis, stream, inputs }),
    onFatal,
  };
  return {
    parts,
    async close() {
      await bus.close();
      await stateRedis.close();
    },
  };
}

function logLevelOf(settings: unknown): 'debug' | 'info' | 'warn' | 'error' | 'fatal' {
  const level = (settings as { readonly logLevel?: unknown }).logLevel;
  const levels = ['debug', 'info', 'warn', 'error', 'fatal'] as const;
  return levels.find((known) => known === level) ?? 'info';
}
