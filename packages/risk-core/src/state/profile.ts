import { ageClassesOf } from '../policy/age-classes.ts';
import type { Policy } from '../policy/policy.ts';
import type { ConditionCode } from '../types/assessment.ts';
import type { MasterData } from '../types/events/index.ts';
import type { PageRef } from '../types/pages.ts';
import type { EpochDay, Position } from '../types/units.ts';
import { type Awaited, createAwaited } from './awaited.ts';
import { createDossier, type Dossier } from './dossier/dossier.ts';
import type { KeyFilter } from './key-filter.ts';
import { NEVER } from './records.ts';
import { createStats, type SettlementStats } from './settlement-stats.ts';
import { createSums, type Sums } from './sums.ts';

/** Sums of one currency as booked: exposure is valued from these, once per subtotal. */
export interface Book {
  readonly currency: string;
  /** Open items. */
  openMinor: number;
  /** Payments not applied; and credit notes, or overpaid items, not used up. */
  cashMinor: number;
  creditMinor: number;
  /** Ordered and not delivered; delivered and not billed. */
  undeliveredMinor: number;
  unbilledMinor: number;
}

/** In place of a page's one currency: no clean item on it, or clean items of several currencies. */
export const NOTHING_CLEAN = '';
export const SEVERAL_CURRENCIES = '*';

/** Directory entry of a page of open items, in order of their sort days. */
export interface ItemEntry {
  readonly no: number;
  readonly ref: PageRef;
  count: number;
  firstOn: EpochDay;
  firstKey: number;
  lastOn: EpochDay;
  nextOn: EpochDay;
  /** Clean amounts of its items: in its one currency, and in the base. */
  currency: string;
  cleanMinor: number;
  cleanBase: number;
  /** Σ clean base amount × days that the item is younger than `firstOn`. */
  cleanLag: number;
}

/** Directory entry of a page of stubs, in order of closing. */
export interface StubEntry {
  readonly no: number;
  readonly ref: PageRef;
  count: number;
  firstOn: EpochDay;
  firstKey: number;
  lastOn: EpochDay;
  /** Next days on which sums change at all, and on which points could change. */
  nextOn: EpochDay;
  judgeOn: EpochDay;
  /** Issue days of its invoices: where a repeated invoice may lie. */
  minIssued: EpochDay;
  maxIssued: EpochDay;
  /** Latest issue day on this page and on all before it. Not stored. */
  issuedUpTo: EpochDay;
  /** Knows the keys on its page, and perhaps some more; null until somebody looks. Not stored. */
  keys: KeyFilter | null;
}

export type FlagCode =
  | 'failing'
  | 'uncollected'
  | 'returned'
  | 'promised'
  | 'broken'
  | 'contested'
  | 'planned'
  | 'breached'
  | 'ordered';

/** A record that needs attention by itself. */
export interface Flag {
  readonly code: FlagCode;
  readonly key: number;
  readonly id: string;
  readonly on: EpochDay;
  readonly level: number;
}

/** Cash and credits laid against what is due, oldest first. A function of items, cash and day. */
export interface Cover {
  /** Covered clean amounts in base units by age class, and × days since due. */
  readonly byClass: number[];
  age: number;
  /** Due day of the oldest clean overdue item that is not covered; NEVER without one. */
  oldestOn: EpochDay;
}

/** What the past says about today's bands: carried from day to day. */
export interface Standing {
  /** Band by score with hysteresis, and what was shown; 0 is A, 4 is E. */
  held: number;
  shown: number;
  worsenedOn: EpochDay;
  /** Since when the score has been good enough for the next better band. */
  betterSince: EpochDay;
  /** Bit n: the sum older than the policy's floor age n has been found material. */
  material: number;
  defaultedOn: EpochDay;
  /** Since when a defaulted customer has had nothing material above the second floor age. */
  curingSince: EpochDay;
}

/** A condition that holds, waits, or held at the close of the day before. */
export interface LedgerEntry {
  readonly code: ConditionCode;
  readonly key: number;
  readonly id: string;
  since: EpochDay;
  onset: Position | null;
  /** Level now, and the part of it that may be told; 0 is none. */
  level: number;
  toldLevel: number;
  /** Level told before today's events: what they end may keep firing until cash is applied. */
  firmLevel: number;
  /** Day on which time alone raised what may not be told yet. */
  raisedOn: EpochDay;
  /** What the family wants to remember, such as the band fallen from. */
  memo: number;
  /** The same at the close of the day before. */
  closedLevel: number;
  closedMemo: number;
}

/** The limit that counts today, or the cover in force: derived from the dossier at each look. */
export interface Limit {
  /** NEVER once the limit was taken away. */
  amountMinor: number;
  currency: string;
  validTo: EpochDay;
  stamp: number;
}

/** What is remembered of one customer beside its pages. All numbers are integers. */
export interface Profile {
  /** Last day that the profile was brought to; -1 before the first fold. */
  today: EpochDay;
  /** Calendar that the customer lives in; set by the shell, kept and encoded here. */
  calendarId: string;
  /** Whole numbers ≥ -1 that the shell keeps with the customer, such as its output positions. */
  shell: number[];

  /** Next day on which points, bands or conditions could change without an event. */
  nextOn: EpochDay;
  policyVersion: string;
  modelVersion: string;
  master: MasterData;
  /** Order of each field of the master data, in the order of `masterFields`. */
  readonly masterStamps: number[];
  /** Oldest issue day seen: tenure of customers without an onboarding date. */
  firstSeenOn: EpochDay;
  /** Latest value day of money. */
  lastPaidOn: EpochDay;

  /** What is known beside the ledger. */
  readonly dossier: Dossier;

  readonly books: Book[];
  limit: Limit;
  insured: Limit;
  sums: Sums;
  cover: Cover;
  /** Clean open invoices by due day: silence is measured by them. */
  awaited: Awaited;
  stats: SettlementStats;
  irregularityMilli: number;
  readonly flags: Flag[];
  /** Keys of promises that name no invoice: any payment keeps them. */
  readonly generalPromises: number[];
  /** Days and falling balances (base minor) of the last 30 days that no later day exceeds. */
  readonly peaks: number[];

  closed: Standing;
  now: Standing;
  score: number;
  readonly conditions: LedgerEntry[];

  readonly itemPages: ItemEntry[];
  readonly stubPages: StubEntry[];
  /** True once there was more than one item page: `where` pages then say where an item lies. */
  isIndexed: boolean;
  nextPageNo: number;
}

/** Fields of the master data, each a register of its own. */
export const masterFields = [
  'customerKind',
  'country',
  'sectorCode',
  'segment',
  'branchId',
  'ownerId',
  'collectorId',
  'preferredChannel',
  'onboardedOn',
] as const satisfies readonly (keyof MasterData)[];

const nothingKnown: MasterData = {
  customerKind: null,
  country: null,
  sectorCode: null,
  segment: null,
  branchId: null,
  ownerId: null,
  collectorId: null,
  preferredChannel: null,
  onboardedOn: null,
};

/** A customer nobody has heard of yet. */
export function createProfile(calendarId: string): Profile {
  return {
    today: NEVER,
    calendarId,
    shell: [],
    nextOn: NEVER,
    policyVersion: '',
    modelVersion: '',
    master: nothingKnown,
    masterStamps: masterFields.map(() => -1),
    firstSeenOn: NEVER,
    lastPaidOn: NEVER,
    dossier: createDossier(),
    books: [],
    limit: noLimit(),
    insured: noLimit(),
    sums: createSums(0),
    cover: createCover(0),
    awaited: createAwaited(),
    stats: createStats(),
    irregularityMilli: 0,
    flags: [],
    generalPromises: [],
    peaks: [],
    closed: createStanding(),
    now: createStanding(),
    score: 0,
    conditions: [],
    itemPages: [],
    stubPages: [],
    isIndexed: false,
    nextPageNo: 0,
  };
}

/** Makes room for the classes of the policy; needed once, before the first fold. */
export function openSums(profile: Profile, policy: Policy): void {
  const { count } = ageClassesOf(policy);
  profile.sums = createSums(count);
  profile.cover = createCover(count);
  profile.awaited = createAwaited();
}

/** No limit at all. */
export function noLimit(): Limit {
  return { amountMinor: NEVER, currency: '', validTo: NEVER, stamp: -1 };
}

/** Nothing covered. */
export function createCover(classCount: number): Cover {
  return { byClass: new Array<number>(classCount).fill(0), age: 0, oldestOn: NEVER };
}

/** Takes all of it off, before it is laid anew. */
export function takeCoverOff(cover: Cover): void {
  cover.byClass.fill(0);
  cover.age = 0;
  cover.oldestOn = NEVER;
}

/** A new customer starts as B: provisional, and better only once it has shown how it pays. */
function createStanding(): Standing {
  return {
    held: 0,
    shown: 1,
    worsenedOn: NEVER,
    betterSince: NEVER,
    material: 0,
    defaultedOn: NEVER,
    curingSince: NEVER,
  };
}

/** The sums of a currency, opened on first use. */
export function bookOf(profile: Profile, currency: string): Book {
  for (const book of profile.books) {
    if (book.currency === currency) return book;
  }
  const book = {
    currency,
    openMinor: 0,
    cashMinor: 0,
    creditMinor: 0,
    undeliveredMinor: 0,
    unbilledMinor: 0,
  };
  profile.books.push(book);
  // Sorted, so that the order in which currencies came does not show.
  profile.books.sort((a, b) => (a.currency < b.currency ? -1 : 1));
  return book;
}

/** Closes the books of currencies in which nothing is left. */
export function closeEmptyBooks({ books }: Profile): void {
  for (let index = books.length - 1; index >= 0; index -= 1) {
    const book = books[index];
    if (book && isEmpty(book)) books.splice(index, 1);
  }
}

function isEmpty(book: Book): boolean {
  return (
    book.openMinor === 0 &&
    book.cashMinor === 0 &&
    book.creditMinor === 0 &&
    book.undeliveredMinor === 0 &&
    book.unbilledMinor === 0
  );
}

/** What the customer owes, will owe for what it ordered, less what it has paid ahead. */
export function exposureOf(book: Book): number {
  const { openMinor, undeliveredMinor, unbilledMinor, cashMinor, creditMinor } = book;
  return openMinor + undeliveredMinor + unbilledMinor - cashMinor - creditMinor;
}
