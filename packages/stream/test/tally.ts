import type { BusRecord, OutgoingRecord } from '@duewatch/event-bus';
import type {
  CollectionCodec,
  FoldContext,
  Input,
  Position,
  Routed,
  StreamLogic,
  TimerLogic,
} from '../src/index.ts';

/**
 * The smallest stream that uses everything: it tallies amounts per key. A `raise` broadcast adds
 * to every key, a `day` broadcast adds one to each key that is due. A tally that passes a hundred
 * is told at once; smaller moves are value-only.
 */
export type TallyEvent =
  | {
      readonly kind: 'add';
      readonly amount: number;
      readonly dueOn?: number;
      /** Adds a thousand when the clock says so. */
      readonly wakeAt?: number;
    }
  | { readonly kind: 'raise'; readonly amount: number }
  | { readonly kind: 'day'; readonly date: number };

interface Tally {
  total: number;
  /** Order of everything folded: what a replay must reproduce. */
  history: string;
  dueOn: number | null;
  lastBroadcast: number;
  told: Position | null;
}

interface World {
  date: number;
}

const json: CollectionCodec = {
  encode: (value) => Buffer.from(JSON.stringify(value)),
  decode: (bytes) => JSON.parse(bytes.toString()) as object,
};

export function createTallyLogic(output = 'out'): StreamLogic<TallyEvent> {
  return {
    ...rules,
    fold: (input, key, context) => foldTally(input, key, context, output),
    timers: timersTelling(output),
  };
}

const rules: Omit<StreamLogic<TallyEvent>, 'fold' | 'timers'> = {
  collections: { tallies: json, world: json },
  root: 'tallies',
  pinned: [{ collection: 'world', field: 'world' }],
  route(record): Routed<TallyEvent> {
    const event = parse(record);
    if (event === undefined) {
      return { routing: { kind: 'dead-letter', reason: 'unreadable', detail: 'not JSON' } };
    }
    if (event.kind === 'add') {
      return { routing: { kind: 'keyed', key: record.key ?? '' }, event };
    }
    return { routing: { kind: 'broadcast' }, event };
  },
  needs(_input, key, peek) {
    return peek('tallies', key) === 'unloaded' ? [{ collection: 'tallies', field: key }] : [];
  },
  broadcasts: {
    admit({ event }, context) {
      const world = context.get<World>('world', 'world') ?? { date: 0 };
      if (event.kind !== 'day') return { kind: 'ok' };
      if (event.date <= world.date) return { kind: 'skip', reason: 'repeated_day' };
      context.put('world', 'world', { date: event.date });
      return { kind: 'ok' };
    },
    lastFolded(key, peek) {
      const tally = peek<Tally>('tallies', key);
      return tally === undefined || tally === 'unloaded' ? -1 : tally.lastBroadcast;
    },
    markFolded(key, offset, context) {
      const tally = context.get<Tally>('tallies', key);
      if (tally === undefined) return;
      tally.lastBroadcast = offset;
      context.put('tallies', key, tally);
    },
    retire: () => undefined,
    sweepScope: ({ event }) =>
      event.kind === 'day' ? { kind: 'due', index: 'due:x', max: event.date } : { kind: 'all' },
  },
};

/** In `createTallyLogic`'s terms: a thousand more, told at once. */
function timersTelling(topic: string): TimerLogic {
  return {
    due: (now) => [{ index: 'wake', max: now }],
    needs: (key, peek) =>
      peek('tallies', key) === 'unloaded' ? [{ collection: 'tallies', field: key }] : [],
    fire(key, now, index, context) {
      const tally = context.get<Tally>('tallies', key) ?? emptyTally();
      tally.total += 1_000;
      tally.history += `woken at ${now}:${tally.total} `;
      context.index(index, key, null);
      context.put('tallies', key, tally);
      tell({ context, topic, key }, tally, false);
    },
  };
}

function foldTally(input: Input<TallyEvent>, key: string, context: FoldContext, topic: string) {
  const { event, record } = input;
  const tally = context.get<Tally>('tallies', key) ?? emptyTally();
  const before = tally.total;
  if (event.kind === 'day') {
    if (tally.dueOn === null || tally.dueOn > event.date) return { kind: 'ok' } as const;
    tally.total += 1;
    tally.dueOn = null;
  } else {
    tally.total += event.amount;
    if (event.kind === 'add') tally.dueOn = dueAfter(event.dueOn ?? tally.dueOn, context);
    if (event.kind === 'add' && event.wakeAt) context.index('wake', key, event.wakeAt);
  }
  tally.history += `${record.offset}:${tally.total} `;
  context.index('due:x', key, tally.dueOn);
  context.put('tallies', key, tally);
  const isValueOnly = Math.floor(before / 100) === Math.floor(tally.total / 100);
  tell({ context, topic, key }, tally, isValueOnly);
  return { kind: 'ok' } as const;
}

/** A key is never due on a day that it has already folded. */
function dueAfter(dueOn: number | null, context: FoldContext): number | null {
  const today = context.get<World>('world', 'world')?.date ?? 0;
  return dueOn === null ? null : Math.max(dueOn, today + 1);
}

interface Destination {
  readonly context: FoldContext;
  readonly topic: string;
  readonly key: string;
}

function tell({ context, topic, key }: Destination, tally: Tally, isValueOnly: boolean): void {
  const position = context.nextPosition(tally.told);
  context.emit({
    topic,
    key,
    coalesce: isValueOnly,
    render() {
      const previousPosition = tally.told;
      tally.told = position;
      const body = { total: tally.total, position, previousPosition };
      return { value: Buffer.from(JSON.stringify(body)), headers: {} };
    },
  });
}

function emptyTally(): Tally {
  return { total: 0, history: '', dueOn: null, lastBroadcast: -1, told: null };
}

function parse(record: BusRecord): TallyEvent | undefined {
  try {
    return JSON.parse(record.value?.toString() ?? '') as TallyEvent;
  } catch {
    return undefined;
  }
}

export function add(key: string, amount: number, dueOn?: number): OutgoingRecord {
  return outgoing(
    key,
    dueOn === undefined ? { kind: 'add', amount } : { kind: 'add', amount, dueOn },
  );
}

/** Adds now, and a thousand more when the clock has come to `wakeAt`. */
export function addAndWake(key: string, amount: number, wakeAt: number): OutgoingRecord {
  return outgoing(key, { kind: 'add', amount, wakeAt });
}

/** Broadcasts name each partition. */
export function toAll(partitions: number, event: TallyEvent): OutgoingRecord[] {
  return Array.from({ length: partitions }, (_, partition) => ({
    ...outgoing('~broadcast', event),
    partition,
  }));
}

function outgoing(key: string, event: TallyEvent): OutgoingRecord {
  return { topic: 'in', key, value: Buffer.from(JSON.stringify(event)), headers: {} };
}

export interface Told {
  readonly key: string;
  readonly total: number;
  readonly position: Position;
  readonly previousPosition: Position | null;
}

/** What a careful reader sees: repeats dropped by position, a gap counted as a loss. */
export function readCarefully(records: readonly BusRecord[]): { told: Told[]; losses: number } {
  const last = new Map<string, Position>();
  const told: Told[] = [];
  let losses = 0;
  for (const record of records) {
    const body = JSON.parse(String(record.value)) as Omit<Told, 'key'>;
    const key = record.key ?? '';
    const held = last.get(key);
    if (held !== undefined && compare(body.position, held) <= 0) continue;
    if (compare(body.previousPosition, held) > 0) losses += 1;
    last.set(key, body.position);
    told.push({ key, ...body });
  }
  return { told, losses };
}

function compare(a: Position | null | undefined, b: Position | null | undefined): number {
  if (!a || !b) return Number(Boolean(a)) - Number(Boolean(b));
  return a.generation - b.generation || a.offset - b.offset || a.index - b.index;
}
