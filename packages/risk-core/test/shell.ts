import {
  type Assessment,
  assess,
  type Calendar,
  type Cause,
  createProfile,
  type DomainEvent,
  decodePage,
  decodeProfile,
  defaultPolicy,
  encodePage,
  encodeProfile,
  type FoldInput,
  type FoldResult,
  fold,
  type Page,
  type PageAccess,
  type PagePeek,
  type PageRef,
  type Policy,
  type Profile,
  pagesNeeded,
  type World,
} from '../src/index.ts';

/** Day zero of most tests: a Monday, 2024-10-07. */
export const MONDAY = 20_003;

const everyDay: Calendar = { id: 'test', weekendMask: 0, holidays: new Set() };
export const weekdays: Calendar = { id: 'test', weekendMask: 0b1000001, holidays: new Set() };

/** A world in euros in which every day is a business day and nothing waits for cash feeds. */
export function worldWith(
  changes: Partial<World> & { readonly rules?: Partial<Policy> } = {},
): World {
  const { rules, ...rest } = changes;
  return {
    policy: { ...defaultPolicy, midnight: { awaitsCashFeed: false }, ...rules },
    calendar: everyDay,
    rates: { base: 'EUR', rateNano: new Map([['USD', 900_000_000]]) },
    cashThrough: 0,
    macro: new Map(),
    isFeedSilent: false,
    ...rest,
  };
}

/** An event without its stamps; the shell adds them in order of telling. */
export type Told = DomainEvent extends infer E
  ? E extends DomainEvent
    ? Omit<E, 'sourceVersion' | 'occurredAtMs'> & { sourceVersion?: number; occurredAtMs?: number }
    : never
  : never;

/**
 * A shell as strict as a store can be: after every input everything is encoded, forgotten, and
 * decoded when asked for, so a page that `pagesNeeded` does not name cannot be found.
 */
export class Shell {
  profile: Profile;
  world: World;
  /** Pages that the last input loaded. */
  loads = 0;
  private isStrict: boolean;
  private readonly stored = new Map<PageRef, Uint8Array>();
  private readonly cache = new Map<PageRef, Page>();
  private told = 0;

  constructor(options: { world?: World; isStrict?: boolean } = {}) {
    this.profile = createProfile('test');
    this.world = options.world ?? worldWith();
    this.isStrict = options.isStrict ?? true;
  }

  /** A customer as a store of an earlier release holds it. */
  static ofBytes(profile: Uint8Array, pages: Iterable<readonly [PageRef, Uint8Array]>): Shell {
    const shell = new Shell();
    shell.profile = decodeProfile(profile);
    for (const [ref, bytes] of pages) shell.stored.set(ref, bytes);
    return shell;
  }

  tell(day: number, event: Told): FoldResult {
    this.told += 1;
    const stamps = { sourceVersion: 0, occurredAtMs: (day * 86_400 + this.told) * 1_000 };
    return this.tellStamped(day, { ...stamps, ...event } as DomainEvent);
  }

  tellStamped(day: number, event: DomainEvent): FoldResult {
    return this.run({ kind: 'event', event, asOf: day, cause: this.cause(event.kind) });
  }

  advance(to: number): FoldResult {
    return this.run({ kind: 'advance', to, cause: this.cause('tick') });
  }

  /** From here on as strict as a store; what was told before was told quickly. */
  beStrict(): void {
    this.isStrict = true;
    this.store();
  }

  assess(): Assessment {
    return assess(this.profile, this.world);
  }

  /** Every page, decoded. */
  pages(): Map<PageRef, Page> {
    const all = new Map<PageRef, Page>();
    for (const [ref, bytes] of this.stored) all.set(ref, decodePage(bytes));
    for (const [ref, page] of this.cache) all.set(ref, page);
    return all;
  }

  /** Bytes of the encoded profile and of each page. */
  sizes(): { profile: number; pages: Map<PageRef, number> } {
    const pages = new Map<PageRef, number>();
    for (const [ref, page] of this.pages()) pages.set(ref, encodePage(page).length);
    return { profile: encodeProfile(this.profile).length, pages };
  }

  run(input: FoldInput): FoldResult {
    this.load(input);
    const result = fold(this.profile, this.access(), input, this.world);
    if (this.isStrict) this.store();
    return result;
  }

  /** The pages as they are stored. */
  storedPages(): ReadonlyMap<PageRef, Uint8Array> {
    return this.stored;
  }

  private load(input: FoldInput): void {
    const peek: PagePeek = { peek: (ref) => this.peek(ref) };
    this.loads = 0;
    for (;;) {
      const refs = pagesNeeded(this.profile, input, peek, this.world);
      if (refs.length === 0) return;
      for (const ref of refs) {
        const bytes = this.stored.get(ref);
        if (this.cache.has(ref) || !this.isUnloaded(ref)) throw new Error(`${ref} was in memory`);
        this.loads += 1;
        this.known.add(ref);
        if (bytes) this.cache.set(ref, decodePage(bytes));
      }
    }
  }

  private readonly known = new Set<PageRef>();

  private isUnloaded(ref: PageRef): boolean {
    return this.isStrict && !this.known.has(ref);
  }

  private peek(ref: PageRef): Page | undefined | 'unloaded' {
    return this.isUnloaded(ref) ? 'unloaded' : this.cache.get(ref);
  }

  private access(): PageAccess {
    return {
      peek: (ref) => this.peek(ref),
      get: (ref) => {
        if (this.isUnloaded(ref)) throw new Error(`page ${ref} is not loaded`);
        return this.cache.get(ref);
      },
      put: (ref, page) => {
        this.known.add(ref);
        this.cache.set(ref, page);
      },
      delete: (ref) => {
        this.known.add(ref);
        this.cache.delete(ref);
      },
    };
  }

  private store(): void {
    for (const ref of this.known) {
      const page = this.cache.get(ref);
      if (page) this.stored.set(ref, encodePage(page));
      else this.stored.delete(ref);
    }
    this.cache.clear();
    this.known.clear();
    this.profile = decodeProfile(encodeProfile(this.profile));
  }

  private cause(type: string): Cause {
    return { eventId: `e${this.told}`, source: 'test', type, position: null };
  }
}
