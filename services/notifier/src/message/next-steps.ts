import type { AlertNews } from './news.ts';

/** What to do about each family of alerts. One sentence that a person can act on. */
const STEPS: ReadonlyMap<string, string> = new Map([
  [
    'OVERDUE',
    'Call the customer about the oldest item and agree a date; hold new credit meanwhile.',
  ],
  ['LIMIT', 'Check open orders before releasing more; ask for payment or have the limit reviewed.'],
  ['LIMIT_MISSING', 'Set a credit limit or ask for prepayment before the next delivery.'],
  ['LIMIT_EXPIRING', 'Renew the credit limit or agree on securities before it ends.'],
  ['RISK_DOWNGRADED', 'Review limit and terms; look at the reasons below before the next order.'],
  ['RISK_UPGRADED', 'Nothing has to be done; the terms may be eased at the next review.'],
  ['SCORE_JUMP', 'Look at what moved the score and decide whether to watch more closely.'],
  ['PAY_DRIFT', 'Ask the customer why payments slip, before they become overdue.'],
  ['PAY_IRREGULAR', 'Ask for the customer’s payment run dates and watch the next two payments.'],
  ['FIRST_PAYMENT_MISSED', 'Check that the invoice arrived, then call before delivering again.'],
  ['PROMISE_BROKEN', 'Call today: ask what changed and agree a new date, in writing.'],
  ['PLAN_BREACHED', 'Call about the missed instalment; decide whether the plan still stands.'],
  ['PAYMENT_FAILED', 'Check mandate and account with the customer before the next attempt.'],
  ['PAYMENT_REVERSED', 'Find out why the payment came back and ask for another one.'],
  ['ORDER_HOLD_ADVISED', 'Hold the order until the overdue amount is paid or someone releases it.'],
  ['ORDER_PATTERN', 'Ask the account owner what is behind the orders before you release more.'],
  ['ECL_JUMP', 'Tell accounting before the month is closed; see whether debts grew or grew older.'],
  ['TERMS_STRETCH', 'Decide with sales whether the longer terms are wanted.'],
  ['DISPUTE_AGED', 'Get an answer on the dispute from the team that owns it.'],
  ['DISPUTE_SPIKE', 'Look for a common cause in the new disputes.'],
  ['COVER_REDUCED', 'Bring the exposure down to the insured amount or ask for securities.'],
  ['COVER_WITHDRAWN', 'Stop uninsured deliveries; ask the insurer for the reason.'],
  ['INSURER_REPORT_DUE', 'Report the overdue item to the insurer before the deadline.'],
  ['EXT_SCORE_DROP', 'Read the provider’s report and compare it with how the customer pays you.'],
  ['EXT_LIMIT_CUT', 'Bring the exposure below the recommendation, or write down why not.'],
  ['INSOLVENCY', 'Stop deliveries, file the claim, and stop automatic reminders.'],
  ['FIN_DETERIORATED', 'Ask for interim figures; review limit and terms.'],
  ['MACRO_DOWNGRADE', 'Look at the largest exposures in this country or sector first.'],
  ['JUDGMENT', 'Ask the customer about the case; review limit and terms.'],
  ['TAX_DEFAULT', 'Ask the customer about the debt; review limit and terms.'],
  ['REGISTRY_RISK', 'Look at the register and ask the customer to set it right.'],
  ['GOVERNANCE_CHANGE', 'Confirm bank details by a known contact; see who is in charge now.'],
  ['SANCTION_HIT', 'Stop all dealings until compliance has cleared the match.'],
  ['KYC_EXPIRED', 'Ask the customer for the missing documents.'],
  ['DEFAULTED', 'Hand over to collections; nothing more on credit.'],
  ['CASH_UNAPPLIED', 'Apply the waiting cash: the overdue amount may be gone with it.'],
  ['DATA_STALE', 'Find out why no fresh data arrives; until then the risk is unknown, not low.'],
  ['FEED_SILENT', 'Check the source and its connection: its customers cannot be judged now.'],
]);

const FALLBACK = 'Look at the evidence and decide whether limit or terms have to change.';

/** What the reader should do next. A resolved alert asks for nothing. */
export function nextStepOf({ transition, family, code }: AlertNews): string {
  if (transition === 'resolved') return 'Nothing has to be done.';
  return STEPS.get(code) ?? STEPS.get(family) ?? FALLBACK;
}
