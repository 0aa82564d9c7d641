/** What is advised about. */
export type AdviceKind =
  | 'limit'
  /** The answer to a request for more: on the wire a `limit` too. */
  | 'limit_request'
  | 'terms'
  | 'deposit'
  | 'prepayment'
  | 'payment_method'
  | 'order_hold'
  | 'delivery_hold'
  | 'review'
  | 'plan'
  | 'insurer_report'
  | 'interest';

/** Why something is advised. A closed list; the principal reasons of the band come after it. */
export type AdviceCode =
  | 'BAND_C'
  | 'BAND_D'
  | 'BAND_E'
  | 'GOOD_PAYER'
  | 'NEW_CUSTOMER'
  | 'OVERDUE'
  | 'PAYS_IN_PART'
  | 'REQUESTED'
  | 'REVIEW_DUE'
  | 'REPORT_DUE';

/** Why advice no longer stands. */
export type WithdrawalCode = 'superseded' | 'followed' | 'expired' | 'no_longer_holds';
