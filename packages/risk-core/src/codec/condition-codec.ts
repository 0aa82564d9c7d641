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
  'OVERDUE_SHARE',
  'DISPUTE_SPIKE',
  'DISPUTE_AGED',
  'RISK_UPGRADED',
  'SCORE_JUMP',
  'JUDGMENT',
  'TAX_DEFAULT',
  'INSOLVENCY',
  'REGISTRY_RISK',
  'GOVERNANCE_CHANGE',
  'FIN_DETERIORATED',
  'MACRO_DOWNGRADE',
  'DISCOUNT_LOST',
  'PLAN_BREACHED',
  'ORDER_PATTERN',
  'ORDER_HOLD_ADVISED',
  'PAY_IRREGULAR',
  'LIMIT_MISSING',
  'COVER',
  'INSURER_REPORT_DUE',
  'KYC_EXPIRED',
  'SANCTION_HIT',
  'OVERRIDE_EXPIRING',
  'TERMS_STRETCH',
  'MANDATE_REVOKED',
  'REVIEW_DUE',
  'CHECKIN_DUE',
  'LEDGER_MISMATCH',
  'ECL_JUMP',
];

/** More than any family has. */
const LEVELS = 8;

/** Writes a condition of the ledger. */
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
  // In one number, so that what was stored before there was a firm level can be read.
  writer.whole(entry.firmLevel * LEVELS + entry.toldLevel);
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
  const level = reader.whole();
  const told = reader.whole();
  return {
    code,
    key,
    id,
    since,
    onset,
    level,
    toldLevel: told % LEVELS,
    firmLevel: Math.floor(told / LEVELS),
    raisedOn: reader.signed(),
    memo: reader.whole(),
    closedLevel: reader.whole(),
    closedMemo: reader.whole(),
  };
}
