import { type Clock, repeat } from '@duewatch/config';

/** Per partition of the event log: an offset. */
type Offsets = ReadonlyMap<number, number>;

export interface BacklogWatchOptions {
  readonly clock: Clock;
  /** Where the log ends. */
  written(): Promise<Offsets>;
  /** How far scoring has folded it, where it has. */
  folded(): Promise<Offsets>;
}

/** How far scoring is behind what the door lets in. */
export interface BacklogWatch {
  /** Age of the oldest record that was not folded a moment ago; 0 when nobody can tell. */
  behindMs(): number;
  /**
   * How long what is written now will wait at the speed of the last seconds. 0 while scoring stands
   * still or had nothing to do at some time, and when nobody can tell.
   */
  waitMs(): number;
  /** Whether so little was let in since the last looks that scoring gains on it. */
  hasRoom(): boolean;
  /** So many events are let in. */
  letIn(count: number): void;
  /** Something was written. While nothing is, nobody is asked. */
  wrote(): void;
  stop(): void;
}

const LOOK_EVERY_MS = 500;
/** Looks that speeds are taken over: scoring commits whole chunks, so less would jump about. */
const SPEED_LOOKS = 6;
/** Of what is folded, the part that may come in while scoring is to catch up. */
const INTAKE_MAX = 0.8;
/** Looks after which it is forgotten that more was let in than that. */
const DEBT_LOOKS = 6;
/** Whose own events are hardly any of those written still lets some in. */
const OWN_SHARE_MIN = 0.1;
/** Moments that are kept; with more the middle of the past is told less exactly. */
const MOMENTS_MAX = 600;

interface Moment {
  readonly atMs: number;
  readonly written: Offsets;
  readonly folded: Offsets;
  /** Events that this process has let in so far. */
  readonly letIn: number;
}

/**
 * Measures lag in time and not in records: at each look it notes where the log ends, and forgets
 * the ends that scoring has passed. The oldest that is left is how late scoring is.
 */
export function watchBacklog(options: BacklogWatchOptions): BacklogWatch {
  const { clock } = options;
  let unpassed: readonly Moment[] = [];
  let recent: readonly Moment[] = [];
  let letIn = 0;
  let room = 0;
  let hasWritten = true;
  const stop = repeat(clock, LOOK_EVERY_MS, look);

  async function look(): Promise<void> {
    if (!hasWritten && unpassed.length === 0) {
      recent = [];
      return;
    }
    hasWritten = false;
    try {
      // First how far it is folded: the other way round it could seem to be ahead of the log.
      const folded = await options.folded();
      const moment = { atMs: clock.now(), written: await options.written(), folded, letIn };
      recent = [...recent.slice(-SPEED_LOOKS), moment];
      const left = [...unpassed, moment].filter((one) => !hasPassed(folded, one.written));
      unpassed = left.length > MOMENTS_MAX ? left.toSpliced(1, 1) : left;
      // What is left over is no credit, for it would be a burst; what was too much is made up.
      const quota = quotaOf(recent);
      room = quota + Math.max(-DEBT_LOOKS * quota, Math.min(0, room));
    } catch {
      // Whatever is away, the requests that need it are told so.
      unpassed = [];
      recent = [];
    }
  }

  return {
    behindMs: () => (unpassed[0] === undefined ? 0 : clock.now() - unpassed[0].atMs),
    waitMs() {
      const [first, last] = [recent[0], recent.at(-1)];
      if (first === undefined || last === undefined || recent.length <= SPEED_LOOKS) return 0;
      // Who had nothing to do for a while did not show how fast it is.
      if (recent.some((one) => advance(one.folded, one.written) === 0)) return 0;
      const folded = advance(first.folded, last.folded);
      if (folded === 0) return 0;
      return (advance(last.folded, last.written) / folded) * (last.atMs - first.atMs);
    },
    hasRoom: () => room > 0,
    letIn(count) {
      letIn += count;
      room -= count;
    },
    wrote() {
      hasWritten = true;
    },
    stop,
  };
}

/** Events that one process may let in between two looks: its own share of what is worked off. */
function quotaOf(recent: readonly Moment[]): number {
  const [first, last] = [recent[0], recent.at(-1)];
  if (first === undefined || last === undefined || first === last) return 0;
  const written = advance(first.written, last.written);
  const own = written === 0 ? 1 : (last.letIn - first.letIn) / written;
  const share = Math.min(1, Math.max(OWN_SHARE_MIN, own));
  const perMs = advance(first.folded, last.folded) / (last.atMs - first.atMs);
  return INTAKE_MAX * share * perMs * LOOK_EVERY_MS;
}

/** Of a partition without an offset nothing is known: it was never folded, or begins anew. */
function hasPassed(folded: Offsets, written: Offsets): boolean {
  return [...written].every(([at, end]) => (folded.get(at) ?? Number.POSITIVE_INFINITY) >= end);
}

/** Records from one place to a later one, in the partitions of which both are known. */
function advance(from: Offsets, to: Offsets): number {
  const steps = [...to].map(([at, offset]) => Math.max(0, offset - (from.get(at) ?? offset)));
  return steps.reduce((sum, step) => sum + step, 0);
}
