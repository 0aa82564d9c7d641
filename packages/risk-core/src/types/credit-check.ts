import type { Evidence } from './assessment.ts';
import type { Money } from './units.ts';

/** What becomes of an order on credit: delivered, looked at by a person, or not on credit. */
export type CreditVerdict = 'approve' | 'refer' | 'refuse';

/** Why; a closed list, the gravest first. */
export type CreditCheckCode =
  | 'SANCTIONS'
  | 'KYC_FAILED'
  | 'INSOLVENCY'
  | 'CEASED_TRADING'
  | 'PREPAYMENT'
  | 'ORDERS_HELD'
  | 'HOLD_ADVISED'
  | 'OVER_LIMIT'
  | 'INSOLVENCY_PETITION'
  | 'BAND'
  | 'OVERDUE'
  | 'LIMIT_MISSING'
  | 'LIMIT_EXPIRED'
  | 'RATE_MISSING'
  | 'FEED_SILENT'
  | 'STATE_BEHIND'
  | 'STARTER_LIMIT'
  | 'WITHIN_LIMIT';

export interface CreditCheckReason {
  readonly code: CreditCheckCode;
  /** What this reason alone would lead to. */
  readonly verdict: CreditVerdict;
  /** The numbers that it rests on, with the limits that they crossed. */
  readonly evidence: readonly Evidence[];
}

/** An order that somebody wants to place on credit. */
export interface CreditOrder extends Money {
  /** Records of the log that may concern the customer and are not folded yet; null: unknown. */
  readonly recordsBehind: number | null;
  /** So many of them are ordinary. */
  readonly recordsBehindMost: number;
}

/** The room that an order needs, in the currency of the limit. */
export interface CreditRoom {
  readonly currency: string;
  readonly limitMinor: number;
  /** Before the order; null while some of it cannot be valued. */
  readonly exposureMinor: number | null;
  /** The order; null without a rate for its currency. */
  readonly orderMinor: number | null;
  /** What the order leaves of the limit, below zero when it is too much; null as above. */
  readonly headroomMinor: number | null;
}

/** The answer at order time: the worst verdict of its reasons, of which there is at least one. */
export interface CreditCheck {
  readonly verdict: CreditVerdict;
  readonly reasons: readonly CreditCheckReason[];
  /** Null while no limit counts. */
  readonly room: CreditRoom | null;
}
