import { pollUntil } from './deadline.ts';
import { StackError } from './error.ts';
import { type FileLock, tryLock } from './file-lock.ts';
import { loopback } from './free-ports.ts';
import { kafkaIsReady, redisIsReady, registryIsReady } from './health.ts';
import { logTail } from './log-tail.ts';
import type { HomePlaces } from './places.ts';
import type { OwnStack, StackAddresses, StackProcess } from './running-stack.ts';
import { registryApiPath, registryCompatibility } from './server-settings.ts';
import type { SupervisedProcesses } from './supervised-processes.ts';
import type { ServerSpec } from './supervisor-protocol.ts';

/** The port of each server that clients talk to. */
export interface ServerPorts {
  readonly kafka: number;
  readonly registry: number;
  readonly stateRedis: number;
  readonly queueRedis: number;
}

/** A thing to wait for: a server that must answer. */
export interface ReadinessCheck {
  readonly name: string;
  readonly port: number;
  isReady(): Promise<boolean>;
}

/** One check per server on this machine. */
export function readinessChecks(
  ports: ServerPorts,
): Readonly<Record<keyof ServerPorts, ReadinessCheck>> {
  const check = (
    name: string,
    port: number,
    isReady: (host: string, port: number) => Promise<boolean>,
  ): ReadinessCheck => ({ name, port, isReady: () => isReady(loopback, port) });
  return {
    kafka: check('Kafka', ports.kafka, kafkaIsReady),
    registry: check('The registry', ports.registry, registryIsReady),
    stateRedis: check('Redis for state', ports.stateRedis, redisIsReady),
    queueRedis: check('Redis for queues', ports.queueRedis, redisIsReady),
  };
}

/** Waits until the server that `spec` started answers; fails at once when the process ends. */
export async function waitUntilReady(
  supervised: SupervisedProcesses,
  spec: ServerSpec,
  check: ReadinessCheck,
  timeoutMs: number,
): Promise<void> {
  const hasEnded = (): boolean => supervised.exitOf(spec.name) !== undefined;
  const isDone = await pollUntil(async () => hasEnded() || (await check.isReady()), timeoutMs);
  if (isDone && !hasEnded()) return;
  const end = `The end of ${spec.logFile}:\n${logTail(spec.logFile)}`;
  throw hasEnded()
    ? new StackError('SERVER_DIED', `${check.name} ended before it was ready.\n${end}`)
    : new StackError(
        'SERVER_NOT_READY',
        `${check.name} was not ready on port ${check.port} after ${timeoutMs / 1000} s.\n${end}`,
      );
}

/** Waits for all, failed ones too, so that nothing is under way when the caller cleans up. */
export async function allSettled<T>(promises: readonly Promise<T>[]): Promise<readonly T[]> {
  const outcomes = await Promise.allSettled(promises);
  const failed = outcomes.find((outcome) => outcome.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
  return outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []));
}

/** Two stacks in one home would write into each other's files. */
export function lockHome(places: HomePlaces): FileLock {
  const lock = tryLock(places.lockFile);
  if ('release' in lock) return lock;
  throw new StackError(
    'LOCKED',
    `Process ${lock.pid} already runs a stack in ${places.root}. Stop it first, or set ` +
      'DUEWATCH_HOME to another folder.',
  );
}

/** Apicurio starts with NONE; every start says again what the deployment promises. */
export async function setCompatibility(registryUrl: string): Promise<void> {
  const response = await fetch(`${registryUrl}/config`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ compatibility: registryCompatibility }),
  });
  const answer = await response.text();
  if (response.ok) return;
  throw new StackError(
    'SERVER_NOT_READY',
    `The registry refused its compatibility rule: ${answer}`,
  );
}

/** The addresses of servers on this machine. */
export function localAddresses(ports: ServerPorts): StackAddresses {
  return {
    kafkaBrokers: [`${loopback}:${ports.kafka}`],
    registryUrl: `http://${loopback}:${ports.registry}${registryApiPath}`,
    stateRedisUrl: `redis://${loopback}:${ports.stateRedis}`,
    queueRedisUrl: `redis://${loopback}:${ports.queueRedis}`,
  };
}

/** Wraps supervised servers that are ready. */
export function ownStack(
  kind: OwnStack['kind'],
  ports: ServerPorts,
  supervised: SupervisedProcesses,
  processes: readonly StackProcess[],
  lock: FileLock,
): OwnStack {
  return {
    kind,
    ...localAddresses(ports),
    processes: [...processes, { name: 'supervisor', ...supervised.supervisor }],
    onServerExit: (listener) => supervised.onExit(listener),
    stop: async () => {
      await supervised.stop();
      lock.release();
    },
    detach: () => {
      supervised.detach();
      lock.release();
    },
  };
}
