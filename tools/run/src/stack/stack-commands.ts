import { findCompose, startDockerStack } from './docker-stack.ts';
import { StackError } from './error.ts';
import { givenStack, hasGivenAddresses } from './given-stack.ts';
import { kafkaIsReady, redisIsReady, registryAnswers } from './health.ts';
import { startNativeStack } from './native-stack.ts';
import { homePlaces } from './places.ts';
import { isRunning } from './process-identity.ts';
import type {
  OwnStack,
  ServerStack,
  StackAddresses,
  StackProcess,
  StackStart,
} from './running-stack.ts';
import { findDetachedStack, readRecord, stopRecorded } from './stack-record.ts';

/** What `stack up` found or did. */
export interface StackUp {
  readonly stack: ServerStack;
  readonly wasUp: boolean;
}

/** Makes sure that a stack runs alone in this home, ready for services. */
export async function stackUp(
  start: StackStart,
  kind: OwnStack['kind'] | undefined,
  prepare: (addresses: StackAddresses) => Promise<void>,
): Promise<StackUp> {
  if (kind === undefined && hasGivenAddresses(start.env)) {
    const stack = givenStack(start.env);
    await prepare(stack);
    return { stack, wasUp: true };
  }
  const running = findDetachedStack(homePlaces(start.home));
  if (running !== undefined && (kind ?? running.kind) === running.kind) {
    await prepare(running);
    return { stack: running, wasUp: true };
  }
  const wanted = kind ?? (findCompose(start.env) === undefined ? 'native' : 'docker');
  const stack = await (wanted === 'docker' ? startDockerStack(start) : startNativeStack(start));
  try {
    await prepare(stack);
  } catch (error) {
    await stack.stop();
    throw error;
  }
  await stack.detach();
  return { stack, wasUp: false };
}

/** Ends the stack that was left running in this home. Returns the processes that ran. */
export async function stackDown(home: string): Promise<readonly StackProcess[]> {
  const places = homePlaces(home);
  const launcher = readRecord(places)?.launcher ?? null;
  if (launcher !== null && isRunning(launcher)) {
    throw new StackError(
      'LOCKED',
      `The stack in ${places.root} belongs to process ${launcher.pid} and ends with it. ` +
        'Stop that process (Ctrl-C in its terminal).',
    );
  }
  return await stopRecorded(places);
}

/** How one server of the stack is. */
export interface ServerHealth {
  readonly name: 'Kafka' | 'Schema registry' | 'Redis (state)' | 'Redis (queues)';
  readonly address: string;
  readonly answers: boolean;
}

/** What runs in this home and how it is. */
export interface StackStatus {
  readonly kind: OwnStack['kind'];
  /** The process whose end is the stack's; null when it runs alone. */
  readonly launcherPid: number | null;
  readonly servers: readonly ServerHealth[];
  readonly processes: readonly (StackProcess & { readonly isRunning: boolean })[];
}

/** Asks every recorded server; undefined when none was started in this home. */
export async function stackStatus(home: string): Promise<StackStatus | undefined> {
  const record = readRecord(homePlaces(home));
  if (record === undefined) return undefined;
  const processes = record.processes.map((one) => ({ ...one, isRunning: isRunning(one) }));
  const { kind, launcher } = record;
  return { kind, launcherPid: launcher?.pid ?? null, servers: await askServers(record), processes };
}

async function askServers(addresses: StackAddresses): Promise<readonly ServerHealth[]> {
  const { kafkaBrokers, registryUrl, stateRedisUrl, queueRedisUrl } = addresses;
  const ask = async (
    name: ServerHealth['name'],
    address: string,
    answer: Promise<boolean>,
  ): Promise<ServerHealth> => ({ name, address, answers: await answer });
  return await Promise.all([
    ...kafkaBrokers.map((broker) => ask('Kafka', broker, atUrl(`tcp://${broker}`, kafkaIsReady))),
    ask('Schema registry', registryUrl, registryAnswers(registryUrl)),
    ask('Redis (state)', stateRedisUrl, atUrl(stateRedisUrl, redisIsReady)),
    ask('Redis (queues)', queueRedisUrl, atUrl(queueRedisUrl, redisIsReady)),
  ]);
}

function atUrl(
  url: string,
  isReady: (host: string, port: number) => Promise<boolean>,
): Promise<boolean> {
  const { hostname, port } = new URL(url);
  return isReady(hostname, Number(port));
}
