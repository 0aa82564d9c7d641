import type { Clock } from '@duewatch/config';
import { createMemoryDeliveryQueue } from '@duewatch/notifier';
import type {
  DeliveryQueue,
  JobHandler,
  JobResult,
  RunningJob,
} from '../../services/notifier/src/queue/delivery-queue.ts';
import type { Random } from '../../tools/run/src/feed/random.ts';
import type { SimProcess } from './sim-process.ts';

/** How long a dead process keeps a job from others. */
const LOCK_MS = 15_000;
const NOBODY: JobResult = { kind: 'again', delayMs: 1_000 };
const TAKEN_OVER: JobResult = { kind: 'again', delayMs: 0 };

interface Worker {
  readonly process: SimProcess;
  readonly handle: JobHandler;
  readonly running: Set<Promise<JobResult>>;
  isStopped: boolean;
}

/**
 * The queue's Redis: jobs and what they remember outlive the processes that run them. A job whose
 * process died or stands still is given to another once its lock has run out.
 */
export class QueueServer {
  private readonly clock: Clock;
  private readonly random: Random;
  private readonly jobs: ReturnType<typeof createMemoryDeliveryQueue>;
  private readonly workers: Worker[] = [];
  private isStarted = false;

  constructor(clock: Clock, random: Random) {
    this.clock = clock;
    this.random = random;
    this.jobs = createMemoryDeliveryQueue(clock);
  }

  connect(process: SimProcess): DeliveryQueue {
    const mine: Worker[] = [];
    return {
      add: (jobs) => process.effect('queue', () => this.jobs.add(jobs)),
      start: async (lanes, handle) => {
        const worker: Worker = { process, handle, running: new Set(), isStopped: false };
        mine.push(worker);
        this.workers.push(worker);
        if (this.isStarted) return;
        this.isStarted = true;
        await this.jobs.start(lanes, (job) => this.run(job));
      },
      stop: async () => {
        for (const worker of mine) worker.isStopped = true;
        await Promise.all(mine.flatMap(({ running }) => [...running]));
      },
    };
  }

  wipe(): void {
    this.jobs.wipe();
  }

  private run(job: RunningJob): Promise<JobResult> {
    const awake = this.workers.filter(({ process, isStopped }) => process.isAwake && !isStopped);
    const worker = awake[this.random.int(0, Math.max(0, awake.length - 1))];
    if (worker === undefined) return Promise.resolve(NOBODY);
    return new Promise((resolve) => {
      let isLocked = true;
      const release = (result: JobResult): void => {
        isLocked = false;
        resolve(result);
      };
      const renew = (): void => {
        this.clock.schedule(LOCK_MS, () => {
          if (!isLocked) return;
          if (worker.process.isAwake) renew();
          else release(TAKEN_OVER);
        });
      };
      renew();
      const { process } = worker;
      const remember: RunningJob['remember'] = (memo) =>
        process.effect('queue', async () => {
          if (!isLocked) throw new Error('the job is another’s by now');
          await job.remember(memo);
        });
      const end = (result: JobResult): void => {
        const told = process.effect('queue', async () => isLocked && release(result));
        // Nobody renews the lock of a job that has ended, though the queue does not know so.
        told.catch(() => void this.clock.schedule(LOCK_MS, () => release(TAKEN_OVER)));
      };
      const ran = worker.handle({ ...job, remember });
      worker.running.add(ran);
      void ran.then((result) => {
        worker.running.delete(ran);
        end(result);
      });
    });
  }
}
