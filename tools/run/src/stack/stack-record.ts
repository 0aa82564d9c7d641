import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { pollUntil } from './deadline.ts';
import type { HomePlaces } from './places.ts';
import { isRunning, type ProcessIdentity, signalProcess } from './process-identity.ts';
import type { OwnStack, ServerStack, StackAddresses, StackProcess } from './running-stack.ts';

/** The supervisor kills what does not end within ten seconds; after that it is our turn. */
const downTimeoutMs = 15_000;
const killTimeoutMs = 5_000;

/** The home's note about the servers that were started in it. */
export interface StackRecord extends StackAddresses {
  readonly kind: OwnStack['kind'];
  readonly processes: readonly StackProcess[];
  /** Whose end is theirs too; null when they were left running alone. */
  readonly launcher: ProcessIdentity | null;
}

/** Notes what runs, for `status`, for `down` and for the next start after a crash. */
export function writeRecord({ stateFile }: HomePlaces, record: StackRecord): void {
  // Renamed into place: a reader sees the whole note or none.
  writeFileSync(`${stateFile}.draft`, `${JSON.stringify(record, null, 2)}\n`);
  renameSync(`${stateFile}.draft`, stateFile);
}

/** The note of this home, whether or not its processes still run. */
export function readRecord({ stateFile }: HomePlaces): StackRecord | undefined {
  try {
    return JSON.parse(readFileSync(stateFile, 'utf8')) as StackRecord;
  } catch {
    return undefined;
  }
}

export function forgetRecord({ stateFile }: HomePlaces): void {
  rmSync(stateFile, { force: true });
}

/**
 * The stack that runs alone in this home, when every process of it does. `stop` leaves it alone.
 */
export function findDetachedStack(places: HomePlaces): ServerStack | undefined {
  const record = readRecord(places);
  if (record === undefined || record.launcher !== null) return undefined;
  if (!record.processes.every(isRunning)) return undefined;
  const { kind, kafkaBrokers, registryUrl, stateRedisUrl, queueRedisUrl } = record;
  const addresses = { kafkaBrokers, registryUrl, stateRedisUrl, queueRedisUrl };
  return { kind, ...addresses, onServerExit: () => undefined, stop: async () => undefined };
}

/**
 * Ends the recorded processes that are still ours (a reused process id has another start time) and
 * forgets them. Returns those that ran.
 */
export async function stopRecorded(places: HomePlaces): Promise<readonly StackProcess[]> {
  const running = (readRecord(places)?.processes ?? []).filter(isRunning);
  const supervisor = running.find(({ name }) => name === 'supervisor');
  // With its supervisor gone, each server gets the signal itself.
  for (const one of supervisor ? [supervisor] : running) signalProcess(one, 'SIGTERM');
  const haveEnded = (): boolean => !running.some(isRunning);
  if (!(await pollUntil(haveEnded, downTimeoutMs))) {
    for (const one of running) signalProcess(one, 'SIGKILL');
    await pollUntil(haveEnded, killTimeoutMs);
  }
  forgetRecord(places);
  return running;
}
