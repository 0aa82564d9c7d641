import { pollUntil } from './deadline.ts';
import { StackError } from './error.ts';
import type { FileLock } from './file-lock.ts';
import { loopback } from './free-ports.ts';
import { kafkaIsReady, redisIsReady, registryIsReady } from './health.ts';
import { logTail } from './log-tail.ts';
import type { HomePlaces } from './places.ts';
import { identify } from './process-identity.ts';
import type { OwnStack, StackAddresses, StackProcess } from './running-stack.ts';
import { registryApiPath } from './server-settings.ts';
import { forgetRecord, writeRecord } from './stack-record.ts';
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

/** The addresses of servers on this machine. */
export function localAddresses(ports: ServerPorts): StackAddresses {
  return {
    kafkaBrokers: [`${loopback}:${ports.kafka}`],
    registryUrl: `http://${loopback}:${ports.registry}${registryApiPath}`,
    stateRedisUrl: `redis://${loopback}:${ports.stateRedis}`,
    queueRedisUrl: `redis://${loopback}:${ports.queueRedis}`,
  };
}

/** Wraps supervised servers that are ready, and notes them in their home. */
export function ownStack(
  kind: OwnStack['kind'],
  ports: ServerPorts,
  supervised: SupervisedProcesses,
  servers: readonly StackProcess[],
  { places, lock }: { readonly places: HomePlaces; readonly lock: FileLock },
): OwnStack {
  const addresses = localAddresses(ports);
  const processes = [...servers, { name: 'supervisor', ...supervised.supervisor }];
  const record = { kind, ...addresses, processes };
  writeRecord(places, { ...record, launcher: identify(process.pid) ?? null });
  return {
    ...record,
    onServerExit: (listener) => supervised.onExit(listener),
    stop: async () => {
      await supervised.stop();
      forgetRecord(places);
      lock.release();
    },
    detach: async () => {
      await supervised.detach();
      writeRecord(places, { ...record, launcher: null });
      lock.release();
    },
  };
}
