import { accessOptions, type RedisAccess } from '@duewatch/redis';
import type { Log } from '@duewatch/telemetry';
import { type Job, Queue, RateLimitError, Worker } from 'bullmq';
import {
  type DeliveryQueue,
  type JobHandler,
  type JobMemo,
  type JobSubject,
  type Lane,
  NEW_MEMO,
  type NewJob,
} from './delivery-queue.ts';

export interface BullmqQueueOptions extends RedisAccess {
  readonly redisUrl: string;
  /** All keys begin with it. */
  readonly prefix: string;
  readonly log: Log;
  /** How long a dead process keeps a job from others. Renewed at half of it while alive. */
  readonly lockMs?: number;
  /** How long `stop` waits for handlers under way. */
  readonly stopWithinMs?: number;
}

interface JobData {
  readonly subject: JobSubject;
  readonly memo: JobMemo;
}

/** Makes BullMQ run the job again after a delay that we chose. */
class RunAgain extends Error {
  readonly delayMs: number;

  constructor(delayMs: number) {
    super('runs again later');
    this.name = 'RunAgain';
    this.delayMs = delayMs;
  }
}

/** Retries are ours to end, so BullMQ never runs out of attempts by itself. */
const ATTEMPTS = 1_000_000;

/** A queue that does not connect for so long is away. */
const READY_WITHIN_MS = 2_000;

/**
 * The queue on BullMQ: one queue per receiver, since its rate limit and its pauses are per queue.
 * Jobs are removed when they end, but for those whose ids are to stay taken. An id would otherwise
 * block its row for ever when the ledger is rebuilt on another log, and nothing here relies on a
 * queue remembering what it has done.
 */
export function createBullmqDeliveryQueue(options: BullmqQueueOptions): DeliveryQueue {
  const queues = new Map<string, Queue<JobData>>();
  const workers: Worker<JobData>[] = [];
  const running = new Set<Promise<unknown>>();

  const queueOf = (receiverId: string): Queue<JobData> => {
    const known = queues.get(receiverId);
    if (known !== undefined) return known;
    const made = newQueue(receiverId, options);
    queues.set(receiverId, made);
    return made;
  };

  const addTo = async (receiverId: string, jobs: readonly NewJob[]): Promise<void> => {
    const queue = queueOf(receiverId);
    const isReady = await settlesWithin(queue.waitUntilReady(), READY_WITHIN_MS);
    if (!isReady) throw new Error('the queue does not answer');
    await queue.addBulk(jobs.map(bullJob));
  };

  return {
    async add(jobs) {
      const byReceiver = Map.groupBy(jobs, ({ subject }) => subject.receiverId);
      await Promise.all([...byReceiver].map(([id, some]) => addTo(id, some)));
    },
    async start(lanes, handle) {
      const tracked: JobHandler = (job) => {
        const run = handle(job).finally(() => running.delete(run));
        running.add(run);
        return run;
      };
      for (const lane of lanes) {
        queueOf(lane.receiverId);
        workers.push(newWorker(lane, tracked, options));
      }
    },
    async stop() {
      await Promise.all(workers.map((worker) => worker.pause(true)));
      const isDone = await settlesWithin(Promise.all(running), options.stopWithinMs ?? 5_000);
      // What a handler still does is then unknown, and the process that takes over marks it so.
      await Promise.all(workers.map((worker) => worker.close(!isDone)));
      await Promise.all([...queues.values()].map((queue) => queue.close()));
    },
  };
}

function queueName(receiverId: string): string {
  return `deliveries-${receiverId}`;
}

function addressOf({ redisUrl, ...access }: BullmqQueueOptions) {
  return { url: redisUrl, ...accessOptions(redisUrl, access) };
}

function newQueue(receiverId: string, options: BullmqQueueOptions): Queue<JobData> {
  const { prefix, log } = options;
  const queue: Queue<JobData> = new Queue<JobData>(queueName(receiverId), {
    prefix,
    // Adding fails at once while Redis is away: the ledger adds again, so nothing waits here.
    connection: { ...addressOf(options), enableOfflineQueue: false, maxRetriesPerRequest: 1 },
    streams: { events: { maxLen: 1_000 } },
  });
  queue.on('error', (error) => log.debug('queue error', { error, receiver: receiverId }));
  return queue;
}

function bullJob({ id, subject, delayMs, idTakenForMs, yields }: NewJob) {
  return {
    name: subject.kind,
    data: { subject, memo: NEW_MEMO },
    opts: {
      jobId: id,
      delay: delayMs ?? 0,
      // Jobs without a priority, which is 0, go before those that have one.
      priority: yields === true ? 1 : 0,
      attempts: ATTEMPTS,
      backoff: { type: 'ours' },
      removeOnComplete: idTakenForMs === undefined ? true : { age: idTakenForMs / 1_000 },
      removeOnFail: true,
    },
  };
}

function newWorker(lane: Lane, handle: JobHandler, options: BullmqQueueOptions): Worker<JobData> {
  const lockMs = options.lockMs ?? 15_000;
  const worker: Worker<JobData> = new Worker<JobData>(
    queueName(lane.receiverId),
    (job: Job<JobData>): Promise<void> => runJob(job, handle, worker),
    {
      prefix: options.prefix,
      connection: { ...addressOf(options), maxRetriesPerRequest: null },
      concurrency: lane.concurrency,
      limiter: { max: lane.rate.messages, duration: lane.rate.perMs },
      lockDuration: lockMs,
      stalledInterval: Math.ceil(lockMs / 3),
      // A job that met many deaths is still owed: only our own rules give up on a message.
      maxStalledCount: ATTEMPTS,
      settings: {
        backoffStrategy: (_attempt, _type, error) =>
          error instanceof RunAgain ? error.delayMs : 1_000,
      },
    },
  );
  const { log } = options;
  worker.on('error', (error) => log.debug('queue error', { error, receiver: lane.receiverId }));
  worker.on('stalled', (id) => log.warn('a delivery is taken over', { id }));
  return worker;
}

async function runJob(
  job: Job<JobData>,
  handle: JobHandler,
  worker: Worker<JobData>,
): Promise<void> {
  const { subject, memo } = job.data;
  const result = await handle({
    id: job.id ?? '',
    subject,
    memo,
    remember: (changed) => job.updateData({ subject, memo: changed }),
  });
  if (result.kind === 'again') throw new RunAgain(result.delayMs);
  if (result.kind === 'hold') {
    await worker.rateLimit(Math.max(1, result.delayMs));
    throw new RateLimitError();
  }
}

async function settlesWithin(promise: Promise<unknown>, withinMs: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const settled = promise.then(
    () => true,
    () => true,
  );
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), withinMs);
  });
  const isSettled = await Promise.race([settled, late]);
  clearTimeout(timer);
  return isSettled;
}
