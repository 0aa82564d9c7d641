import { rebalancing } from './errors.ts';
import type { MemoryLog } from './memory-log.ts';
import { MemoryMember } from './memory-member.ts';
import { assignPartitions } from './partition-assignment.ts';
import type { BusConsumer, ConsumerHandlers } from './ports.ts';

/** A consumer of the twin, which can be made to lose its session. */
export interface MemoryConsumer extends BusConsumer {
  /**
   * What a pause longer than the session does: the others share its partitions at once, while its
   * handlers, if they hang, go on as zombies with stale batches. It joins again when they are done
   * and, if the whole process stood still, `awake` has resolved.
   */
  expire(awake?: Promise<void>): void;
}

/**
 * A consumer group of the in-memory twin. As with kafkajs, every join or leave stops the world:
 * each member's handlers come to their end, then all partitions are given out again.
 */
export class MemoryGroup {
  readonly #log: MemoryLog;
  readonly #batchRecords: number;
  readonly #members = new Set<MemoryMember>();
  readonly #committed = new Map<string, number>();
  #made = 0;
  #isRebalancing = false;
  #changes = 0;
  #changed = Promise.withResolvers<void>();

  constructor(log: MemoryLog, batchRecords: number) {
    this.#log = log;
    this.#batchRecords = batchRecords;
    log.onAppend((topic, partition) => {
      for (const member of this.#members) member.poke(topic, partition);
    });
  }

  join(topics: readonly string[], handlers: ConsumerHandlers): MemoryConsumer {
    this.#made += 1;
    const member: MemoryMember = new MemoryMember({
      memberId: `member-${String(this.#made).padStart(6, '0')}`,
      topics,
      handlers,
      log: this.#log,
      batchRecords: this.#batchRecords,
      isRebalancing: () => this.#isRebalancing,
      onCrash: () => this.#remove(member),
    });
    this.#add(member);
    return {
      seek: (topic, partition, offset) => member.seek(topic, partition, offset),
      commit: async (offsets) => this.#commit(member, offsets),
      stop: async () => {
        await member.stop();
        this.#remove(member);
      },
      expire: (awake) => this.#expire(member, awake),
    };
  }

  /** What a lag tool would see. */
  committed(topic: string, partition: number): number | undefined {
    return this.#committed.get(`${topic}/${partition}`);
  }

  #commit(member: MemoryMember, offsets: Parameters<BusConsumer['commit']>[0]): void {
    if (!this.#members.has(member) || this.#isRebalancing) throw rebalancing();
    // A member may commit for a partition that it no longer owns: Kafka lets it (K9).
    for (const { topic, partition, offset } of offsets) {
      this.#committed.set(`${topic}/${partition}`, offset);
    }
  }

  #expire(member: MemoryMember, awake?: Promise<void>): void {
    if (!this.#members.has(member)) return;
    member.lose();
    this.#remove(member);
    void Promise.all([member.idle(), awake]).then(() => {
      if (member.isRunning()) this.#add(member);
    });
  }

  #add(member: MemoryMember): void {
    this.#members.add(member);
    this.#rebalance();
  }

  #remove(member: MemoryMember): void {
    if (this.#members.delete(member)) this.#rebalance();
  }

  #rebalance(): void {
    this.#changes += 1;
    this.#changed.resolve();
    this.#changed = Promise.withResolvers();
    if (this.#isRebalancing) return;
    this.#isRebalancing = true;
    void this.#giveOut();
  }

  async #giveOut(): Promise<void> {
    let seen: number;
    do {
      seen = this.#changes;
      // Who started several members at once sees one rebalance.
      await new Promise<void>((resolve) => this.#log.soon(resolve));
      const idle = [...this.#members].map((member) => member.idle());
      await Promise.race([Promise.all(idle), this.#changed.promise]);
    } while (seen !== this.#changes);
    const members = [...this.#members];
    const topics = [...new Set(members.flatMap((member) => member.topics))];
    const most = Math.max(0, ...topics.map((topic) => this.#log.partitionCount(topic)));
    const shares = assignPartitions(members, most);
    const startOf = (topic: string, partition: number): number =>
      this.committed(topic, partition) ?? 0;
    this.#isRebalancing = false;
    for (const member of members) member.assign(shares.get(member.memberId) ?? [], startOf);
  }
}
