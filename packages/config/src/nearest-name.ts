/**
 * The known name that a misspelt one most likely meant, or undefined when none is near. Case and
 * `_-` do not count, so that `amount_minor` finds `amountMinor`.
 */
export function nearestName(given: string, known: Iterable<string>): string | undefined {
  const plainGiven = plain(given);
  // A third of the letters may differ: `ammount` finds `amount`, `total` finds nothing.
  const distanceMax = Math.max(1, Math.floor(plainGiven.length / 3));
  let best: string | undefined;
  let bestDistance = distanceMax + 1;
  for (const name of known) {
    const distance = editDistance(plainGiven, plain(name), bestDistance);
    if (distance < bestDistance) {
      best = name;
      bestDistance = distance;
    }
  }
  return best;
}

function plain(name: string): string {
  return name.slice(0, 64).toLowerCase().replace(/[_-]/g, '');
}

/** Levenshtein distance, or `limit` as soon as it cannot be less. */
function editDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) >= limit) return limit;
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const replaced = (previous[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      row.push(Math.min(replaced, (previous[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1));
    }
    if (Math.min(...row) >= limit) return limit;
    previous = row;
  }
  return Math.min(limit, previous[b.length] ?? limit);
}
