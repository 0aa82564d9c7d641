/**
 * The list with a value at its end. Made for lists that nearly always hold one value: an array that
 * a first value is pushed onto takes room for seventeen, and there are lists by the million.
 */
export function appended<T>(list: readonly T[], value: T): readonly T[] {
  return list.length === 0 ? [value] : [...list, value];
}
