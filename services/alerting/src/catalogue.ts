/**
 * What alerting knows about a code: the family whose one episode it shares, its headline, and the
 * sum at stake. A code that is missing here still alerts, as a family of its own: scoring may be
 * one release ahead, and an unknown worry is better told plainly than lost.
 */
export type Stake = 'clean_overdue' | 'over_limit';

export interface CatalogueEntry {
  readonly family: string;
  readonly title: string;
  readonly stake: Stake;
  /** Whose trouble it is: ours to mend, or the customer's. */
  readonly subject: 'customer' | 'feed';
}

const alone = (code: string, title: string, stake: Stake = 'clean_overdue') =>
  [code, { family: code, title, stake, subject: 'customer' }] as const;

const level = (code: string, family: string, title: string, stake: Stake = 'clean_overdue') =>
  [code, { family, title, stake, subject: 'customer' }] as const;

/** Addressed to whoever runs the feed; nothing that the customer did. */
const ours = (code: string, title: string) =>
  [code, { family: code, title, stake: 'clean_overdue', subject: 'feed' }] as const;

/** Families of several levels are one episode whose severity moves (LIMIT, OVERDUE). */
const ENTRIES: ReadonlyMap<string, CatalogueEntry> = new Map<string, CatalogueEntry>([
  alone('RISK_DOWNGRADED', 'Risk band got worse'),
  alone('RISK_UPGRADED', 'Risk band got better'),
  alone('SCORE_JUMP', 'Risk score jumped within a week'),
  alone('PAY_DRIFT', 'Payments are drifting later than usual'),
  alone('PAY_IRREGULAR', 'Payment dates became irregular'),
  alone('DISCOUNT_LOST', 'Early-payment discount is no longer taken'),
  alone('FIRST_PAYMENT_MISSED', 'First payment of a new customer is missing'),
  level('OVERDUE_FIRST', 'OVERDUE', 'A prompt customer is overdue for the first time'),
  level('OVERDUE_30', 'OVERDUE', 'Overdue for more than 30 days'),
  level('OVERDUE_60', 'OVERDUE', 'Overdue for more than 60 days'),
  level('OVERDUE_90', 'OVERDUE', 'Overdue for more than 90 days'),
  alone('OVERDUE_SHARE', 'More than half of the balance is overdue'),
  level('LIMIT_80', 'LIMIT', 'Credit limit is 80 % used', 'over_limit'),
  level('LIMIT_90', 'LIMIT', 'Credit limit is 90 % used', 'over_limit'),
  level('LIMIT_100', 'LIMIT', 'Credit limit is exceeded', 'over_limit'),
  alone('LIMIT_EXPIRING', 'Credit limit is about to end', 'over_limit'),
  alone('LIMIT_MISSING', 'Exposure without a credit limit', 'over_limit'),
  alone('ORDER_HOLD_ADVISED', 'A new order should wait'),
  alone('ORDER_PATTERN', 'Orders differ from a year ago'),
  alone('PAYMENT_FAILED', 'A payment failed'),
  alone('PAYMENT_REVERSED', 'A payment was taken back'),
  alone('MANDATE_REVOKED', 'A direct-debit mandate was taken back'),
  alone('PROMISE_BROKEN', 'A promise to pay was broken'),
  alone('PLAN_BREACHED', 'An instalment of a payment plan was missed'),
  alone('TERMS_STRETCH', 'Payment terms are being stretched'),
  alone('DISPUTE_SPIKE', 'Disputes rose sharply'),
  alone('DISPUTE_AGED', 'A dispute has been open for a month'),
  alone('EXT_SCORE_DROP', 'An outside credit score fell'),
  alone('EXT_LIMIT_CUT', 'An outside credit recommendation was cut', 'over_limit'),
  level('COVER_REDUCED', 'COVER', 'Credit insurance was reduced', 'over_limit'),
  level('COVER_WITHDRAWN', 'COVER', 'Credit insurance was withdrawn', 'over_limit'),
  alone('INSURER_REPORT_DUE', 'An overdue item must be reported to the insurer'),
  alone('JUDGMENT', 'A court judgment was registered'),
  alone('TAX_DEFAULT', 'A tax default was registered'),
  alone('INSOLVENCY', 'An insolvency notice was published'),
  alone('REGISTRY_RISK', 'The company register shows a risk'),
  alone('GOVERNANCE_CHANGE', 'Directors or owners changed'),
  alone('FIN_DETERIORATED', 'The accounts got worse'),
  alone('MACRO_DOWNGRADE', 'The country or sector got riskier'),
  alone('KYC_EXPIRED', 'The identity check has expired'),
  alone('SANCTION_HIT', 'A sanctions list matches'),
  alone('DEFAULTED', 'The customer is in default'),
  alone('ECL_JUMP', 'The expected credit loss doubled'),
  alone('GROUP_STRESS', 'A company of the same group is in trouble'),
  alone('CONCENTRATION', 'A large part of the book is owed by one risky customer'),
  alone('REVIEW_DUE', 'The credit review is due'),
  alone('CHECKIN_DUE', 'A check-in with the customer is due'),
  alone('OVERRIDE_EXPIRING', 'A manual rating is about to end'),
  alone('CASH_UNAPPLIED', 'Cash waits to be applied'),
  alone('DATA_STALE', 'The evidence is out of date'),
  ours('FEED_SILENT', 'A source of events has gone silent'),
  ours('LEDGER_MISMATCH', 'Our view of the ledger differs from its own'),
]);

/** What is known about a code; for a code not known, a plain entry made of its name. */
export function describeCode(code: string): CatalogueEntry {
  return (
    ENTRIES.get(code) ?? { family: code, title: code, stake: 'clean_overdue', subject: 'customer' }
  );
}

/** Name of the text in docs/runbooks that says why this fires, what to check, what to do. */
export function runbookOf(code: string): string {
  return `${code}.md`;
}
