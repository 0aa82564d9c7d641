/**
 * Days for which the same worry about the same customer is no news again, by code; a worse one
 * always is. Codes about one invoice, promise or case have none: each is its own worry.
 */
const COOLDOWN_DAYS: ReadonlyMap<string, number> = new Map([
  ['RISK_DOWNGRADED', 7],
  ['SCORE_JUMP', 14],
  ['PAY_DRIFT', 21],
  ['PAY_IRREGULAR', 30],
  ['DISCOUNT_LOST', 60],
  ['OVERDUE_FIRST', 90],
  ['OVERDUE_SHARE', 14],
  ['LIMIT_80', 7],
  ['LIMIT_90', 7],
  ['LIMIT_100', 7],
  ['LIMIT_EXPIRING', 30],
  ['LIMIT_MISSING', 30],
  ['ORDER_PATTERN', 30],
  ['TERMS_STRETCH', 60],
  ['DISPUTE_SPIKE', 30],
  ['DISPUTE_AGED', 14],
  ['EXT_SCORE_DROP', 14],
  ['EXT_LIMIT_CUT', 14],
  ['REGISTRY_RISK', 30],
  ['GOVERNANCE_CHANGE', 30],
  ['MACRO_DOWNGRADE', 30],
  ['ECL_JUMP', 30],
  ['GROUP_STRESS', 30],
  ['CONCENTRATION', 30],
  ['REVIEW_DUE', 7],
  ['CHECKIN_DUE', 7],
  ['CASH_UNAPPLIED', 3],
  ['DATA_STALE', 1],
  ['FEED_SILENT', 1],
]);

/** Days of quiet after the code was told; 0 for none. */
export function cooldownDaysOf(code: string): number {
  return COOLDOWN_DAYS.get(code) ?? 0;
}
