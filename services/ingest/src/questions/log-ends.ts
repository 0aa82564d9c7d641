import type { Clock } from '@duewatch/config';
import type { PartitionEnds } from '@duewatch/event-bus';

/** Asked anew after so long; the answer of before is used meanwhile. */
const keepMs = 500;
/** An answer older than this says nothing any more: then questions wait for the next one. */
const tooOldMs = 2_000;

/** Where the partitions of a log end, without asking Kafka for each question. */
export interface LogEnds {
  /** Offset that the partition's next record will get, a moment ago; null when nobody can tell. */
  endOf(partition: number): Promise<number | null>;
}

export function createLogEnds(clock: Clock, ask: () => Promise<readonly PartitionEnds[]>): LogEnds {
  let known: readonly PartitionEnds[] = [];
  let askedAtMs = Number.NEGATIVE_INFINITY;
  let answeredAtMs = Number.NEGATIVE_INFINITY;
  let asking: Promise<void> = Promise.resolve();

  async function learn(): Promise<void> {
    try {
      known = await ask();
      answeredAtMs = clock.now();
    } catch {
      // The next one who wants to know asks again; until then what is known grows old.
    }
  }

  return {
    async endOf(partition) {
      if (clock.now() - askedAtMs >= keepMs) {
        askedAtMs = clock.now();
        asking = learn();
      }
      const isUsable = () => clock.now() - answeredAtMs <= tooOldMs;
      if (!isUsable()) await asking;
      if (!isUsable()) return null;
      return known.find((end) => end.partition === partition)?.end ?? null;
    },
  };
}
