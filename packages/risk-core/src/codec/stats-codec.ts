import { createStats, type SettlementStats } from '../state/settlement-stats.ts';
import type { ByteReader, ByteWriter } from './bytes.ts';

/** Writes settlement statistics; those of a customer who settled nothing take one byte. */
export function writeStats(writer: ByteWriter, stats: SettlementStats): void {
  writer.whole(stats.count);
  if (stats.count === 0) return;
  writer.whole(stats.lastOn);
  writer.key(stats.lastKey);
  writer.signed(stats.fastMilli);
  writer.signed(stats.slowMilli);
  writer.whole(stats.lates.length);
  for (const late of stats.lates) writer.signed(late);
  writer.whole(stats.cusumMilli);
  writer.whole(stats.baseCount);
  writer.signed(stats.baseSum);
  writer.whole(stats.baseSquares);
  writer.signed(stats.meanMilli);
  writer.whole(stats.sigmaMilli);
  writer.whole(stats.alarmOn + 1);
  writer.whole(stats.calm);
}

/** Reads what `writeStats` wrote. */
export function readStats(reader: ByteReader): SettlementStats {
  const count = reader.whole();
  if (count === 0) return createStats();
  return {
    count,
    lastOn: reader.whole(),
    lastKey: reader.key(),
    fastMilli: reader.signed(),
    slowMilli: reader.signed(),
    lates: reader.list(() => reader.signed()),
    cusumMilli: reader.whole(),
    baseCount: reader.whole(),
    baseSum: reader.signed(),
    baseSquares: reader.whole(),
    meanMilli: reader.signed(),
    sigmaMilli: reader.whole(),
    alarmOn: reader.whole() - 1,
    calm: reader.whole(),
  };
}
