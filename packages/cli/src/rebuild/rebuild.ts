import { type TopicName, topicDefinitions } from '@duewatch/contracts';
import type { Bus } from '@duewatch/event-bus';
import type { PartitionStore } from '@duewatch/stream';

/** How far each partition of a stream is to be folded, all inputs together. */
export interface RebuildPlan {
  readonly inputs: readonly string[];
  readonly partitions: readonly number[];
  /** Records that lie in the log now. */
  readonly records: number;
  /** Records folded so far, up to `records`. */
  done(): Promise<number>;
}

/** What is kept for ever; a log of it that begins later has lost something. */
const KEPT_FOR_EVER = new Set<string>(
  topicDefinitions()
    .filter(
      ({ config }) => config['cleanup.policy'] === 'delete' && config['retention.ms'] === '-1',
    )
    .map(({ name }: { readonly name: TopicName }) => name),
);

/**
 * What there is to fold again. Refuses when no state says what the stream reads, and when the log
 * has lost its beginning: the state that is left then knows more than the log.
 */
export async function planRebuild(
  stream: string,
  { bus, store }: { readonly bus: Bus; readonly store: PartitionStore },
  partitionCount: number,
): Promise<RebuildPlan> {
  const partitions = Array.from({ length: partitionCount }, (_, partition) => partition);
  const points = [...(await store.audit(partitions)).values()];
  const inputs = [...new Set(points.flatMap(({ offsets }) => Object.keys(offsets)))];
  if (inputs.length === 0) {
    throw new Error(`${stream} has no state here. It is folded when the service starts.`);
  }
  const logs = await Promise.all(
    inputs.map(async (topic) => ({ topic, ends: await bus.ends(topic) })),
  );
  for (const { topic, ends } of logs) {
    const cut = ends.find(({ start }) => start > 0);
    if (cut === undefined || !KEPT_FOR_EVER.has(topic)) continue;
    throw new Error(
      `${topic}-${cut.partition} begins at ${cut.start}: what came before is only in the state. ` +
        'Restore the log first (docs/operating.md, Backup).',
    );
  }
  const all = logs.flatMap(({ topic, ends }) => ends.map((end) => ({ topic, ...end })));
  const records = all.reduce((sum, { start, end }) => sum + end - start, 0);
  return {
    inputs,
    partitions,
    records,
    async done() {
      const now = await store.audit(partitions);
      const folded = all.map(({ topic, partition, start, end }) => {
        const next = now.get(partition)?.offsets[topic] ?? start;
        return Math.min(next, end) - start;
      });
      return folded.reduce((sum, count) => sum + count, 0);
    },
  };
}

/** Seconds that the rest takes at the rate so far; null while nothing is done. */
export function secondsLeft(done: number, records: number, passedMs: number): number | null {
  return done === 0 ? null : Math.ceil(((records - done) * passedMs) / done / 1_000);
}
