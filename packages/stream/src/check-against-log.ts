import type { PartitionEnds } from '@duewatch/event-bus';
import { StreamError } from './errors.ts';
import type { OpenedPartition } from './store.ts';

interface Place {
  /** That of the stream, by which commands know it, too. */
  readonly groupId: string;
  readonly clusterId: string;
  readonly partition: number;
}

/**
 * Refuses to go on with state that was folded from another log, for its offsets mean nothing here,
 * and with a log that has lost what was to be folded next.
 */
export function checkAgainstLog(
  topic: string,
  stored: OpenedPartition,
  ends: PartitionEnds,
  { groupId, clusterId, partition }: Place,
): void {
  const offset = stored.offsets[topic];
  if (offset === undefined) return;
  const mismatch = (found: string, mend: string) =>
    new StreamError('LOG_MISMATCH', `State of ${topic}-${partition} ${found}. ${mend}`);
  const point = 'Point the service at the Kafka that the state was folded from';
  const rebuild = `\`duewatch rebuild ${groupId}\``;
  if (stored.clusterId !== null && stored.clusterId !== clusterId) {
    const found = `was folded from ${stored.clusterId}, not from ${clusterId}`;
    throw mismatch(found, `${point}, or fold the log again with ${rebuild}.`);
  }
  if (offset > ends.end) {
    // A rebuild would leave what the door remembers: it would refuse as known what the log lost.
    const restored = 'If a backup was restored, empty the state Redis (docs/operating.md, Backup).';
    const found = `stands at offset ${offset}, and the log ends at ${ends.end}`;
    throw mismatch(found, `${restored} ${point}, or fold the log again with ${rebuild}.`);
  }
  if (offset < ends.start) {
    // A rebuild of what is kept for ever is refused: the state alone knows what came before.
    const rest = `where a topic keeps only some days, ${rebuild} folds those that are left.`;
    const restore = `${point}, or restore the log (docs/operating.md, Backup); ${rest}`;
    throw mismatch(`needs offset ${offset}, and the log begins at ${ends.start}`, restore);
  }
}
