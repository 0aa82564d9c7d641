import { type Clock, repeat } from '@duewatch/config';
import { StreamError } from './errors.ts';

/** What there is to do in a partition, and what its worker has done. */
export interface Progress {
  /** Input records that are not folded yet. */
  readonly lag: number;
  /** Rises whenever something was done or tried for the records of the partition. */
  readonly steps: number;
}

export interface WatchdogOptions {
  readonly clock: Clock;
  /** By owned partition; rejects while the log cannot be asked, which proves nothing. */
  look(): Promise<ReadonlyMap<number, Progress>>;
  onStuck(error: StreamError): void;
}

const LOOK_EVERY_MS = 10_000;
/** Looks are counted, not time: a process that was paused has not stood still by itself. */
const LOOKS_UNTIL_STUCK = 6;

/**
 * Notices a consumer that neither dies nor moves (K18): records wait, and nothing is done or tried
 * for them for a minute. An outage is no such case: then something is tried again and again, or the
 * log does not answer. The answer ends the watch.
 */
export function watchProgress(options: WatchdogOptions): () => void {
  const { clock, look, onStuck } = options;
  let idle: ReadonlyMap<number, { readonly steps: number; readonly looks: number }> = new Map();
  let isOver = false;
  const stop = repeat(clock, LOOK_EVERY_MS, lookOnce);

  async function lookOnce(): Promise<void> {
    const progress = await look().catch(() => new Map<number, Progress>());
    if (isOver) return;
    const waiting = [...progress].filter(([, { lag }]) => lag > 0);
    idle = new Map(
      waiting.map(([partition, { steps }]) => {
        const before = idle.get(partition);
        return [partition, { steps, looks: before?.steps === steps ? before.looks + 1 : 0 }];
      }),
    );
    const stuck = waiting.find(([at]) => idle.get(at)?.looks === LOOKS_UNTIL_STUCK);
    if (stuck !== undefined) onStuck(stuckAt(...stuck));
  }

  return () => {
    isOver = true;
    stop();
  };
}

function stuckAt(partition: number, { lag }: Progress): StreamError {
  const seconds = (LOOK_EVERY_MS * LOOKS_UNTIL_STUCK) / 1_000;
  return new StreamError(
    'STUCK',
    `${lag} records wait in partition ${partition}, and nothing was done for them in ` +
      `${seconds} s. A restart begins again from the commit point.`,
  );
}
