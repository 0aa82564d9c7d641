import type { BusRecord } from '@duewatch/event-bus';
import { StreamError } from './errors.ts';
import type { CollectionCodec, Need, Peek, StreamLogic } from './logic.ts';
import { PartitionState } from './partition-state.ts';
import {
  type CommitPoint,
  type Fields,
  isSamePoint,
  type PartitionStore,
  type PendingOutput,
  type StateGlance,
  type Values,
} from './store.ts';

/** One key as it stands when everything below `point` has been folded into it. */
export interface StateReading {
  readonly point: CommitPoint;
  /** The key's own state, and what is pinned. */
  readonly peek: Peek;
}

/** Looks at the state of a stream that another process owns. */
export interface StateReader {
  /**
   * Reads also what `others` names, which is asked again with what was read until it names nothing.
   * Rejects as the store does, and with STALE when all of it cannot be read from one commit.
   */
  read(
    partition: number,
    key: string,
    others?: (peek: Peek) => readonly Need[],
  ): Promise<StateReading>;
}

export interface StateReaderOptions<E> {
  readonly logic: StreamLogic<E>;
  readonly store: PartitionStore;
  readonly generation?: number;
  /** Decodes need: for instance, schemas that broadcasts name and that are not known yet. */
  prepare?(records: readonly BusRecord[]): Promise<void>;
}

/** A partition that commits while it is read is read again; so often in a row is no coincidence. */
const MOST_TRIES = 10;

/**
 * Reads what the owner of a partition has committed, and folds into the key, in memory only, the
 * broadcasts that have not reached it: what comes out is what the owner would hold if a record of
 * the key came now. Never writes.
 */
export function createStateReader<E>(options: StateReaderOptions<E>): StateReader {
  const { store, prepare } = options;
  const rules = new Map<number, StreamLogic<E>>();

  function rulesOf(partition: number): StreamLogic<E> {
    const known = rules.get(partition) ?? rememberingPinned(options.logic);
    rules.set(partition, known);
    return known;
  }

  async function readOnce(
    partition: number,
    key: string,
    others: (peek: Peek) => readonly Need[],
  ): Promise<StateReading> {
    const logic = rulesOf(partition);
    const needs = byCollection([{ collection: logic.root, field: key }, ...logic.pinned]);
    const glance = await store.glance(partition, needs);
    const { point, broadcasts } = glance;
    await prepare?.(broadcasts.map((one) => ({ ...one, partition, key: null })));
    const state = new PartitionState(
      {
        partition,
        logic,
        store: { ...store, load: steadyLoad(store, glance, needs) },
        clusterId: '',
        generation: options.generation ?? 0,
        cacheBytes: () => Number.POSITIVE_INFINITY,
        counters: {
          ...{ folded: 0, emitted: 0, commits: 0 },
          ...{ skipped: new Map(), deadLetters: new Map() },
        },
        toDeadLetter: neverSent,
      },
      { ...point, clusterId: null, republish: false, outbox: [], broadcasts },
    );
    await state.loadPinned();
    await state.foldBroadcasts([key]);
    for (let more = others(state.peek); more.length > 0; more = others(state.peek)) {
      await state.load(more);
    }
    return { point, peek: state.peek };
  }

  return {
    async read(partition, key, others = () => []) {
      for (let tries = 1; ; tries += 1) {
        try {
          return await readOnce(partition, key, others);
        } catch (error) {
          const hasMoved = error instanceof StreamError && error.code === 'STALE';
          if (!hasMoved || tries === MOST_TRIES) throw error;
        }
      }
    },
  };
}

/** Answers from the glance, and what it lacks from the same commit. */
function steadyLoad(store: PartitionStore, glance: StateGlance, needs: Fields) {
  return async (partition: number, wanted: Fields): Promise<Values> => {
    const isSeen = [...wanted].every(([collection, fields]) =>
      fields.every((field) => needs.get(collection)?.includes(field)),
    );
    if (isSeen) return pick(glance.values, needs, wanted);
    const more = await store.glance(partition, wanted);
    if (isSamePoint(more.point, glance.point)) return more.values;
    throw new StreamError('STALE', `Partition ${partition} committed while it was read.`);
  };
}

function pick(values: Values, needs: Fields, wanted: Fields): Values {
  return new Map(
    [...wanted].map(([collection, fields]) => [
      collection,
      fields.map((field) => {
        const at = needs.get(collection)?.indexOf(field) ?? -1;
        return values.get(collection)?.[at] ?? null;
      }),
    ]),
  );
}

function byCollection(needs: readonly Need[]): Fields {
  const fields = new Map<string, string[]>();
  for (const { collection, field } of needs) {
    fields.set(collection, [...(fields.get(collection) ?? []), field]);
  }
  return fields;
}

/** Pinned state is large and seldom changes: the same bytes are decoded once. */
function rememberingPinned<E>(logic: StreamLogic<E>): StreamLogic<E> {
  const pinned = new Set(logic.pinned.map(({ collection }) => collection));
  const collections = Object.entries(logic.collections).map(([name, codec]) => {
    return [name, pinned.has(name) ? rememberingLast(codec) : codec] as const;
  });
  return { ...logic, collections: Object.fromEntries(collections) };
}

function rememberingLast(codec: CollectionCodec): CollectionCodec {
  let last: { readonly bytes: Buffer; readonly value: object } | undefined;
  return {
    ...codec,
    decode(bytes) {
      if (last === undefined || !last.bytes.equals(bytes)) {
        last = { bytes, value: codec.decode(bytes) };
      }
      return last.value;
    },
  };
}

/** The owner writes it when it folds the record itself. */
function neverSent(record: BusRecord): PendingOutput {
  return { topic: record.topic, key: record.key, value: null, headers: {} };
}
