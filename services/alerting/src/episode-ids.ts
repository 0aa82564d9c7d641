import { hash } from 'node:crypto';
import type { Position } from '@duewatch/stream';

/** What makes two worries the same worry: its tenant, its subject, its family and its scope. */
export interface EpisodeCause {
  readonly tenantId: string;
  readonly customerId: string;
  readonly family: string;
  readonly scope: string | null;
}

/** Names the cause. Episodes of one cause, months apart, share it: it is what a pager groups by. */
export function dedupKeyOf(cause: EpisodeCause): string {
  return shortHash([cause.tenantId, 'customer', cause.customerId, cause.family, cause.scope]);
}

/**
 * Names one episode of a cause.
 *
 * Invariant: it depends on the cause and on where its condition set in, on nothing else. So whoever
 * reads the profiles again, from wherever, comes to the same ids.
 */
export function episodeIdOf(dedupKey: string, onset: Position): string {
  return shortHash([dedupKey, onset.generation, onset.offset, onset.index]);
}

// JSON keeps the parts apart whatever they contain. 128 bits: no two of 10^12 episodes collide.
function shortHash(parts: readonly (string | number | null)[]): string {
  return hash('sha256', JSON.stringify(parts)).slice(0, 32);
}
