import type { MemoryLog } from './memory-log.ts';
import type { Bus, BusRecord } from './ports.ts';

type ReadOptions = Parameters<Bus['read']>[0];

interface Cursor {
  readonly topic: string;
  readonly partition: number;
  next: number;
  readonly until: number;
}

/** `Bus.read` of the in-memory twin. Ends quietly when `closed` aborts, as when the caller does. */
export async function readMemory(
  log: MemoryLog,
  options: ReadOptions,
  closed: AbortSignal,
): Promise<void> {
  const cursors = cursorsOf(log, options);
  const isOver = (): boolean => closed.aborted || options.signal?.aborted === true;
  let wake = Promise.withResolvers<void>();
  const stopListening = log.onAppend(() => wake.resolve());
  const onAbort = (): void => wake.resolve();
  for (const signal of [closed, options.signal]) signal?.addEventListener('abort', onAbort);
  try {
    while (!isOver()) {
      wake = Promise.withResolvers();
      const found = takeNext(log, cursors);
      for (const record of found) {
        if (isOver()) return;
        await options.onRecord(record);
      }
      if (found.length > 0) await new Promise<void>((resolve) => log.soon(resolve));
      else if (options.untilEnd === true) return;
      else await wake.promise;
    }
  } finally {
    stopListening();
    for (const signal of [closed, options.signal]) signal?.removeEventListener('abort', onAbort);
  }
}

function cursorsOf(log: MemoryLog, options: ReadOptions): Cursor[] {
  return options.topics.flatMap((topic) => {
    const count = log.partitionCount(topic);
    const all = Array.from({ length: count }, (_, partition) => partition);
    const wanted =
      options.partitions === undefined ? all : options.partitions.filter((p) => p < count);
    return wanted.map((partition) => {
      const end = log.end(topic, partition);
      const until = options.untilEnd === true ? end : Number.POSITIVE_INFINITY;
      return { topic, partition, next: options.from === 'end' ? end : 0, until };
    });
  });
}

function takeNext(log: MemoryLog, cursors: readonly Cursor[]): BusRecord[] {
  const limit = 500;
  return cursors.flatMap((cursor) => {
    const { topic, partition, next, until } = cursor;
    const found = log.slice(topic, partition, next, Math.min(limit, until - next));
    cursor.next += found.length;
    return found;
  });
}
