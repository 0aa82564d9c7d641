import { createMemoryStore, type PartitionStore } from '@duewatch/stream';
import type { SimProcess } from './sim-process.ts';

type Commit = Parameters<PartitionStore['commit']>;

interface Partition {
  readonly store: PartitionStore;
  /** What made it what it is, so that it can go back. */
  readonly commits: Commit[];
}

/** The state Redis of one stream: outlives its processes, but may go back or lose everything. */
export class StateServer {
  private readonly partitions = new Map<number, Partition>();

  /** As the server itself sees it, without waiting. */
  readonly direct: PartitionStore = {
    open: (partition) => this.at(partition).store.open(partition),
    load: (partition, needs) => this.at(partition).store.load(partition, needs),
    glance: (partition, needs) => this.at(partition).store.glance(partition, needs),
    discard: (partition, how) => this.at(partition).store.discard(partition, how),
    commit: async (partition, expected, write) => {
      const { store, commits } = this.at(partition);
      const answer = await store.commit(partition, expected, write);
      if (answer === 'committed') commits.push([partition, expected, write]);
      return answer;
    },
    lowest: (partition, ...asked) => this.at(partition).store.lowest(partition, ...asked),
    scan: (partition, ...asked) => this.at(partition).store.scan(partition, ...asked),
    audit: async (asked) => {
      const found = asked.map((partition) => this.at(partition).store.audit([partition]));
      return new Map((await Promise.all(found)).flatMap((points) => [...points]));
    },
  };

  connect(process: SimProcess): PartitionStore {
    const { direct } = this;
    return {
      open: (partition) => process.ask('state', () => direct.open(partition)),
      load: (...asked) => process.ask('state', () => direct.load(...asked)),
      glance: (...asked) => process.ask('state', () => direct.glance(...asked)),
      discard: (...asked) => process.effect('state', () => direct.discard(...asked)),
      commit: (...asked) => process.effect('state', () => direct.commit(...asked)),
      lowest: (...asked) => process.ask('state', () => direct.lowest(...asked)),
      scan: (...asked) => process.ask('state', () => direct.scan(...asked)),
      audit: (partitions) => process.ask('state', () => direct.audit(partitions)),
    };
  }

  /** How many input records are folded into what is stored of a partition. */
  foldedInto(partition: number): number {
    const [, , write] = this.at(partition).commits.at(-1) ?? [];
    return Object.values(write?.next.offsets ?? {}).reduce((sum, offset) => sum + offset, 0);
  }

  /** A partition is again as it was so many commits ago. */
  async rollBack(partition: number, count: number): Promise<void> {
    const { commits } = this.at(partition);
    this.partitions.delete(partition);
    const { direct } = this;
    for (const commit of commits.slice(0, Math.max(0, commits.length - count))) {
      await direct.commit(...commit);
    }
  }

  wipe(): void {
    this.partitions.clear();
  }

  private at(partition: number): Partition {
    const found = this.partitions.get(partition) ?? { store: createMemoryStore(), commits: [] };
    this.partitions.set(partition, found);
    return found;
  }
}
