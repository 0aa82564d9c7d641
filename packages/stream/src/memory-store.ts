import {
  type Fields,
  isSamePoint,
  type OpenedPartition,
  type PartitionStore,
  type PendingBroadcast,
  type PendingOutput,
  type StateWrite,
  type Values,
} from './store.ts';

interface MemoryPartition {
  offsets: Readonly<Record<string, number>>;
  commits: number;
  clusterId: string | null;
  republish: boolean;
  outbox: readonly PendingOutput[];
  broadcasts: readonly PendingBroadcast[];
  readonly collections: Map<string, Map<string, Buffer>>;
  readonly indexes: Map<string, Map<string, number>>;
}

/**
 * The store's in-memory twin: for embedded runs, simulation and fast tests. One instance is the
 * state of one stream; every process of that stream in a simulation shares it.
 */
export function createMemoryStore(): PartitionStore {
  const partitions = new Map<number, MemoryPartition>();
  const at = (partition: number): MemoryPartition => {
    const found = partitions.get(partition) ?? emptyPartition();
    partitions.set(partition, found);
    return found;
  };

  return {
    async open(partition) {
      return openedFrom(at(partition));
    },
    async load(partition, needs) {
      return valuesOf(at(partition), needs);
    },
    async glance(partition, needs) {
      const state = at(partition);
      const { offsets, commits, broadcasts } = state;
      return { point: { offsets, commits }, broadcasts, values: valuesOf(state, needs) };
    },
    async commit(partition, expected, write) {
      const state = at(partition);
      if (!isSamePoint(state, expected)) return 'stale';
      apply(state, write);
      return 'committed';
    },
    async lowest(partition, indexes, limit) {
      const stored = at(partition).indexes;
      return indexes.map(({ index, max }) =>
        [...(stored.get(index) ?? [])]
          .filter(([, score]) => score <= max)
          .sort(([nameA, a], [nameB, b]) => a - b || (nameA < nameB ? -1 : 1))
          .slice(0, limit)
          .map(([member]) => member),
      );
    },
    async scan(partition, collection, cursor, limit) {
      const names = [...(at(partition).collections.get(collection)?.keys() ?? [])].sort();
      // The cursor is the last name answered, so that what is added meanwhile cannot shift it.
      const rest = cursor === '0' ? names : names.filter((name) => name > cursor.slice(1));
      const fields = rest.slice(0, limit);
      return { cursor: fields.length < rest.length ? `>${fields.at(-1)}` : '0', fields };
    },
    async discard(partition, { republish }) {
      partitions.set(partition, { ...emptyPartition(), republish });
    },
    async audit(asked) {
      return new Map(
        asked.map((partition) => {
          const { offsets, commits } = at(partition);
          return [partition, { offsets, commits }];
        }),
      );
    },
  };
}

function emptyPartition(): MemoryPartition {
  return {
    offsets: {},
    commits: 0,
    clusterId: null,
    republish: false,
    outbox: [],
    broadcasts: [],
    collections: new Map(),
    indexes: new Map(),
  };
}

function valuesOf({ collections }: MemoryPartition, needs: Fields): Values {
  return new Map(
    [...needs].map(([collection, fields]) => [
      collection,
      fields.map((field) => collections.get(collection)?.get(field) ?? null),
    ]),
  );
}

function openedFrom(state: MemoryPartition): OpenedPartition {
  const { offsets, commits, clusterId, outbox, broadcasts, republish } = state;
  return { offsets, commits, clusterId, outbox, broadcasts, republish };
}

function apply(state: MemoryPartition, write: StateWrite): void {
  state.offsets = { ...write.next.offsets };
  state.commits = write.next.commits;
  state.clusterId = write.clusterId;
  state.outbox = [...write.outbox];
  const dropped = new Set(write.dropBroadcasts.map(({ offset }) => offset));
  state.broadcasts = [...state.broadcasts, ...write.addBroadcasts]
    .filter(({ offset }) => !dropped.has(offset))
    .sort((a, b) => a.offset - b.offset);
  for (const [name, fields] of write.fields) applyTo(state.collections, name, fields);
  for (const [name, members] of write.indexes) applyTo(state.indexes, name, members);
}

function applyTo<T>(
  stored: Map<string, Map<string, T>>,
  name: string,
  changes: ReadonlyMap<string, T | null>,
): void {
  const target = stored.get(name) ?? new Map<string, T>();
  stored.set(name, target);
  for (const [field, value] of changes) {
    if (value === null) target.delete(field);
    else target.set(field, value);
  }
}
