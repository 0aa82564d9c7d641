import { StreamError } from './errors.ts';
import type { CollectionCodec, Need, Peek } from './logic.ts';
import type { StateWrite } from './store.ts';

/** What `get` answers for a field that is known to be absent. */
const ABSENT = Symbol('absent');
type Cached = object | typeof ABSENT;

/**
 * Decoded state of one partition: what was loaded plus what the chunk at hand changed. Values are
 * changed in place, so after a failed commit the whole cache is dropped, never repaired.
 */
export class StateCache {
  private readonly codecs: Readonly<Record<string, CollectionCodec>>;
  private readonly limit: number;
  private readonly pinned: ReadonlySet<string>;
  private readonly kept = new Map<string, Map<string, Cached>>();
  /**
   * Two generations instead of exact recency: one map look-up per hit, bounded at twice `limit`.
   */
  private young = new Map<string, Map<string, Cached>>();
  private old = new Map<string, Map<string, Cached>>();
  private youngSize = 0;
  private readonly dirty = new Map<string, Set<string>>();
  private readonly indexes = new Map<string, Map<string, number | null>>();

  constructor(
    codecs: Readonly<Record<string, CollectionCodec>>,
    options: { readonly limit: number; readonly pinned: readonly Need[] },
  ) {
    this.codecs = codecs;
    this.limit = options.limit;
    this.pinned = new Set(options.pinned.map(({ collection }) => collection));
  }

  readonly peek: Peek = <T extends object>(collection: string, field: string) => {
    const found = this.find(collection, field);
    if (found === undefined) return 'unloaded';
    return found === ABSENT ? undefined : (found as T);
  };

  get<T>(collection: string, field: string): T | undefined {
    const found = this.find(collection, field);
    if (found === undefined) {
      throw new StreamError('NOT_LOADED', `${collection} ${field} was read but never asked for.`);
    }
    return found === ABSENT ? undefined : (found as T);
  }

  change(collection: string, field: string, value: object | null): void {
    this.keep(collection, field, value ?? ABSENT);
    const fields = this.dirty.get(collection);
    if (fields === undefined) this.dirty.set(collection, new Set([field]));
    else fields.add(field);
  }

  index(name: string, member: string, score: number | null): void {
    const members = this.indexes.get(name);
    if (members === undefined) this.indexes.set(name, new Map([[member, score]]));
    else members.set(member, score);
  }

  loaded(collection: string, field: string, bytes: Buffer | null): void {
    const codec = this.codecs[collection];
    if (codec === undefined) throw new TypeError(`No collection is named ${collection}.`);
    this.keep(collection, field, bytes === null ? ABSENT : codec.decode(bytes));
  }

  /** Encodes what changed since the last call and forgets that it is new. */
  takeChanges(): Pick<StateWrite, 'fields' | 'indexes'> {
    const fields = new Map<string, Map<string, Buffer | null>>();
    for (const [collection, names] of this.dirty) {
      const codec = this.codecs[collection];
      const encoded = new Map<string, Buffer | null>();
      for (const name of names) {
        const value = this.find(collection, name);
        const isGone = value === undefined || value === ABSENT || codec === undefined;
        encoded.set(name, isGone ? null : codec.encode(value));
      }
      fields.set(collection, encoded);
    }
    const indexes = new Map(this.indexes);
    this.dirty.clear();
    this.indexes.clear();
    return { fields, indexes };
  }

  /** Makes room. Only between chunks: what `needs` asked for must stay until it is folded. */
  age(): void {
    if (this.youngSize <= this.limit) return;
    this.old = this.young;
    this.young = new Map();
    this.youngSize = 0;
  }

  private find(collection: string, field: string): Cached | undefined {
    if (this.pinned.has(collection)) return this.kept.get(collection)?.get(field);
    const young = this.young.get(collection)?.get(field);
    if (young !== undefined) return young;
    const old = this.old.get(collection)?.get(field);
    if (old !== undefined) this.keep(collection, field, old);
    return old;
  }

  private keep(collection: string, field: string, value: Cached): void {
    const isPinned = this.pinned.has(collection);
    const home = isPinned ? this.kept : this.young;
    let fields = home.get(collection);
    if (fields === undefined) {
      fields = new Map();
      home.set(collection, fields);
    }
    if (!isPinned && !fields.has(field)) this.youngSize += 1;
    fields.set(field, value);
  }
}
