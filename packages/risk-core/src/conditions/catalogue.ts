import type { ConditionCode } from '../types/assessment.ts';
import { cashUnapplied } from './cash-unapplied.ts';
import { kycExpired, sanctionHit } from './compliance.ts';
import { dataStale } from './data-stale.ts';
import { discountLost } from './discount-lost.ts';
import { disputeAged, disputeSpike } from './disputes.ts';
import { eclJump } from './ecl-jump.ts';
import type { Family } from './family.ts';
import { finDeteriorated } from './financials.ts';
import { coverChanged, insurerReportDue } from './insurance.ts';
import { limit, limitExpiring, limitMissing } from './limit.ts';
import { macroDowngrade } from './macro.ts';
import { orderHoldAdvised } from './order-hold.ts';
import { orderPattern } from './order-pattern.ts';
import { extLimitCut, extScoreDrop } from './outside-scores.ts';
import { defaulted, firstPaymentMissed, overdue } from './overdue.ts';
import { overdueShare } from './overdue-share.ts';
import { payDrift } from './pay-drift.ts';
import { payIrregular } from './pay-irregular.ts';
import { paymentFailed, paymentReversed } from './payment-failed.ts';
import { planBreached } from './plan-breached.ts';
import { promiseBroken } from './promise-broken.ts';
import {
  governanceChange,
  insolvencyNotice,
  judgment,
  registryRisk,
  taxDefault,
} from './registers.ts';
import {
  checkinDue,
  ledgerMismatch,
  mandateRevoked,
  overrideExpiring,
  reviewDue,
  termsStretch,
} from './relation.ts';
import { riskDowngraded } from './risk-downgraded.ts';
import { riskUpgraded } from './risk-upgraded.ts';
import { scoreJump } from './score-jump.ts';

/** Every family of conditions, in the order in which they are told. */
export const families: readonly Family[] = [
  sanctionHit,
  defaulted,
  riskDowngraded,
  overdue,
  firstPaymentMissed,
  limit,
  limitExpiring,
  limitMissing,
  coverChanged,
  insurerReportDue,
  promiseBroken,
  paymentFailed,
  paymentReversed,
  payDrift,
  payIrregular,
  insolvencyNotice,
  judgment,
  taxDefault,
  registryRisk,
  governanceChange,
  finDeteriorated,
  macroDowngrade,
  extScoreDrop,
  extLimitCut,
  dataStale,
  overdueShare,
  discountLost,
  planBreached,
  orderHoldAdvised,
  orderPattern,
  disputeSpike,
  disputeAged,
  cashUnapplied,
  riskUpgraded,
  scoreJump,
  eclJump,
  mandateRevoked,
  termsStretch,
  kycExpired,
  overrideExpiring,
  reviewDue,
  checkinDue,
  ledgerMismatch,
];

const byCode = new Map(families.map((family) => [family.code, family]));

/** The family of a code; undefined for one that an older version knew. */
export function familyOf(code: ConditionCode): Family | undefined {
  return byCode.get(code);
}

const familyByLevel = new Map(
  families.flatMap(({ code, levels }) => levels.map(({ name }) => [name as string, code])),
);

/** Every code that a condition may have, levels and families alike. */
export const conditionCodes: ReadonlySet<string> = new Set(
  families.flatMap(({ code, levels }) => [code, ...levels.map(({ name }) => name)]),
);

/** The family whose episode a code shares: `OVERDUE` for `OVERDUE_60`; one not known is its own. */
export function familyCodeOf(code: string): string {
  return familyByLevel.get(code) ?? code;
}
