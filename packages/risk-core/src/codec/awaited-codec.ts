import type { Awaited } from '../state/awaited.ts';
import type { ByteReader, ByteWriter } from './bytes.ts';

/** Writes what is awaited; due days as steps from the one before. */
export function writeAwaited(writer: ByteWriter, { days, oldCount, oldBase }: Awaited): void {
  writer.whole(oldCount);
  writer.whole(oldBase);
  writer.whole(days.length);
  let before = 0;
  for (const { on, count, base } of days) {
    writer.signed(on - before);
    writer.whole(count);
    writer.whole(base);
    before = on;
  }
}

/** Reads what `writeAwaited` wrote. */
export function readAwaited(reader: ByteReader): Awaited {
  const oldCount = reader.whole();
  const oldBase = reader.whole();
  let before = 0;
  const days = reader.list(() => {
    before += reader.signed();
    return { on: before, count: reader.whole(), base: reader.whole() };
  });
  return { days, oldCount, oldBase };
}
