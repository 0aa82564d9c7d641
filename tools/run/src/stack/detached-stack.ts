import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { pollUntil } from './deadline.ts';
import { type HomePlaces, homePlaces } from './places.ts';
import { isRunning, signalProcess } from './process-identity.ts';
import type { OwnStack, ServerStack, StackAddresses, StackProcess } from './running-stack.ts';

/** The supervisor kills what does not end within ten seconds; after that it is our turn. */
const downTimeoutMs = 15_000;
const killTimeoutMs = 5_000;

/** What the note about a detached stack says. */
export interface StackRecord extends StackAddresses {
  readonly kind: OwnStack['kind'];
  readonly processes: readonly StackProcess[];
}

/** Writes down what runs and lets it run alone. */
export function leaveRunning(home: string, stack: OwnStack): StackRecord {
  const { kind, kafkaBrokers, registryUrl, stateRedisUrl, queueRedisUrl, processes } = stack;
  const record = { kind, kafkaBrokers, registryUrl, stateRedisUrl, queueRedisUrl, processes };
  const { stateFile } = homePlaces(home);
  // Renamed into place: a reader sees the whole note or none.
  writeFileSync(`${stateFile}.draft`, `${JSON.stringify(record, null, 2)}\n`);
  renameSync(`${stateFile}.draft`, stateFile);
  stack.detach();
  return record;
}

/** The note of this home, whether or not the processes still run. */
export function readRecord(home: string): StackRecord | undefined {
  try {
    return JSON.parse(readFileSync(homePlaces(home).stateFile, 'utf8')) as StackRecord;
  } catch {
    return undefined;
  }
}

/** The detached stack of this home when every process of it runs. Its `stop` leaves it alone. */
export function findDetachedStack(home: string): ServerStack | undefined {
  const record = readRecord(home);
  if (record === undefined || !record.processes.every(isRunning)) return undefined;
  const { kind, kafkaBrokers, registryUrl, stateRedisUrl, queueRedisUrl } = record;
  const addresses = { kafkaBrokers, registryUrl, stateRedisUrl, queueRedisUrl };
  return { kind, ...addresses, onServerExit: () => undefined, stop: async () => undefined };
}

/**
 * Ends the recorded processes that are still ours (a reused process id has another start time) and
 * forgets them. Returns those that ran.
 */
export async function stopDetachedStack(home: string): Promise<readonly StackProcess[]> {
  const record = readRecord(home);
  if (record === undefined) return [];
  const running = record.processes.filter(isRunning);
  const supervisor = running.find(({ name }) => name === 'supervisor');
  // With its supervisor gone, each server gets the signal itself.
  for (const one of supervisor ? [supervisor] : running) signalProcess(one, 'SIGTERM');
  const haveEnded = (): boolean => !running.some(isRunning);
  if (!(await pollUntil(haveEnded, downTimeoutMs))) {
    for (const one of running) signalProcess(one, 'SIGKILL');
    await pollUntil(haveEnded, killTimeoutMs);
  }
  forget(homePlaces(home));
  return running;
}

function forget(places: HomePlaces): void {
  rmSync(places.stateFile, { force: true });
}
