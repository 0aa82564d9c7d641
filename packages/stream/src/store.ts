import type { DueIndex } from './logic.ts';

/**
 * The commit point of a partition: what has been folded, and how often state was written. Both are
 * compared at commit, and nothing else fences two owners (docs/ARCHITECTURE.md, effectively once).
 */
export interface CommitPoint {
  /** Per input topic, the next offset to fold. */
  readonly offsets: Readonly<Record<string, number>>;
  /** Rises by one with every commit, also those of sweeps that fold no input record. */
  readonly commits: number;
}

/** An output that Kafka has not acknowledged yet, exactly as it will be sent. */
export interface PendingOutput {
  readonly topic: string;
  readonly partition?: number;
  readonly key: string | null;
  readonly value: Buffer | null;
  readonly headers: Readonly<Record<string, string>>;
}

/** A broadcast record that has not yet been swept to every key of the partition. */
export interface PendingBroadcast {
  readonly topic: string;
  readonly offset: number;
  readonly value: Buffer;
  readonly timestampMs: number;
  readonly headers: Readonly<Record<string, string>>;
}

export interface OpenedPartition extends CommitPoint {
  readonly clusterId: string | null;
  readonly outbox: readonly PendingOutput[];
  readonly broadcasts: readonly PendingBroadcast[];
  /** Outputs are to be written again though they were published before. */
  readonly republish: boolean;
}

/** Collections and fields to be read. */
export type Fields = ReadonlyMap<string, readonly string[]>;

/** Values by collection, in the order in which their fields were asked for; missing ones null. */
export type Values = ReadonlyMap<string, readonly (Buffer | null)[]>;

/** Part of a partition's state as one commit left it. */
export interface StateGlance {
  readonly point: CommitPoint;
  readonly broadcasts: readonly PendingBroadcast[];
  readonly values: Values;
}

/** All writes of one chunk. Applied whole or not at all. */
export interface StateWrite {
  readonly next: CommitPoint;
  readonly clusterId: string;
  /** collection → field → value, or null to delete. */
  readonly fields: ReadonlyMap<string, ReadonlyMap<string, Buffer | null>>;
  /** index name (`due:<calendar>`) → member → score, or null to remove. */
  readonly indexes: ReadonlyMap<string, ReadonlyMap<string, number | null>>;
  /** Replaces the former outbox, also when empty: its writer has published the former one. */
  readonly outbox: readonly PendingOutput[];
  readonly addBroadcasts: readonly PendingBroadcast[];
  readonly dropBroadcasts: readonly { readonly topic: string; readonly offset: number }[];
}

/**
 * State of the partitions of one stream. Promises, kept by every adapter (`store.contract.ts`):
 * a commit is atomic; it answers `stale` and changes nothing when the stored commit point is not
 * the expected one; what `load` answers is what the last successful commit wrote.
 */
export interface PartitionStore {
  open(partition: number): Promise<OpenedPartition>;
  /** One round trip per call. */
  load(partition: number, needs: Fields): Promise<Values>;
  /** For those that own nothing: all of it from the same commit, in one round trip. */
  glance(partition: number, needs: Fields): Promise<StateGlance>;
  commit(
    partition: number,
    expected: CommitPoint,
    write: StateWrite,
  ): Promise<'committed' | 'stale'>;
  /** Of each index the members that are due, lowest first, at most `limit`. One round trip. */
  lowest(
    partition: number,
    indexes: readonly DueIndex[],
    limit: number,
  ): Promise<readonly (readonly string[])[]>;
  /** Some field names of a collection; `cursor` '0' starts and, when answered, ends the scan. */
  scan(
    partition: number,
    collection: string,
    cursor: string,
    limit: number,
  ): Promise<{ readonly cursor: string; readonly fields: readonly string[] }>;
  /**
   * Forgets all of a partition at once, so that its owner begins anew at its next commit or audit.
   * With `republish` what was told of the log already is then told again.
   */
  discard(partition: number, options: { readonly republish: boolean }): Promise<void>;
  /** Commit points of several partitions in one pipelined read. */
  audit(partitions: readonly number[]): Promise<ReadonlyMap<number, CommitPoint>>;
}

/** True when both say that the same records were folded by the same number of commits. */
export function isSamePoint(a: CommitPoint, b: CommitPoint): boolean {
  const topics = new Set([...Object.keys(a.offsets), ...Object.keys(b.offsets)]);
  return (
    a.commits === b.commits && [...topics].every((topic) => a.offsets[topic] === b.offsets[topic])
  );
}
