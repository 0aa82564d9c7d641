import type { HoldScope } from '../../types/events/index.ts';
import type { EpochDay } from '../../types/units.ts';
import { NEVER } from '../records.ts';
import type { Topic } from './topic.ts';

/** A hold that the ledger itself keeps. */
export interface Hold {
  readonly id: string;
  scope: HoldScope;
  from: EpochDay;
  /** Of the latest word about it: applied, or released when the flag is set. */
  stamp: number;
  isReleased: boolean;
}

/** In order of their ids. Released ones are remembered for as long as corrections may come. */
export interface Holds {
  readonly list: Hold[];
}

export const holds: Topic<Holds> = {
  empty: () => ({ list: [] }),
  days({ list }, _, listener) {
    for (const { from } of list) listener.consider(from);
  },
  age({ list }, today, { horizonDays }) {
    for (let at = list.length - 1; at >= 0; at -= 1) {
      const hold = list[at];
      if (hold?.isReleased && hold.from + horizonDays < today) list.splice(at, 1);
    }
    return list.length === 0;
  },
};

/** Id of the one hold of a scope, for ledgers that give none. */
export const unnamedHold = (scope: HoldScope): string => `~${scope}`;

const unnamedAll = unnamedHold('all');

/** What is on hold on a day; null when nothing is. */
export function heldScope({ list }: Holds, day: EpochDay): HoldScope | null {
  const all = list.find(({ id }) => id === unnamedAll);
  const releasedStamp = all?.isReleased ? all.stamp : NEVER;
  let orders = false;
  let deliveries = false;
  for (const { id, scope, from, isReleased, stamp } of list) {
    if (isReleased || from > day) continue;
    // Who releases all without naming a hold means each hold without a name.
    if (id.startsWith('~') && stamp <= releasedStamp) continue;
    if (scope !== 'deliveries') orders = true;
    if (scope !== 'orders') deliveries = true;
  }
  if (orders && deliveries) return 'all';
  if (orders) return 'orders';
  return deliveries ? 'deliveries' : null;
}

/** True when orders were let go between two days, and are not held again. */
export function isReleasedSince({ list }: Holds, since: EpochDay, day: EpochDay): boolean {
  return list.some(({ scope, from, isReleased }) => {
    return isReleased && scope !== 'deliveries' && from >= since && from <= day;
  });
}
