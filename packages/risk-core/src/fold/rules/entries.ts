import { refused } from '../outcome.ts';

/** Securities, holds or screenings of one customer. More is a source that lost count. */
const MOST_ENTRIES = 64;

/** True when a list of entries takes no more. */
export function isFull(list: readonly unknown[]): boolean {
  return list.length >= MOST_ENTRIES;
}

/** What a full list says. */
export const full = refused('too_many_open', `more than ${MOST_ENTRIES} of a kind`);

/** The entry with this id. */
export function byId<T extends { readonly id: string }>(
  list: readonly T[],
  id: string,
): T | undefined {
  return list.find((entry) => entry.id === id);
}

/** Puts an entry where its id belongs, so that the order of telling does not show. */
export function inIdOrder<T extends { readonly id: string }>(list: T[], entry: T): T {
  const at = list.findIndex(({ id }) => id > entry.id);
  list.splice(at < 0 ? list.length : at, 0, entry);
  return entry;
}
