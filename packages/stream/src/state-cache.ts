import { StreamError } from './errors.ts';
import type { CollectionCodec, Need, Peek } from './logic.ts';
import type { StateWrite } from './store.ts';

/** One field of one collection, decoded; null when it is known to be absent. */
interface Entry {
  value: object | null;
  isDirty: boolean;
}

/** One collection. Pinned ones keep all they have in `young`. */
interface Shelf {
  readonly codec: CollectionCodec;
  readonly isPinned: boolean;
  /**
   * Two generations instead of exact recency: one map look-up per hit, bounded at twice `limit`.
   */
  young: Map<string, Entry>;
  old: Map<string, Entry>;
  dirty: Map<string, Entry>;
}

/**
 * Decoded state of one partition: what was loaded plus what the chunk at hand changed. Values are
 * changed in place, so after a failed commit the whole cache is dropped, never repaired.
 */
export class StateCache {
  private readonly limit: number;
  private readonly shelves = new Map<string, Shelf>();
  private youngSize = 0;
  private readonly indexes = new Map<string, Map<string, number | null>>();

  constructor(
    codecs: Readonly<Record<string, CollectionCodec>>,
    options: { readonly limit: number; readonly pinned: readonly Need[] },
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
    const found = this.find(shelf, field) ?? this.add(shelf, field, value);
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
    this.add(shelf, field, bytes === null ? null : shelf.codec.decode(bytes));
  }

  /** Encodes what changed since the last call and forgets that it is new. */
  takeChanges(): Pick<StateWrite, 'fields' | 'indexes'> {
    const fields = new Map<string, Map<string, Buffer | null>>();
    for (const [collection, { codec, dirty }] of this.shelves) {
      if (dirty.size === 0) continue;
      const encoded = new Map<string, Buffer | null>();
      for (const [field, entry] of dirty) {
        encoded.set(field, entry.value === null ? null : codec.encode(entry.value));
        entry.isDirty = false;
      }
      fields.set(collection, encoded);
      dirty.clear();
    }
    const indexes = new Map(this.indexes);
    this.indexes.clear();
    return { fields, indexes };
  }

  /** Makes room. Only between chunks: what `needs` asked for must stay until it is folded. */
  age(): void {
    if (this.youngSize <= this.limit) return;
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

  private add(shelf: Shelf, field: string, value: object | null): Entry {
    const entry = { value, isDirty: false };
    this.keep(shelf, field, entry);
    return entry;
  }

  private keep(shelf: Shelf, field: string, entry: Entry): void {
    shelf.young.set(field, entry);
    if (!shelf.isPinned) this.youngSize += 1;
  }
}
