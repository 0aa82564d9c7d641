import { setTimeout as pause } from 'node:timers/promises';
import type { PartitionStore } from '@duewatch/stream';

/** Commits so far, by partition. */
export type Commits = ReadonlyMap<number, number>;

const POLL_MS = 50;

/** How far a stream is, as its commit points in the state Redis say. */
export class Progress {
  readonly partitions: readonly number[];
  readonly #store: PartitionStore;

  constructor(store: PartitionStore, partitions: number) {
    this.#store = store;
    this.partitions = Array.from({ length: partitions }, (_, partition) => partition);
  }

  async commits(): Promise<Commits> {
    const points = await this.#store.audit(this.partitions);
    return new Map([...points].map(([partition, { commits }]) => [partition, commits]));
  }

  /** By partition, the first offset of a topic that is not folded. */
  async foldedBelow(topic: string): Promise<ReadonlyMap<number, number>> {
    const points = await this.#store.audit(this.partitions);
    return new Map([...points].map(([partition, { offsets }]) => [partition, offsets[topic] ?? 0]));
  }

  /**
   * Waits until each of the partitions has committed since, and answers how long each took, in
   * milliseconds. A count that fell (Redis went back) is counted from there. Rejects when one does
   * not move in time.
   */
  async next(partitions: readonly number[], since: Commits, withinMs: number): Promise<number[]> {
    const startedAt = performance.now();
    const from = new Map(since);
    const tookMs = new Map<number, number>();
    while (tookMs.size < partitions.length) {
      const elapsedMs = performance.now() - startedAt;
      if (elapsedMs > withinMs) {
        const stuck = partitions.filter((partition) => !tookMs.has(partition));
        throw new Error(`no commit within ${withinMs} ms on partitions ${stuck.join(', ')}`);
      }
      await pause(POLL_MS);
      const now = await this.commits().catch(() => undefined);
      for (const partition of partitions) {
        const count = now?.get(partition) ?? -1;
        if (count < 0 || tookMs.has(partition)) continue;
        if (count > (from.get(partition) ?? 0)) tookMs.set(partition, elapsedMs);
        else from.set(partition, count);
      }
    }
    return [...tookMs.values()];
  }
}
