import type { LedgerEntry } from '../state/profile.ts';
import type { ConditionCode } from '../types/assessment.ts';
import { type ByteReader, type ByteWriter, StoredFormatError } from './bytes.ts';

/** Codes are positions in this list: append only. */
const conditionCodes: readonly ConditionCode[] = [
  'LIMIT',
  'LIMIT_EXPIRING',
  'OVERDUE',
  'FIRST_PAYMENT_MISSED',
  'RISK_DOWNGRADED',
  'PAY_DRIFT',
  'PROMISE_BROKEN',
  'PAYMENT_FAILED',
  'PAYMENT_REVERSED',
  'CASH_UNAPPLIED',
  'DEFAULTED',
  'EXT_SCORE_DROP',
  'EXT_LIMIT_CUT',
  'DATA_STALE',
];

/** Writes a condition. */
export function writeCondition(writer: ByteWriter, entry: LedgerEntry): void {
  writer.whole(conditionCodes.indexOf(entry.code));
  writer.key(entry.key);
  writer.text(entry.id);
  writer.signed(entry.since);
  writer.flag(entry.onset !== null);
  if (entry.onset) {
    writer.whole(entry.onset.generation);
    writer.whole(entry.onset.offset);
    writer.whole(entry.onset.index);
  }
  writer.whole(entry.level);
  writer.whole(entry.toldLevel);
  writer.signed(entry.raisedOn);
  writer.whole(entry.memo);
  writer.whole(entry.closedLevel);
  writer.whole(entry.closedMemo);
}

/** Reads what `writeCondition` wrote. */
export function readCondition(reader: ByteReader): LedgerEntry {
  const code = conditionCodes[reader.whole()];
  if (code === undefined) throw new StoredFormatError('a stored condition has no known code');
  const key = reader.key();
  const id = reader.text();
  const since = reader.signed();
  const onset = reader.flag()
    ? { generation: reader.whole(), offset: reader.whole(), index: reader.whole() }
    : null;
  return {
    code,
    key,
    id,
    since,
    onset,
    level: reader.whole(),
    toldLevel: reader.whole(),
    raisedOn: reader.signed(),
    memo: reader.whole(),
    closedLevel: reader.whole(),
    closedMemo: reader.whole(),
  };
}
