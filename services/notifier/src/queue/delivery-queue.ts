import type { DigestName } from '../ledger/case.ts';
import type { ReceiverFailure } from '../message/compose-notice.ts';

/** What a job is about. Small, and free of secrets and names: queues keep it in clear text. */
export interface JobSubject {
  readonly receiverId: string;
  /** A row of the ledger, or everything of a kind that waits to be told together. */
  readonly kind: 'row' | 'opening' | 'catch_up' | 'digest' | 'held' | 'notice' | 'change';
  /** Partition and episode of the row; absent for summaries, which gather from all partitions. */
  readonly partition?: number;
  /** Of a change: where it lies in the ledger. */
  readonly place?: string;
  readonly episodeId?: string;
  readonly rowId?: string;
  /** Of what is to be held. */
  readonly batchId?: string;
  /** Of a notice: what happened to whom. */
  readonly failure?: ReceiverFailure;
  /** Which one of the receiver's digests. */
  readonly digest?: DigestName;
}

export interface NewJob {
  /** Unique per receiver; without `:` and not all digits, which BullMQ refuses. */
  readonly id: string;
  readonly subject: JobSubject;
  readonly delayMs?: number;
  /** For how long its id stays taken after it is done; without it not at all. */
  readonly idTakenForMs?: number;
  /** It waits for all that do not yield: people are told before systems. */
  readonly yields?: true;
}

/** What a job must know of its earlier tries. Kept with the job, lost with the queue. */
export interface JobMemo {
  /** How often the message was handed to the channel. */
  readonly tries: number;
  readonly firstTriedAt: number | null;
  /** True while a try is under way and when its end is unknown: the message may have arrived. */
  readonly mayHaveArrived: boolean;
  /** It is over, but the log may not say so yet: record it, do not send again. */
  readonly ended: EndedTry | null;
}

export interface EndedTry {
  readonly messageId: string;
  readonly outcome: 'sent' | 'failed';
  readonly reason: string | null;
  readonly providerRef: string | null;
}

export const NEW_MEMO: JobMemo = {
  tries: 0,
  firstTriedAt: null,
  mayHaveArrived: false,
  ended: null,
};

export interface RunningJob extends NewJob {
  readonly memo: JobMemo;
  /** Durable before it resolves: survives the death of this process. */
  remember(memo: JobMemo): Promise<void>;
}

export type JobResult =
  /** Forgotten: the ledger knows better than any queue what was told. */
  | { readonly kind: 'done' }
  /** The same job again, later; others of the receiver go on. */
  | { readonly kind: 'again'; readonly delayMs: number }
  /** The same job again, and nothing else of this receiver before. */
  | { readonly kind: 'hold'; readonly delayMs: number };

export const DONE: JobResult = { kind: 'done' };
/** The ledger is not up to date, or something on the way is away: look again soon. */
export const SOON: JobResult = { kind: 'again', delayMs: 1_000 };

/** Never throws. */
export type JobHandler = (job: RunningJob) => Promise<JobResult>;

/** How the jobs of one receiver are run. */
export interface Lane {
  readonly receiverId: string;
  readonly rate: { readonly messages: number; readonly perMs: number };
  readonly concurrency: number;
}

/**
 * Runs jobs, one lane per receiver. Promises, kept by every adapter (`delivery-queue.contract.ts`):
 * a job runs until its handler says done; adding an id that is taken changes nothing; each
 * lane keeps its own rate and pauses, and no lane waits for another; what yields waits for what
 * does not; what is remembered is there when the job runs again, also in another process.
 */
export interface DeliveryQueue {
  /** Rejects when the queue is away; the caller adds again later. */
  add(jobs: readonly NewJob[]): Promise<void>;
  start(lanes: readonly Lane[], handle: JobHandler): Promise<void>;
  /** Waits for handlers under way, but not for ever. */
  stop(): Promise<void>;
}
