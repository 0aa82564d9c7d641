import type { Clock } from '@duewatch/config';
import type { Batch, Bus, BusProducer, BusRecord, PartitionEnds } from '@duewatch/event-bus';
import type { Log } from '@duewatch/telemetry';
import { checkAgainstLog } from './check-against-log.ts';
import { isRetriable, StreamError } from './errors.ts';
import { Mutex } from './mutex.ts';
import { PartitionState, type PartitionStateOptions } from './partition-state.ts';
import { type CommitPoint, isSamePoint, type PendingOutput } from './store.ts';
import { Sweep } from './sweep.ts';

export interface WorkerOptions<E> extends PartitionStateOptions<E> {
  /** Its committed offsets say how far outputs were published. */
  readonly groupId: string;
  readonly inputs: readonly string[];
  readonly bus: Bus;
  readonly producer: BusProducer;
  readonly clock: Clock;
  readonly log: Log;
  readonly chunkRecords: number;
  readonly sweepKeys: number;
  seek(topic: string, partition: number, offset: number): void;
  /** Decodes need: for instance, schemas that records name and that are not known yet. */
  prepare?(records: readonly BusRecord[]): Promise<void>;
  /** After the stored outbox was published and before the first record is folded. */
  onOpened?(partition: number): Promise<void>;
  /** After a chunk's outputs were acknowledged. */
  onPublished?(partition: number): void;
  onFatal(error: Error): void;
}

const RETRY_FIRST_MS = 100;
const RETRY_LAST_MS = 5_000;
/**
 * Behind, keys that records reach anyway fold their broadcasts with them, and silent ones fold
 * several at once later; but sweeping never stops for good.
 */
const CHUNKS_PER_SWEEP = 16;
/** A handler that waits for its partition to open shows itself alive this often (K10). */
const WAIT_STEP_MS = 500;

/**
 * The life of one owned partition: open, then fold, commit, publish, again and again; after a
 * stale commit, a rejected send or a Redis fault forget everything and open anew. Never merges
 * what it remembers with what is stored, and never forces a commit.
 */
export class PartitionWorker<E> {
  private readonly options: WorkerOptions<E>;
  private readonly mutex = new Mutex();
  private state: PartitionState<E> | undefined;
  private sweep: Sweep<E>;
  private isClosed = false;
  private isSweeping = false;
  private isTiming = false;
  /** Ends of the input logs as last seen: timers rest while there is something to read. */
  private readonly ends = new Map<string, number>();
  private isPublishing = false;
  private isAtWork = false;
  private turns = 0;
  private stepsDone = 0;
  private chunksSinceSweep = 0;
  private opening: Promise<void> = Promise.resolve();

  constructor(options: WorkerOptions<E>) {
    this.options = options;
    this.sweep = this.newSweep();
  }

  /** Reads the commit point again, publishes what was left over and seeks. Retries until closed. */
  open(): void {
    this.state = undefined;
    this.opening = this.exclusively(() => this.openUntilDone());
  }

  close(): void {
    this.isClosed = true;
    this.state = undefined;
  }

  get openedState(): PartitionState<E> | undefined {
    return this.state;
  }

  /** True while outputs of a committed chunk are not acknowledged. */
  get hasUnpublished(): boolean {
    return this.isPublishing;
  }

  /** Rises with each chunk and sweep step and with each try to open; timers do not count. */
  get steps(): number {
    return this.stepsDone;
  }

  async onBatch(batch: Batch): Promise<void> {
    if (!(await this.untilOpen(batch))) return;
    const { chunkRecords } = this.options;
    for (let at = 0; at < batch.records.length; ) {
      const chunk = batch.records.slice(at, at + chunkRecords);
      const next = await this.exclusively(() => this.guarded(() => this.foldChunk(batch, chunk)));
      if (next === undefined) return;
      at += chunk.filter(({ offset }) => offset < next).length;
      this.stepsDone += 1;
      this.ends.set(batch.topic, batch.logEnd);
      batch.resolve(next);
      await batch.heartbeat();
      if (batch.isStale()) return;
      this.chunksSinceSweep += 1;
      if (next >= batch.logEnd || this.chunksSinceSweep >= CHUNKS_PER_SWEEP) this.startSweeping();
    }
  }

  /** Lets happen what is due without a record, in steps between which records pass. */
  runTimers(): void {
    if (this.isTiming || this.options.logic.timers === undefined || !this.hasReadAll()) return;
    this.isTiming = true;
    void this.timeAll().finally(() => {
      this.isTiming = false;
    });
  }

  /** What an audit compares when nothing is under way; undefined while something is. */
  atRest(): { readonly turn: number; readonly point: CommitPoint } | undefined {
    if (this.state === undefined || this.isAtWork) return undefined;
    return { turn: this.turns, point: this.state.point };
  }

  /** The stored commit point is not ours though nothing was under way: someone else moved it. */
  reopenIfMoved(stored: CommitPoint, seen: { readonly turn: number }): void {
    const now = this.atRest();
    if (now === undefined || now.turn !== seen.turn || isSamePoint(stored, now.point)) return;
    this.options.log.warn('commit point moved: reopening', { partition: this.options.partition });
    this.open();
  }

  private exclusively<T>(task: () => Promise<T>): Promise<T> {
    return this.mutex.run(async () => {
      this.turns += 1;
      this.isAtWork = true;
      try {
        return await task();
      } finally {
        this.isAtWork = false;
      }
    });
  }

  private async untilOpen(batch: Batch): Promise<boolean> {
    while (this.state === undefined) {
      if (this.isClosed) return false;
      await Promise.race([this.opening, this.pause(WAIT_STEP_MS)]);
      await batch.heartbeat();
      if (batch.isStale()) return false;
    }
    return true;
  }

  /** Answers the offset to go on from, or undefined when the batch must be dropped. */
  private async foldChunk(batch: Batch, chunk: readonly BusRecord[]): Promise<number | undefined> {
    const { state } = this;
    if (state === undefined) return undefined;
    const { topic, partition } = batch;
    const expected = state.nextOffset(topic);
    if (batch.fetchedFrom > expected) {
      this.options.seek(topic, partition, expected);
      return undefined;
    }
    const fresh = chunk.filter((record) => record.offset >= expected);
    if (fresh.length > 0) {
      await this.options.prepare?.(fresh);
      await state.fold(topic, fresh);
      await this.publish(await state.commit());
    }
    return Math.max(expected, state.nextOffset(topic));
  }

  private async publish(outputs: readonly PendingOutput[]): Promise<void> {
    this.isPublishing = true;
    if (outputs.length > 0) await this.options.producer.send(outputs);
    this.isPublishing = false;
    this.options.onPublished?.(this.options.partition);
  }

  private startSweeping(): void {
    this.chunksSinceSweep = 0;
    if (this.isSweeping) return;
    this.isSweeping = true;
    void this.sweepAll().finally(() => {
      this.isSweeping = false;
    });
  }

  private async sweepAll(): Promise<void> {
    // Each step queues behind live records that came in the meantime.
    while (await this.exclusively(() => this.guarded(() => this.sweepStep()))) {
      if (this.chunksSinceSweep > 0) return;
    }
  }

  private hasReadAll(): boolean {
    const { state } = this;
    if (state === undefined) return false;
    return [...this.ends].every(([topic, end]) => state.nextOffset(topic) >= end);
  }

  private async timeAll(): Promise<void> {
    let step: string | null | undefined = null;
    do {
      const before: string | null = step;
      step = await this.exclusively(() => this.guarded(() => this.timerStep(before)));
    } while (step !== null && step !== undefined && this.hasReadAll());
  }

  private async timerStep(before: string | null): Promise<string | null> {
    const { state } = this;
    const { clock, sweepKeys } = this.options;
    const step = (await state?.fireTimers(clock.now(), sweepKeys, before)) ?? null;
    if (state !== undefined && step !== null) await this.publish(await state.commit());
    return step;
  }

  private async sweepStep(): Promise<boolean> {
    const { state } = this;
    if (state === undefined || !(await this.sweep.step(state))) return false;
    await this.publish(await state.commit());
    this.stepsDone += 1;
    return true;
  }

  /** Turns faults that pass into a fresh opening, and all others into the end of the process. */
  private async guarded<T>(task: () => Promise<T>): Promise<T | undefined> {
    const { state } = this;
    try {
      return await task();
    } catch (error) {
      const isPassing = isRetriable(error) || (await this.hasMoved(state));
      this.state = undefined;
      if (this.isClosed) return undefined;
      if (!isPassing) {
        this.isClosed = true;
        this.options.onFatal(ofPartition(this.options.partition, asError(error)));
        return undefined;
      }
      const { log, partition } = this.options;
      log.warn('partition begins again', { partition, error: asError(error).message });
      this.open();
      return undefined;
    }
  }

  /**
   * Half remembered and half read after another owner's commit, or after Redis went back, state may
   * contradict itself in any way, and does so before a commit could say `STALE`.
   */
  private async hasMoved(state: PartitionState<E> | undefined): Promise<boolean> {
    const { store, partition } = this.options;
    try {
      const stored = (await store.audit([partition])).get(partition);
      return stored !== undefined && state !== undefined && !isSamePoint(stored, state.point);
    } catch (error) {
      return isRetriable(error);
    }
  }

  private async openUntilDone(): Promise<void> {
    let delayMs = RETRY_FIRST_MS;
    while (!this.isClosed) {
      this.stepsDone += 1;
      try {
        this.state = await this.openOnce();
        this.isPublishing = false;
        this.startSweeping();
        return;
      } catch (error) {
        if (!isRetriable(error)) {
          this.isClosed = true;
          this.options.onFatal(ofPartition(this.options.partition, asError(error)));
          return;
        }
        const { log, partition } = this.options;
        log.warn('cannot open, retrying', { partition, error: asError(error).message, delayMs });
        await this.pause(delayMs);
        delayMs = Math.min(delayMs * 2, RETRY_LAST_MS);
      }
    }
  }

  private async openOnce(): Promise<PartitionState<E>> {
    const { store, partition, inputs, bus, producer, seek, onOpened } = this.options;
    const stored = await store.open(partition);
    const told: Record<string, number> = {};
    const starts: Record<string, number> = {};
    for (const topic of inputs) {
      const ends = (await bus.ends(topic)).find((end) => end.partition === partition);
      if (ends === undefined) throw missingPartition(topic, partition);
      checkAgainstLog(topic, stored, ends, this.options);
      starts[topic] = ends.start;
      told[topic] = stored.republish ? 0 : await this.publishedBelow(topic, ends);
      this.ends.set(topic, ends.end);
    }
    const state = new PartitionState(this.options, stored, told);
    for (const topic of inputs) state.startAt(topic, starts[topic] ?? 0);
    await state.loadPinned();
    if (stored.outbox.length > 0) await producer.send(stored.outbox);
    await onOpened?.(partition);
    this.sweep = this.newSweep();
    for (const topic of inputs) seek(topic, partition, state.nextOffset(topic));
    return state;
  }

  /** What follows from records below this was published by an owner whose state is no more. */
  private async publishedBelow(topic: string, { end }: PartitionEnds): Promise<number> {
    const { bus, groupId, partition } = this.options;
    const published = (await bus.committed(groupId, topic)).get(partition) ?? 0;
    // Beyond the end it is of another log, and says nothing of this one.
    return published <= end ? published : 0;
  }

  private newSweep(): Sweep<E> {
    const { logic, store, partition, sweepKeys } = this.options;
    return new Sweep(logic, store, { partition, stepKeys: sweepKeys });
  }

  private pause(delayMs: number): Promise<void> {
    return new Promise((resolve) => {
      this.options.clock.schedule(delayMs, resolve);
    });
  }
}

function missingPartition(topic: string, partition: number): StreamError {
  return new StreamError(
    'LOG_MISMATCH',
    `${topic} has no partition ${partition}. Give every input topic the same partition count.`,
  );
}

/** The same error, with its code, that says where it was met. */
function ofPartition(partition: number, error: Error): Error {
  const named = new Error(`Partition ${partition}: ${error.message}`, { cause: error });
  const { name } = error;
  return Object.assign(named, { name, code: Reflect.get(error, 'code') as unknown });
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
