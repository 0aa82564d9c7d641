import type { ProfileUpdated } from '@duewatch/contracts';
import { stabilityIndex } from './stability-index.ts';

/** By which rules customers were judged. */
export interface Rules {
  readonly policyVersion: string;
  readonly modelVersion: string;
}

/** One customer before and after other rules came to rule. */
export interface Move {
  readonly tenantId: string;
  readonly customerId: string;
  readonly from: Standing;
  readonly to: Standing;
  /** Points by row of the scorecard that differ, the largest first. */
  readonly why: readonly { readonly code: string; readonly points: number }[];
}

interface Standing {
  readonly band: string;
  readonly score: number;
  readonly treatment: string;
}

/** What a change of rules did to the whole book. */
export interface PortfolioDiff {
  readonly from: Rules;
  readonly to: Rules;
  readonly judged: number;
  /** Customers by `A → B`, and how many kept their band. */
  readonly bands: Readonly<Record<string, number>>;
  /** How far the bands of the book moved: its population stability index, in thousandths. */
  readonly stabilityMilli: number;
  /** Everyone whose band, score or treatment differs; the furthest first. */
  readonly moves: readonly Move[];
  /** Offset in `ar.events` from which the rules held, by partition that has customers. */
  readonly since: Readonly<Record<number, number>>;
}

interface Seen extends Rules, Standing {
  readonly points: ReadonlyMap<string, number>;
}

interface Change {
  readonly from: Rules;
  readonly to: Rules;
  judged: number;
  readonly moves: Map<string, Move>;
  readonly bands: Map<string, number>;
  /** Customers by band, before and after. */
  readonly held: Map<string, [before: number, after: number]>;
  readonly since: Map<number, number>;
}

/**
 * Reads the profiles of a topic in their order and notes, for each change of rules, who was moved
 * by it: the rules alone lie between a customer's last profile by the old and its first by the new.
 */
export class PortfolioChanges {
  private readonly last = new Map<string, Seen>();
  private readonly changes = new Map<string, Change>();

  see(partition: number, profile: ProfileUpdated): void {
    const key = `${profile.tenantId}|${profile.customerId}`;
    const seen = seenOf(profile);
    const before = this.last.get(key);
    this.last.set(key, seen);
    if (before === undefined || !profile.suppressed || nameOf(before) === nameOf(seen)) return;
    const change = this.changeTo(before, seen);
    change.judged += 1;
    change.since.set(
      partition,
      Math.min(profile.position.offset, change.since.get(partition) ?? Number.MAX_SAFE_INTEGER),
    );
    const band = before.band === seen.band ? 'kept' : `${before.band} → ${seen.band}`;
    change.bands.set(band, (change.bands.get(band) ?? 0) + 1);
    count(change.held, before.band, 0);
    count(change.held, seen.band, 1);
    const why = differences(before.points, seen.points);
    const isMoved = band !== 'kept' || why.length > 0 || before.treatment !== seen.treatment;
    if (!isMoved) return;
    const { tenantId, customerId } = profile;
    const move = { tenantId, customerId, from: standingOf(before), to: standingOf(seen), why };
    change.moves.set(key, move);
  }

  /** The changes seen, in the order in which their first customer was judged. */
  list(): readonly PortfolioDiff[] {
    return [...this.changes.values()].map(({ from, to, judged, bands, held, moves, since }) => ({
      from,
      to,
      judged,
      bands: Object.fromEntries([...bands].sort(([a], [b]) => (a < b ? -1 : 1))),
      stabilityMilli: stabilityMilli([...held.values()]),
      moves: [...moves.values()].sort((a, b) => distance(b) - distance(a)),
      since: Object.fromEntries([...since].sort(([a], [b]) => a - b)),
    }));
  }

  private changeTo(before: Rules, after: Rules): Change {
    const name = `${nameOf(before)} ${nameOf(after)}`;
    let change = this.changes.get(name);
    if (change === undefined) {
      change = {
        from: rulesOf(before),
        to: rulesOf(after),
        judged: 0,
        moves: new Map(),
        bands: new Map(),
        held: new Map(),
        since: new Map(),
      };
      this.changes.set(name, change);
    }
    return change;
  }
}

function seenOf(profile: ProfileUpdated): Seen {
  const points = profile.features.map((feature) => [feature.code, feature.points] as const);
  return { ...rulesOf(profile), ...standingOf(profile), points: new Map(points) };
}

function rulesOf({ policyVersion, modelVersion }: Rules): Rules {
  return { policyVersion, modelVersion };
}

function standingOf({ band, score, treatment }: Standing): Standing {
  return { band, score, treatment };
}

function nameOf({ policyVersion, modelVersion }: Rules): string {
  return `${policyVersion} ${modelVersion}`;
}

function count(held: Change['held'], band: string, side: 0 | 1): void {
  const counts = held.get(band) ?? [0, 0];
  counts[side] += 1;
  held.set(band, counts);
}

function stabilityMilli(held: readonly (readonly [before: number, after: number])[]): number {
  const before = held.map(([count]) => count);
  const after = held.map(([, count]) => count);
  return Math.round(stabilityIndex(before, after) * 1_000);
}

function differences(before: ReadonlyMap<string, number>, after: ReadonlyMap<string, number>) {
  const codes = new Set([...before.keys(), ...after.keys()]);
  return [...codes]
    .map((code) => ({ code, points: (after.get(code) ?? 0) - (before.get(code) ?? 0) }))
    .filter(({ points }) => points !== 0)
    .sort((a, b) => Math.abs(b.points) - Math.abs(a.points));
}

/** Bands count for more than any score. */
function distance({ from, to }: Move): number {
  const bands = Math.abs(to.band.charCodeAt(0) - from.band.charCodeAt(0));
  return bands * 10_000 + Math.abs(to.score - from.score);
}
