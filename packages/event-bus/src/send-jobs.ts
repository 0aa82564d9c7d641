import type { OutgoingRecord } from './ports.ts';

/** One caller's send, from the call to the acknowledgement of its last record. */
export class SendJob {
  readonly records: readonly OutgoingRecord[];
  /** Estimated size on the wire, per record and in all. */
  readonly sizes: readonly number[];
  readonly bytes: number;
  /** Rejects when refused or given up. */
  readonly done: Promise<void>;
  /** Resolves either way. */
  readonly settled: Promise<void>;
  isSettled = false;
  lastError: unknown;
  /** First record not yet in a parcel. */
  next = 0;
  #unacknowledged: number;
  readonly #outcome = Promise.withResolvers<void>();

  constructor(records: readonly OutgoingRecord[]) {
    this.records = records;
    this.sizes = records.map(sizeOf);
    this.bytes = this.sizes.reduce((sum, size) => sum + size, 0);
    this.#unacknowledged = records.length;
    this.done = this.#outcome.promise;
    this.settled = this.done.catch(() => {});
  }

  acknowledge(count: number): void {
    this.#unacknowledged -= count;
    if (this.#unacknowledged > 0) return;
    this.isSettled = true;
    this.#outcome.resolve();
  }

  reject(error: Error): void {
    this.isSettled = true;
    this.#outcome.reject(error);
  }
}

/** Consecutive records of one caller. */
export interface Slice {
  readonly job: SendJob;
  readonly from: number;
  readonly to: number;
}

/** What goes to the client in one send: slices in the order of the calls. */
export type Parcel = readonly Slice[];

/** Callers in the order of their calls. `shift` of a long array would move all the rest. */
export class JobQueue {
  #jobs: (SendJob | undefined)[] = [];
  #head = 0;

  push(job: SendJob): void {
    this.#jobs.push(job);
  }

  peek(): SendJob | undefined {
    return this.#jobs[this.#head];
  }

  drop(): void {
    // Not kept until the array is cut: a job holds its records.
    this.#jobs[this.#head] = undefined;
    this.#head += 1;
    if (this.#head < 1_024 || this.#head * 2 < this.#jobs.length) return;
    this.#jobs = this.#jobs.slice(this.#head);
    this.#head = 0;
  }
}

/**
 * Takes from the head of the queue what fits into one send. Stops at the first record that does
 * not: skipping ahead would put a later call's record before it. Always takes at least one.
 */
export function takeParcel(
  queue: JobQueue,
  limits: { readonly maxRecordsPerTopic: number; readonly maxBytesPerSend: number },
): Parcel {
  const parcel: Slice[] = [];
  const perTopic = new Map<string, number>();
  let bytes = 0;
  const fits = (record: OutgoingRecord, size: number): boolean => {
    const count = perTopic.get(record.topic) ?? 0;
    if (count >= limits.maxRecordsPerTopic) return false;
    if (bytes > 0 && bytes + size > limits.maxBytesPerSend) return false;
    perTopic.set(record.topic, count + 1);
    bytes += size;
    return true;
  };
  for (let job = queue.peek(); job !== undefined; job = queue.peek()) {
    const from = job.next;
    if (!job.isSettled) takeFrom(job, fits);
    if (job.next > from) parcel.push({ job, from, to: job.next });
    if (!job.isSettled && job.next < job.records.length) break;
    queue.drop();
  }
  return parcel;
}

function takeFrom(job: SendJob, fits: (record: OutgoingRecord, size: number) => boolean): void {
  for (;;) {
    const record = job.records[job.next];
    const size = job.sizes[job.next];
    if (record === undefined || size === undefined || !fits(record, size)) return;
    job.next += 1;
  }
}

/** Near enough for bounds: text counts a byte a character. */
function sizeOf(record: OutgoingRecord): number {
  let size = 32 + (record.key?.length ?? 0) + (record.value?.length ?? 0);
  for (const [name, value] of Object.entries(record.headers))
    size += name.length + value.length + 2;
  return size;
}
