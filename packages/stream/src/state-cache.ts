import { StreamError } from './errors.ts';
import type { CollectionCodec, Need, Peek } from './logic.ts';
import type { StateWrite } from './store.ts';

/** One field of one collection, decoded; null when it is known to be absent. */
interface Entry {
  value: object | null;
  /** Bytes of memory, estimated from what was last decoded or encoded. */
  size: number;
  isDirty: boolean;
}

/** Bytes of memory of an entry without its value: its key, and its place in two maps. */
const BARE_ENTRY = 300;
/** Measured on small objects with short strings. */
const JSON_MEMORY_PER_BYTE = 2;

/** Bytes of memory of a page of 64 invoices, about. */
const FULL_PAGE = 32_768;

/** One collection. Pinned ones keep all they have in `young`. */
interface Shelf {
  readonly codec: CollectionCodec;
  readonly isPinned: boolean;
  /** Two generations instead of exact recency: one map look-up per hit. */
  young: Map<string, Entry>;
  old: Map<string, Entry>;
  dirty: Map<string, Entry>;
}

/**
 * Decoded state of one partition: what was loaded plus what the chunk at hand changed. Values are
 * changed in place, so after a failed commit the whole cache is dropped, never repaired.
 */
export class StateCache {
  private readonly limit: () => number;
  private readonly shelves = new Map<string, Shelf>();
  /** Bytes of memory. */
  private youngSize = 0;
  private readonly indexes = new Map<string, Map<string, number | null>>();

  constructor(
    codecs: Readonly<Record<string, CollectionCodec>>,
    /** `limit`: bytes of memory at most, as of now; of what is pinned nothing counts. */
    options: { readonly limit: () => number; readonly pinned: readonly Need[] },
  ) {
    this.limit = options.limit;
    for (const [collection, codec] of Object.entries(codecs)) {
      const isPinned = options.pinned.some((need) => need.collection === collection);
      const maps = { young: new Map(), old: new Map(), dirty: new Map() };
      this.shelves.set(collection, { codec, isPinned, ...maps });
    }
  }

  readonly peek: Peek = <T extends object>(collection: string, field: string) => {
    const found = this.find(this.shelf(collection), field);
    if (found === undefined) return 'unloaded';
    return found.value === null ? undefined : (found.value as T);
  };

  get<T>(collection: string, field: string): T | undefined {
    const found = this.find(this.shelf(collection), field);
    if (found === undefined) {
      throw new StreamError('NOT_LOADED', `${collection} ${field} was read but never asked for.`);
    }
    return found.value === null ? undefined : (found.value as T);
  }

  change(collection: string, field: string, value: object | null): void {
    const shelf = this.shelf(collection);
    const found = this.find(shelf, field) ?? this.add(shelf, field, value, 0);
    found.value = value;
    if (found.isDirty) return;
    found.isDirty = true;
    shelf.dirty.set(field, found);
  }

  index(name: string, member: string, score: number | null): void {
    const members = this.indexes.get(name);
    if (members === undefined) this.indexes.set(name, new Map([[member, score]]));
    else members.set(member, score);
  }

  loaded(collection: string, field: string, bytes: Buffer | null): void {
    const shelf = this.shelf(collection);
    const value = bytes === null ? null : shelf.codec.decode(bytes);
    this.add(shelf, field, value, bytes?.length ?? 0);
  }

  /** Encodes what changed since the last call and forgets that it is new, and what is gone. */
  takeChanges(): Pick<StateWrite, 'fields' | 'indexes'> {
    const fields = new Map<string, Map<string, Buffer | null>>();
    for (const [collection, shelf] of this.shelves) {
      if (shelf.dirty.size === 0) continue;
      const encoded = new Map<string, Buffer | null>();
      for (const [field, entry] of shelf.dirty) {
        const bytes = entry.value === null ? null : shelf.codec.encode(entry.value);
        encoded.set(field, bytes);
        entry.isDirty = false;
        if (bytes === null) this.drop(shelf, field, entry);
        else this.resize(shelf, entry, bytes.length);
      }
      fields.set(collection, encoded);
      shelf.dirty.clear();
    }
    const indexes = new Map(this.indexes);
    this.indexes.clear();
    return { fields, indexes };
  }

  /**
   * What was used since room was made last, as a share of half the limit: above 1, `age` is due.
   * The other half is for what was used before that.
   */
  get fill(): number {
    return this.youngSize / (this.limit() / 2);
  }

  /** How many more values fit before it is, if they are as large as those in use, or full pages. */
  get room(): number {
    let count = 0;
    for (const { isPinned, young } of this.shelves.values()) count += isPinned ? 0 : young.size;
    const mean = count === 0 ? FULL_PAGE : this.youngSize / count;
    return (this.limit() / 2 - this.youngSize) / mean;
  }

  /** Makes room. Only between chunks: what `needs` asked for must stay until it is folded. */
  age(): void {
    if (this.fill <= 1) return;
    for (const shelf of this.shelves.values()) {
      if (shelf.isPinned) continue;
      shelf.old = shelf.young;
      shelf.young = new Map();
    }
    this.youngSize = 0;
  }

  private shelf(collection: string): Shelf {
    const shelf = this.shelves.get(collection);
    if (shelf === undefined) throw new TypeError(`No collection is named ${collection}.`);
    return shelf;
  }

  private find(shelf: Shelf, field: string): Entry | undefined {
    const young = shelf.young.get(field);
    if (young !== undefined || shelf.old.size === 0) return young;
    const old = shelf.old.get(field);
    if (old !== undefined) this.keep(shelf, field, old);
    return old;
  }

  private add(shelf: Shelf, field: string, value: object | null, stored: number): Entry {
    const entry = { value, size: sizeOf(shelf, stored), isDirty: false };
    this.keep(shelf, field, entry);
    return entry;
  }

  private keep(shelf: Shelf, field: string, entry: Entry): void {
    shelf.young.set(field, entry);
    if (!shelf.isPinned) this.youngSize += entry.size;
  }

  /** Names of pages are used once: that they are gone would be remembered for nobody. */
  private drop(shelf: Shelf, field: string, entry: Entry): void {
    shelf.young.delete(field);
    shelf.old.delete(field);
    if (!shelf.isPinned) this.youngSize -= entry.size;
  }

  /** What changed in this chunk is young. */
  private resize(shelf: Shelf, entry: Entry, stored: number): void {
    const size = sizeOf(shelf, stored);
    if (!shelf.isPinned) this.youngSize += size - entry.size;
    entry.size = size;
  }
}

function sizeOf({ codec }: Shelf, stored: number): number {
  return BARE_ENTRY + stored * (codec.memoryPerByte ?? JSON_MEMORY_PER_BYTE);
}
