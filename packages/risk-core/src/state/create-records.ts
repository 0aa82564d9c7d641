import type { EpochDay } from '../types/units.ts';
import {
  FAR,
  type Funds,
  type Item,
  NEVER,
  type Order,
  type Posting,
  type PostingKind,
  type Promised,
} from './records.ts';

/** Of records that live by the million, most lists are empty. */
const none: readonly never[] = [];

/** An item that somebody mentioned and nobody has issued yet. */
export function createItem(key: number, id: string, notedOn: EpochDay): Item {
  return {
    kind: 'item',
    key,
    id,
    sortOn: FAR,
    nextOn: FAR,
    judgeOn: FAR,
    isStub: false,
    stamp: -1,
    currency: '',
    rate: 0,
    amountMinor: 0,
    issuedOn: NEVER,
    dueOn: NEVER,
    dueStamp: -1,
    firstDueOn: NEVER,
    firstStamp: -1,
    lateFrom: FAR,
    planOn: NEVER,
    offerUntil: NEVER,
    ageFrom: FAR,
    overdueFrom: FAR,
    notedOn,
    isVoided: false,
    postings: none,
    orderKey: 0,
    isBillKnown: false,
    promises: none,
    failedOn: NEVER,
    isHardFail: false,
    openMinor: 0,
    disputedMinor: 0,
    openBase: 0,
    cleanBase: 0,
    writtenOffMinor: 0,
    writtenOffOn: NEVER,
    settledOn: NEVER,
  };
}

/** Money that somebody mentioned and nobody has received or credited yet. */
export function createFunds(key: number, id: string, isCredit: boolean, on: EpochDay): Funds {
  return {
    kind: 'funds',
    key,
    id,
    sortOn: on,
    nextOn: FAR,
    judgeOn: FAR,
    isStub: false,
    stamp: -1,
    currency: '',
    amountMinor: 0,
    isCredit,
    on,
    appliedMinor: 0,
    refunds: [],
    isVoided: false,
    returnedOn: NEVER,
    idleFrom: FAR,
  };
}

/** An order that somebody mentioned and nobody has placed yet. */
export function createOrder(key: number, id: string, currency: string, on: EpochDay): Order {
  return {
    kind: 'order',
    key,
    id,
    sortOn: on,
    nextOn: FAR,
    judgeOn: FAR,
    isStub: false,
    stamp: -1,
    currency,
    amountMinor: 0,
    on,
    placedOn: NEVER,
    wantedOn: NEVER,
    toldOpenMinor: 0,
    isCancelled: false,
    deliveries: [],
    bills: [],
  };
}

/** A posting with nothing in it yet. */
export function createPosting(
  kind: PostingKind,
  key: number,
  party: number,
  on: EpochDay,
): Posting {
  return {
    kind,
    key,
    party,
    on,
    bookedOn: on,
    amountMinor: 0,
    sideMinor: 0,
    stamp: -1,
    state: 'live',
    isMatched: true,
    isDated: true,
  };
}

/** A promise, or a plan, that somebody mentioned. */
export function createPromise(key: number, id: string, on: EpochDay): Promised {
  return {
    kind: 'promise',
    key,
    id,
    sortOn: on,
    nextOn: FAR,
    judgeOn: FAR,
    isStub: false,
    stamp: -1,
    currency: '',
    rate: 0,
    amountMinor: 0,
    madeOn: on,
    promisedFor: on,
    deadlineOn: on,
    level: 0,
    isWithdrawn: false,
    items: [],
    isPlan: false,
    instalments: [],
    keptMinor: 0,
    paidMinor: 0,
    openMinor: 0,
  };
}
