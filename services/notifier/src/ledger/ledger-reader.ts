import type { Clock } from '@duewatch/config';
import type { Bus } from '@duewatch/event-bus';
import type { PartitionStore } from '@duewatch/stream';
import { BATCHES, type BatchBook, heldIndex } from './batches.ts';
import type { Case } from './case.ts';
import { CHANGE_ROWS, type DoneResend } from './change-fold.ts';
import { type ChangeRow, changesIndex } from './change-line.ts';
import type { Customer } from './customer.ts';
import { FAILURES, type FailureBook } from './failures.ts';
import { CASES, CUSTOMERS, DELIVERIES, waitingIndex } from './ledger-logic.ts';

/** A case with the name that its customer has now. */
export interface KnownCase {
  readonly partition: number;
  readonly case: Case;
  readonly customerName: string | null;
  /** What people have said of held batches. */
  readonly verdicts: BatchBook['verdicts'];
}

/** A change that waits, and where. */
export interface KnownChange {
  readonly partition: number;
  readonly place: string;
  readonly row: ChangeRow;
}

/** Names of what waits, by receiver. */
export type Waiting = ReadonlyMap<string, readonly string[]>;

/**
 * Reads the ledger of any partition, whoever owns it. What it answers is as new as the last commit;
 * before anything is sent, `isUpToDate` makes sure that this includes every delivery on the log.
 */
export interface LedgerReader {
  /**
   * True once everything that stood on the log of deliveries at the call is in the ledger. A
   * state that was wiped or went back is thereby never taken for one that has told nobody.
   */
  isUpToDate(partition: number): Promise<boolean>;
  /** The same of another input, asked once and without waiting. */
  knows(topic: string, partition: number): Promise<boolean>;
  /**
   * By receiver the episodes of which it waits to be told, the longest waiting first, without those
   * that wait for a later digest; then those of each batch that has been decided, whosever it is.
   * At most `limit` of each.
   */
  waiting(partition: number, receiverIds: readonly string[], limit: number): Promise<Waiting>;
  /** The last failure of each receiver, by its id. */
  failures(partition: number): Promise<FailureBook['last']>;
  cases(partition: number, episodeIds: readonly string[]): Promise<readonly KnownCase[]>;
  /**
   * By receiver the places of the changes that it is to get next, of each customer one at most, in
   * the order of the log.
   */
  waitingChanges(
    partition: number,
    receiverIds: readonly string[],
    limit: number,
  ): Promise<Waiting>;
  /** What lies at these places; nothing of those where nothing waits any more. */
  changes(partition: number, places: readonly string[]): Promise<readonly KnownChange[]>;
}

/** By so much the door's clock may be ahead of ours: what it accepted then is due all the same. */
const CLOCK_SKEW_MS = 60_000;

/** The owner folds a delivery within milliseconds; longer means that nobody owns the partition. */
const UP_TO_DATE_WITHIN_MS = 3_000;
const LOOK_EVERY_MS = 5;

export function createLedgerReader(ports: {
  readonly bus: Bus;
  readonly store: PartitionStore;
  readonly clock: Clock;
}): LedgerReader {
  const { bus, store, clock } = ports;

  async function foldedOffset(partition: number, topic: string): Promise<number | undefined> {
    return (await store.audit([partition])).get(partition)?.offsets[topic];
  }

  async function endsOf(partition: number, topic: string) {
    return (await bus.ends(topic)).find((one) => one.partition === partition);
  }

  async function load<T>(
    partition: number,
    collection: string,
    fields: readonly string[],
  ): Promise<readonly (T | undefined)[]> {
    if (fields.length === 0) return [];
    const found = await store.load(partition, new Map([[collection, fields]]));
    return parsed<T>(found.get(collection));
  }

  return {
    async isUpToDate(partition) {
      const log = await endsOf(partition, DELIVERIES);
      if (log === undefined) return false;
      const deadline = clock.now() + UP_TO_DATE_WITHIN_MS;
      for (;;) {
        // Nothing folded yet is the same as everything folded when the log is empty.
        const folded = (await foldedOffset(partition, DELIVERIES)) ?? log.start;
        if (folded >= log.end) return true;
        if (clock.now() >= deadline) return false;
        await new Promise<void>((resolve) => void clock.schedule(LOOK_EVERY_MS, resolve));
      }
    },
    async knows(topic, partition) {
      const log = await endsOf(partition, topic);
      const folded = await foldedOffset(partition, topic);
      return log !== undefined && (folded ?? log.start) >= log.end;
    },
    async waiting(partition, receiverIds, limit) {
      const [book] = await load<BatchBook>(partition, BATCHES.collection, [BATCHES.field]);
      const batches = Object.keys(verdictsIn(book)).map(heldIndex);
      const max = clock.now() + CLOCK_SKEW_MS;
      const asked = [...receiverIds.map(waitingIndex), ...batches].map((index) => ({ index, max }));
      const found = await store.lowest(partition, asked, limit);
      const decided = found.slice(receiverIds.length).flat();
      return new Map(
        receiverIds.map((id, at) => [id, [...new Set([...(found[at] ?? []), ...decided])]]),
      );
    },
    async failures(partition) {
      const [book] = await load<FailureBook>(partition, FAILURES.collection, [FAILURES.field]);
      return book?.last ?? {};
    },
    async cases(partition, episodeIds) {
      if (episodeIds.length === 0) return [];
      const asked = new Map([
        [CASES, episodeIds],
        [BATCHES.collection, [BATCHES.field]],
      ]);
      const found = await store.load(partition, asked);
      const [book] = parsed<BatchBook>(found.get(BATCHES.collection));
      const verdicts = verdictsIn(book);
      const known = parsed<Case>(found.get(CASES)).filter((one) => one !== undefined);
      const keys = [...new Set(known.map(({ key }) => key))];
      const customers = await load<Customer>(partition, CUSTOMERS, keys);
      const names = new Map(keys.map((key, index) => [key, customers[index]?.name ?? null]));
      return known.map((one) => ({
        partition,
        case: one,
        customerName: names.get(one.key) ?? null,
        verdicts,
      }));
    },
    async waitingChanges(partition, receiverIds, limit) {
      if (receiverIds.length === 0) return new Map();
      const asked = receiverIds.map((id) => {
        return { index: changesIndex(id), max: Number.MAX_SAFE_INTEGER };
      });
      const found = await store.lowest(partition, asked, limit);
      return new Map(receiverIds.map((id, at) => [id, found[at] ?? []]));
    },
    async changes(partition, places) {
      const rows = await load<ChangeRow | DoneResend>(partition, CHANGE_ROWS, places);
      return rows.flatMap((row, at) => {
        const place = places[at];
        const isWaiting = place !== undefined && row !== undefined && !('isDone' in row);
        return isWaiting ? [{ partition, place, row }] : [];
      });
    },
  };
}

/** Rows in the order in which they were asked for; undefined for those that are not there. */
function parsed<T>(rows: readonly (Buffer | null)[] = []): (T | undefined)[] {
  return rows.map((bytes) => {
    return bytes === null ? undefined : (JSON.parse(bytes.toString('utf8')) as T);
  });
}

function verdictsIn(book: BatchBook | undefined): BatchBook['verdicts'] {
  return book?.verdicts ?? {};
}
