import { defaultPolicy } from '../policy/default-policy.ts';
import type { AlarmCause } from '../state/drift-alarm.ts';
import { createHabit, type Habit, stepHabit } from '../state/habit.ts';
import { createStats, type SettlementStats } from '../state/settlement-stats.ts';
import type { ByteReader, ByteWriter } from './bytes.ts';

/** Places in this list are stored: append only. */
const alarmCauses: readonly AlarmCause[] = ['none', 'cusum', 'means'];

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
  writer.whole(alarmCauses.indexOf(stats.alarmCause));
  writer.signed(stats.olderMeanMilli);
  writer.whole(stats.olderSpreadMilli);
  writeHabit(writer, stats.habit);
}

/** Reads what `writeStats` wrote; the first releases knew of no habit and no cause. */
export function readStats(reader: ByteReader, hasHabit: boolean): SettlementStats {
  const count = reader.whole();
  if (count === 0) return createStats();
  const stats = {
    ...createStats(),
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
  if (!hasHabit) return upgraded(stats);
  stats.alarmCause = alarmCauses[reader.whole()] ?? 'none';
  stats.olderMeanMilli = reader.signed();
  stats.olderSpreadMilli = reader.whole();
  stats.habit = readHabit(reader);
  return stats;
}

/** The last dozen is all that is left of the past: it stands for what is not known any more. */
function upgraded(stats: SettlementStats): SettlementStats {
  for (const late of stats.lates) stepHabit(stats.habit, 0, late, defaultPolicy.forecast);
  stats.alarmCause = stats.alarmOn >= 0 ? 'cusum' : 'none';
  stats.olderMeanMilli = stats.slowMilli;
  stats.olderSpreadMilli = stats.sigmaMilli;
  return stats;
}

function writeHabit(writer: ByteWriter, habit: Habit): void {
  writer.whole(habit.weight);
  writer.signed(habit.late);
  writer.whole(habit.squares);
  writer.whole(habit.beyond);
  writer.whole(habit.over0);
  writer.whole(habit.over15);
  writer.whole(habit.over30);
}

function readHabit(reader: ByteReader): Habit {
  return {
    ...createHabit(),
    weight: reader.whole(),
    late: reader.signed(),
    squares: reader.whole(),
    beyond: reader.whole(),
    over0: reader.whole(),
    over15: reader.whole(),
    over30: reader.whole(),
  };
}
