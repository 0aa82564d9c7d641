import type { Clock } from '@duewatch/config';
import {
  type DeliveryQueue,
  type JobHandler,
  type JobMemo,
  type Lane,
  NEW_MEMO,
  type NewJob,
} from './delivery-queue.ts';

/** A queue in this process. For embedded runs and tests; it forgets everything when it ends. */
export interface MemoryDeliveryQueue extends DeliveryQueue {
  /** Loses all jobs that are not running, as a Redis would that came back empty. */
  wipe(): void;
}

export function createMemoryDeliveryQueue(clock: Clock): MemoryDeliveryQueue {
  const lanes = new Map<string, MemoryLane>();
  const early: NewJob[] = [];
  return {
    async add(jobs) {
      for (const job of jobs) {
        const lane = lanes.get(job.subject.receiverId);
        if (lane === undefined) early.push(job);
        else lane.add(job);
      }
    },
    async start(all, handle) {
      for (const lane of all) lanes.set(lane.receiverId, new MemoryLane(lane, handle, clock));
      for (const job of early.splice(0)) lanes.get(job.subject.receiverId)?.add(job);
    },
    async stop() {
      await Promise.all([...lanes.values()].map((lane) => lane.stop()));
    },
    wipe() {
      for (const lane of lanes.values()) lane.wipe();
    },
  };
}

interface MemoryJob extends NewJob {
  memo: JobMemo;
}

class MemoryLane {
  private readonly lane: Lane;
  private readonly handle: JobHandler;
  private readonly clock: Clock;
  private readonly waiting: MemoryJob[] = [];
  private readonly known = new Map<string, MemoryJob>();
  private readonly running = new Set<Promise<void>>();
  private readonly timers = new Set<() => void>();
  /** When the jobs of the current window began. */
  private begun: number[] = [];
  private heldUntil = 0;
  private isStopped = false;

  constructor(lane: Lane, handle: JobHandler, clock: Clock) {
    this.lane = lane;
    this.handle = handle;
    this.clock = clock;
  }

  add(job: NewJob): void {
    if (this.known.has(job.id)) return;
    const added = { ...job, memo: NEW_MEMO };
    this.known.set(job.id, added);
    if (job.delayMs === undefined) this.enqueue(added);
    else this.after(job.delayMs, () => this.enqueue(added));
  }

  wipe(): void {
    this.cancelTimers();
    this.waiting.splice(0);
    this.known.clear();
  }

  async stop(): Promise<void> {
    this.isStopped = true;
    this.cancelTimers();
    await Promise.all(this.running);
  }

  private enqueue(job: MemoryJob): void {
    if (this.known.get(job.id) !== job) return;
    this.waiting.push(job);
    this.pump();
  }

  private pump(): void {
    while (!this.isStopped && this.running.size < this.lane.concurrency) {
      if (this.waiting.length === 0) return;
      const waitMs = this.waitMs();
      if (waitMs > 0) {
        this.after(waitMs, () => this.pump());
        return;
      }
      const first = this.waiting.findIndex(({ yields }) => yields !== true);
      const [job] = this.waiting.splice(Math.max(first, 0), 1);
      if (job === undefined) return;
      this.begun.push(this.clock.now());
      const run = this.run(job).finally(() => {
        this.running.delete(run);
        this.pump();
      });
      this.running.add(run);
    }
  }

  /** How long a hold or the rate keeps the next job back. */
  private waitMs(): number {
    const now = this.clock.now();
    const { messages, perMs } = this.lane.rate;
    this.begun = this.begun.filter((at) => at > now - perMs);
    const first = this.begun.length < messages ? undefined : this.begun.at(-messages);
    const byRate = first === undefined ? 0 : first + perMs - now;
    return Math.max(this.heldUntil - now, byRate, 0);
  }

  private async run(job: MemoryJob): Promise<void> {
    const remember = async (memo: JobMemo): Promise<void> => {
      job.memo = memo;
    };
    const result = await this.handle({ ...job, remember });
    // A wiped job that was running is not put back: its row will make a new one.
    if (this.known.get(job.id) !== job) return;
    if (result.kind === 'done') {
      if (job.idTakenForMs === undefined) this.known.delete(job.id);
      else this.after(job.idTakenForMs, () => this.known.delete(job.id));
    } else if (result.kind === 'again') {
      this.after(result.delayMs, () => this.enqueue(job));
    } else {
      this.heldUntil = this.clock.now() + result.delayMs;
      this.waiting.unshift(job);
    }
  }

  private after(delayMs: number, act: () => void): void {
    const cancel = this.clock.schedule(delayMs, () => {
      this.timers.delete(cancel);
      act();
    });
    this.timers.add(cancel);
  }

  private cancelTimers(): void {
    for (const cancel of this.timers) cancel();
    this.timers.clear();
  }
}
