import type { EpochDay } from '../types/units.ts';

/**
 * What is remembered of one invoice, payment, credit note, promise, failed attempt or order. A
 * record is a register: the same events in any order leave the same record, and everything summed
 * up in the profile is a pure function of the records and the day.
 */
export type AccountRecord = Item | Funds | Promised | Attempt | Order;

/** Sort day of what has no date yet: behind everything that has. */
export const FAR: EpochDay = 1_000_000;

/** A date that is not known. */
export const NEVER: EpochDay = -1;

/** Fields that pages need of any record. */
interface Header {
  /** Hash of the id: identity for ever. */
  readonly key: number;
  /** The id itself; empty once the record is a stub. */
  id: string;
  /** Day by which its page is sorted: due day while open, closing day as a stub. */
  sortOn: EpochDay;
  /** Next day on which what it adds to the profile changes. Derived, not stored. */
  nextOn: EpochDay;
  /** Next day on which that could change points. Derived, not stored. */
  judgeOn: EpochDay;
  /** Whether it lies on a stub page. Derived from where it was read, not stored. */
  isStub: boolean;
  /** Order of its source's versions; -1 while only others have mentioned it. */
  stamp: number;
  currency: string;
  amountMinor: number;
}

export type PostingKind = 'payment' | 'credit' | 'undo' | 'adjustment' | 'write_off' | 'dispute';

/** One change of an item's amount or standing, by the entity that made it. */
export interface Posting {
  readonly kind: PostingKind;
  readonly key: number;
  /** Payment or credit note that it came from, or the application that it undoes. */
  readonly party: number;
  /** Day that counts: value day of money, resolution day of a dispute. */
  on: EpochDay;
  /** Day on which the books took it. */
  bookedOn: EpochDay;
  amountMinor: number;
  /** Discount taken with a payment; amount of a dispute in which the customer was right. */
  sideMinor: number;
  stamp: number;
  state: PostingState;
  /** False while nobody has told of the payment or credit note that it came from. */
  isMatched: boolean;
  /** False when its value day is only guessed from the day of booking. */
  isDated: boolean;
}

/** `void`: its payment was taken back. The last three are a dispute's. */
export type PostingState = 'live' | 'void' | 'open' | 'lost' | 'won';

/** An invoice. */
export interface Item extends Header {
  readonly kind: 'item';
  /** Base minor units per minor unit × 10⁹ at its issue, for life; 0 while unknown. */
  rate: number;
  issuedOn: EpochDay;
  dueOn: EpochDay;
  dueStamp: number;
  /** Due day that no extension or plan has moved, and the same shifted: lateness counts from it. */
  firstDueOn: EpochDay;
  firstStamp: number;
  lateFrom: EpochDay;
  /** Due day by a payment plan while it stands and the item is open; NEVER without one. */
  planOn: EpochDay;
  /** Last day on which paying earned a discount; NEVER when none was offered. */
  offerUntil: EpochDay;
  /** Due day, or day of a payment plan, shifted to a business day: age counts from it. */
  ageFrom: EpochDay;
  /** First business day after it: from here the item is past due. */
  overdueFrom: EpochDay;
  /** Day on which it was voided, or first mentioned while nobody has issued it. */
  notedOn: EpochDay;
  isVoided: boolean;
  postings: readonly Posting[];
  /** Key of the order that it bills; 0 without one. */
  orderKey: number;
  /** True once that order has been told of its bill. */
  isBillKnown: boolean;
  /** Keys of the promises that name it. */
  promises: readonly number[];
  failedOn: EpochDay;
  isHardFail: boolean;

  // Derived from the above by `deriveItem`; not stored.
  openMinor: number;
  disputedMinor: number;
  openBase: number;
  cleanBase: number;
  writtenOffMinor: number;
  writtenOffOn: EpochDay;
  /** Last value day of money that still counts; NEVER without any. */
  settledOn: EpochDay;
}

/** Money of the customer that waits for invoices: a payment or a credit note. */
export interface Funds extends Header {
  readonly kind: 'funds';
  readonly isCredit: boolean;
  /** Value day of a payment, issue day of a credit note. */
  on: EpochDay;
  /** Sum that lies on items, in the funds' currency. */
  appliedMinor: number;
  readonly refunds: { readonly key: number; readonly amountMinor: number }[];
  isVoided: boolean;
  /** Day on which the bank took the money back; NEVER when it did not. */
  returnedOn: EpochDay;
  /** From here on it has waited too long for its invoice; FAR for a credit note. */
  idleFrom: EpochDay;
}

/** A promise to pay. */
export interface Promised extends Header {
  readonly kind: 'promise';
  /** As an item's, on the day on which the promise was told of. */
  rate: number;
  madeOn: EpochDay;
  promisedFor: EpochDay;
  /** Last day on which money still keeps it. */
  deadlineOn: EpochDay;
  level: number;
  isWithdrawn: boolean;
  readonly items: number[];
  /** Set for a payment plan; `amountMinor` and the days above are then those of all of it. */
  isPlan: boolean;
  readonly instalments: Instalment[];
  /** Money in time, money at any time, and what is still open of its items. Kept by the fold. */
  keptMinor: number;
  paidMinor: number;
  openMinor: number;
}

/** What is due by when under a payment plan, in order of the days. */
export interface Instalment {
  readonly dueOn: EpochDay;
  /** Last day on which money still counts as in time. */
  readonly deadlineOn: EpochDay;
  readonly amountMinor: number;
}

/** A failed attempt to collect. */
export interface Attempt extends Header {
  readonly kind: 'attempt';
  readonly on: EpochDay;
  readonly isHard: boolean;
  /** True when it names no invoice: then any later payment makes it good. */
  readonly isLoose: boolean;
}

/** An order with what of it was delivered and billed: each amount is in exactly one stage. */
export interface Order extends Header {
  readonly kind: 'order';
  /** Last day on which anything was told of it. */
  on: EpochDay;
  /** Day on which it was placed, once that was told; and day for which the customer wants it. */
  placedOn: EpochDay;
  wantedOn: EpochDay;
  /** What the source says is still to come; deliveries and bills may have told more since. */
  toldOpenMinor: number;
  isCancelled: boolean;
  /** Dispatches above zero, returns below. */
  readonly deliveries: Part[];
  readonly bills: Part[];
}

/** A part of an order, by the delivery or invoice that it is. */
export interface Part {
  readonly key: number;
  amountMinor: number;
}
