/** A member of a group as its leader sees it. */
export interface GroupMember {
  readonly memberId: string;
  /** Partition numbers that it had until now; empty for a newcomer. */
  readonly owned: readonly number[];
}

/**
 * Gives every partition number to one member, for all topics: whoever gets partition p gets p of
 * each topic that has it. Shares differ by one at most, members keep what they had as far as that
 * allows, and the same input gives the same answer on any machine.
 *
 * `partitions` is the count of the topic that has most.
 */
export function assignPartitions(
  members: readonly GroupMember[],
  partitions: number,
): ReadonlyMap<string, readonly number[]> {
  const shares = keepOwned(members, partitions);
  const taken = new Set([...shares.values()].flat());
  const free = Array.from({ length: partitions }, (_, p) => p).filter((p) => !taken.has(p));
  for (const partition of free) leastLoaded(shares)?.push(partition);
  return new Map([...shares].map(([id, share]) => [id, share.sort((a, b) => a - b)]));
}

/** Each member keeps what it had, up to its quota; who had most may keep one more. */
function keepOwned(members: readonly GroupMember[], partitions: number): Map<string, number[]> {
  const claims = uncontestedClaims(members, partitions);
  const floor = members.length === 0 ? 0 : Math.floor(partitions / members.length);
  let extras = members.length === 0 ? 0 : partitions % members.length;
  const kept = new Map<string, number[]>();
  for (const [memberId, claimed] of claims) {
    const quota = claimed.length > floor && extras > 0 ? floor + 1 : floor;
    if (quota > floor) extras -= 1;
    kept.set(memberId, claimed.slice(0, quota));
  }
  // The fill goes in order of member id, not of claims: newcomers are then served evenly.
  return new Map([...kept].sort(([a], [b]) => compare(a, b)));
}

/** Two may claim one partition after a pause: the first by id has it, the other is a zombie. */
function uncontestedClaims(
  members: readonly GroupMember[],
  partitions: number,
): readonly (readonly [string, number[]])[] {
  const claimed = new Set<number>();
  return [...members]
    .sort((a, b) => compare(a.memberId, b.memberId))
    .map(({ memberId, owned }) => {
      const own = owned.filter((p) => p >= 0 && p < partitions && !claimed.has(p));
      for (const p of own) claimed.add(p);
      return [memberId, [...new Set(own)].sort((a, b) => a - b)] as const;
    })
    .sort(([idA, a], [idB, b]) => b.length - a.length || compare(idA, idB));
}

function leastLoaded(shares: ReadonlyMap<string, number[]>): number[] | undefined {
  let least: number[] | undefined;
  for (const share of shares.values()) {
    if (least === undefined || share.length < least.length) least = share;
  }
  return least;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
