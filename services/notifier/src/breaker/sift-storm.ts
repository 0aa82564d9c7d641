import { isHeard } from '../delivery/find-rows.ts';
import type { KnownRow } from '../delivery/record-outcome.ts';

/** What becomes of the rows that wait while a trip lasts. */
export interface Storm {
  readonly held: readonly KnownRow[];
  /** Of cases that were over before anybody heard of them. */
  readonly ended: readonly KnownRow[];
}

/** Leaves alone the cases with a message under way: what follows in them waits for its turn. */
export function siftStorm(rows: readonly KnownRow[], underWay: ReadonlySet<string>): Storm {
  const cases = [...Map.groupBy(rows, ({ known }) => known.case.episodeId).values()];
  const waiting = cases.filter((own) => !own.some(({ row }) => underWay.has(row.id)));
  const isOver = (own: readonly KnownRow[]) => {
    const last = own.at(-1);
    return last?.row.transition === 'resolved' && !isHeard(last);
  };
  return {
    held: waiting.filter((own) => !isOver(own)).flat(),
    ended: waiting.filter(isOver).flat(),
  };
}
