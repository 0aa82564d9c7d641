import type { Clock } from '@duewatch/config';
import type { Log } from '@duewatch/telemetry';
import { BusError, closed, messageOf } from './errors.ts';
import { checkRoutable } from './partitioning.ts';
import type { BusProducer, OutgoingRecord } from './ports.ts';
import { pause, retryDelayMs } from './retry.ts';
import { JobQueue, type Parcel, SendJob, type Slice, takeParcel } from './send-jobs.ts';

/** One connected client. Used for one send at a time, and never again after it rejected one. */
export interface RawProducer {
  /** Resolves when all are acknowledged; rejects with a `BusError` that says if retrying helps. */
  send(records: readonly OutgoingRecord[]): Promise<void>;
  /** Makes no further attempt, not even for a send under way. */
  close(): Promise<void>;
}

export interface SendQueueOptions {
  /** For the log. */
  readonly name: string;
  readonly clock: Clock;
  readonly log: Log;
  open(): Promise<RawProducer>;
  /** How long a caller waits before its send is given up. */
  readonly deadlineMs: number;
  /** More waiting records or bytes than this are refused with QUEUE_FULL. */
  readonly maxWaitingRecords: number;
  readonly maxWaitingBytes: number;
  /** K15: kafkajs copies an array per record, so that long sends take quadratic time. */
  readonly maxRecordsPerTopic: number;
  /** All of one send may go to one partition, whose batch the broker bounds (1 MB by default). */
  readonly maxBytesPerSend: number;
  /** K17: sequence numbers restart at 2^31 instead of wrapping; a new client comes long before. */
  readonly maxRecordsPerClient: number;
}

/**
 * A producer that keeps one send outstanding and merges what waits into the next (K1), replaces
 * its client after any rejected send (K2) and retries until the callers' deadlines (K4).
 *
 * Why not more at a time: when one of several overlapping idempotent sends fails, kafkajs hands its
 * sequence numbers to the next one, and the broker answers "duplicate" to records it never had.
 */
export class SendQueue implements BusProducer {
  readonly #options: SendQueueOptions;
  readonly #jobs = new JobQueue();
  #client: RawProducer | undefined;
  #sentByClient = 0;
  #waitingRecords = 0;
  #waitingBytes = 0;
  #isClosed = false;
  #work: Promise<void> | undefined;

  constructor(options: SendQueueOptions) {
    this.#options = options;
  }

  async send(records: readonly OutgoingRecord[]): Promise<void> {
    if (this.#isClosed) throw closed('producer');
    if (records.length === 0) return;
    records.forEach(checkRoutable);
    const job = new SendJob(records);
    this.#refuseWhenFull(job);
    this.#waitingRecords += records.length;
    this.#waitingBytes += job.bytes;
    const { clock, deadlineMs } = this.#options;
    const cancelDeadline = clock.schedule(deadlineMs, () => {
      const cause = job.lastError;
      const why = cause === undefined ? 'no answer' : messageOf(cause);
      const message = `not acknowledged within ${deadlineMs} ms: ${why}`;
      job.reject(new BusError('SEND_DEADLINE', message, cause));
    });
    this.#jobs.push(job);
    this.#work ??= this.#workOff();
    try {
      await job.done;
    } finally {
      cancelDeadline();
      this.#waitingRecords -= records.length;
      this.#waitingBytes -= job.bytes;
    }
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#work;
    await this.#dropClient();
  }

  /** A send larger than the whole bound may pass when nothing else waits, or it never could. */
  #refuseWhenFull(job: SendJob): void {
    const { maxWaitingRecords, maxWaitingBytes } = this.#options;
    const records = this.#waitingRecords + job.records.length;
    const bytes = this.#waitingBytes + job.bytes;
    if (this.#waitingRecords === 0) return;
    if (records <= maxWaitingRecords && bytes <= maxWaitingBytes) return;
    throw new BusError(
      'QUEUE_FULL',
      `${this.#waitingRecords} records (${this.#waitingBytes} bytes) already wait for Kafka`,
    );
  }

  async #workOff(): Promise<void> {
    // One turn, so that callers of the same tick share the first send too.
    await Promise.resolve();
    for (;;) {
      const parcel = takeParcel(this.#jobs, this.#options);
      if (parcel.length === 0) break;
      await this.#deliver(parcel);
    }
    this.#work = undefined;
  }

  async #deliver(parcel: Parcel): Promise<void> {
    for (let attempt = 0; ; attempt++) {
      const slices = parcel.filter(({ job }) => !job.isSettled);
      if (slices.length === 0) return;
      const error = await this.#attempt(slices);
      if (error === undefined) return;
      if (!error.retriable) return this.#isolate(slices, error);
      for (const { job } of slices) job.lastError = error;
      this.#options.log.warn('Kafka did not take a send, it is tried again', {
        producer: this.#options.name,
        attempt,
        error,
      });
      const everyoneGaveUp = Promise.all(slices.map(({ job }) => job.settled));
      await Promise.race([pause(this.#options.clock, retryDelayMs(attempt)), everyoneGaveUp]);
    }
  }

  /** The records are at fault: of several callers only the guilty one is refused. */
  async #isolate(slices: Parcel, error: BusError): Promise<void> {
    const [first, ...others] = slices;
    if (others.length === 0) return first?.job.reject(error);
    for (const slice of slices) await this.#deliver([slice]);
  }

  /** One send with one client; answers what went wrong. */
  async #attempt(slices: Parcel): Promise<BusError | undefined> {
    const records = slices.flatMap(recordsOf);
    const attempt = { isAbandoned: false };
    const everyoneGaveUp = Promise.all(slices.map(({ job }) => job.settled));
    try {
      const sent = this.#sendWithClient(records, attempt);
      const outcome = await Promise.race([sent, everyoneGaveUp.then(() => 'gave up' as const)]);
      if (outcome === 'gave up') {
        attempt.isAbandoned = true;
        sent.catch((error: unknown) => {
          this.#options.log.warn('A send that nobody waits for any more has failed', { error });
        });
        await this.#dropClient();
        return undefined;
      }
    } catch (error) {
      await this.#dropClient();
      return asBusError(error);
    }
    this.#sentByClient += records.length;
    for (const { job, from, to } of slices) job.acknowledge(to - from);
    if (this.#sentByClient >= this.#options.maxRecordsPerClient) await this.#dropClient();
    return undefined;
  }

  async #sendWithClient(
    records: readonly OutgoingRecord[],
    attempt: { readonly isAbandoned: boolean },
  ): Promise<void> {
    let client = this.#client;
    if (client === undefined) {
      client = await this.#options.open();
      if (attempt.isAbandoned) {
        // The next send may already have a client of its own: this one must not overlap with it.
        await client.close();
        throw closed('client');
      }
      this.#client = client;
    }
    await client.send(records);
  }

  async #dropClient(): Promise<void> {
    const client = this.#client;
    this.#client = undefined;
    this.#sentByClient = 0;
    await client?.close();
  }
}

function recordsOf({ job, from, to }: Slice): readonly OutgoingRecord[] {
  return from === 0 && to === job.records.length ? job.records : job.records.slice(from, to);
}

function asBusError(error: unknown): BusError {
  if (error instanceof BusError) return error;
  return new BusError('UNAVAILABLE', messageOf(error), error);
}
