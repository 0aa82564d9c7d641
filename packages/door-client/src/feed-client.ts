import type { Clock } from '@duewatch/config';
import { type CloudEventJson, isBarrier, isTick } from './cloud-event.ts';
import { FeedError } from './feed-error.ts';
import { type FeedReport, NOTHING, sum } from './feed-report.ts';
import { type Answer, postBatch } from './post-batch.ts';

export interface FeedClientOptions {
  /** Of the door, such as `http://127.0.0.1:8080`. */
  readonly url: string;
  readonly apiKey: string;
  readonly clock: Clock;
  /** The door takes at most 1,000 events at once. */
  readonly batchEvents?: number;
  /** How long one batch is sent again before the feed gives up. */
  readonly patienceMs?: number;
  /** Called once for each batch that the door does not take at first, with what it said. */
  readonly onWait?: (detail: string) => void;
  readonly fetch?: typeof fetch;
}

export interface SendOptions {
  readonly signal?: AbortSignal;
  /** Called, and waited for, before each tick is sent: to set a pace, or to show the date. */
  beforeTick?(date: string): Promise<void> | void;
  onProgress?(sofar: FeedReport): void;
}

export interface FeedClient {
  /**
   * Sends the events in their order. A broadcast (a tick, for instance) is a barrier: everything
   * before it is acknowledged before it is sent, and it is acknowledged before anything after it.
   * Rejected events are reported and do not stop the rest.
   */
  send(
    events: Iterable<CloudEventJson> | AsyncIterable<CloudEventJson>,
    options?: SendOptions,
  ): Promise<FeedReport>;
}

const BATCH_EVENTS = 1_000;
const PATIENCE_MS = 120_000;
const BACKOFF_FIRST_MS = 100;
const BACKOFF_LAST_MS = 5_000;

/** A well-mannered sender: one batch at a time, waits when told to, repeats only what is safe. */
export function createFeedClient(options: FeedClientOptions): FeedClient {
  const { clock, batchEvents = BATCH_EVENTS, patienceMs = PATIENCE_MS } = options;

  /** Tries until the door has decided about every event of the batch. */
  async function deliver(
    batch: readonly CloudEventJson[],
    signal: AbortSignal | undefined,
  ): Promise<FeedReport> {
    const givenUpAt = clock.now() + patienceMs;
    let backoffMs = BACKOFF_FIRST_MS;
    let isWaiting = false;
    for (;;) {
      const answer = await postBatch({ ...options, batch, signal });
      if (answer.kind === 'decided') return answer.report;
      if (answer.kind === 'too_large') return deliverHalves(batch, answer, signal);
      const waitMs = answer.retryAfterMs ?? backoffMs;
      if (clock.now() + waitMs > givenUpAt) {
        throw new FeedError(
          'unavailable',
          `the door ${options.url} takes nothing: ${answer.detail}`,
        );
      }
      if (!isWaiting) options.onWait?.(answer.detail);
      isWaiting = true;
      await pause(clock, waitMs, signal);
      backoffMs = Math.min(backoffMs * 2, BACKOFF_LAST_MS);
    }
  }

  async function deliverHalves(
    batch: readonly CloudEventJson[],
    { detail }: Extract<Answer, { kind: 'too_large' }>,
    signal: AbortSignal | undefined,
  ): Promise<FeedReport> {
    const [only] = batch;
    if (batch.length === 1 && only !== undefined) {
      return { ...NOTHING, rejected: [{ id: only.id, type: only.type, detail, mend: '' }] };
    }
    const middle = Math.ceil(batch.length / 2);
    const first = await deliver(batch.slice(0, middle), signal);
    return sum(first, await deliver(batch.slice(middle), signal));
  }

  return {
    async send(events, { signal, beforeTick, onProgress } = {}) {
      let report = NOTHING;
      let waiting: CloudEventJson[] = [];
      const flush = async (): Promise<void> => {
        if (waiting.length === 0) return;
        report = sum(report, await deliver(waiting, signal));
        waiting = [];
        onProgress?.(report);
      };
      for await (const event of events) {
        if (isBarrier(event)) {
          await flush();
          if (isTick(event)) await beforeTick?.(String(event.data['date']));
          if (signal?.aborted) throw aborted(signal);
        }
        waiting.push(event);
        if (isBarrier(event) || waiting.length >= batchEvents) await flush();
      }
      await flush();
      return report;
    },
  };
}

function pause(clock: Clock, delayMs: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => {
      cancel();
      reject(aborted(signal));
    };
    const cancel = clock.schedule(delayMs, () => {
      signal?.removeEventListener('abort', onAbort);
      resolve();
    });
    signal?.addEventListener('abort', onAbort, { once: true });
    if (signal?.aborted) onAbort();
  });
}

function aborted(signal: AbortSignal | undefined): FeedError {
  return new FeedError('aborted', 'the feed was ended', signal?.reason);
}
