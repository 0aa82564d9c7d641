/**
 * What all records of a customer add up to on one day, in base minor units at each record's own
 * rate. Invariant: equal to adding up every record afresh (`rebuild`), whatever came in between.
 */
export interface Sums {
  /** Open items by age class, disputed ones included; and clean ones. */
  readonly openByClass: number[];
  readonly cleanByClass: number[];
  /** Σ clean amount × days since due, over items that are due. Grows by a day's worth a day. */
  dueAge: number;
  disputed: number;

  /** Money settled on items that fell due within the window or are open, and × days late. */
  paid30: number;
  late30: number;
  paid90: number;
  late90: number;
  /** As `late90`, with early days below zero. */
  signed90: number;
  paid365: number;
  late365: number;

  /** Value settled within 180 days, and the part of it that was late. */
  settled180: number;
  settledLate180: number;
  /** Value billed within 180 days, and disputes lost within them. */
  billed180: number;
  disputeLost180: number;
  /** Value of promises that fell due within 180 days, and what of it did not come in time. */
  promised180: number;
  broken180: number;
  /** Failed and returned payments within 90 days: how many, and weighted. */
  failed90: number;
  failedWeight90: number;
  /** Amounts given up within a year. */
  writtenOff365: number;

  /** Items and promises in a currency without a rate: they are in no sum. */
  unrated: number;
  /** Applications whose payment nobody has told of. */
  orphans: number;
  /** Payments and credit notes among the stubs; and those only mentioned so far. */
  closedFunds: number;
  ghostFunds: number;
  /** Invoices whose order nobody has told of; and orders among the stubs. */
  orphanBills: number;
  closedOrders: number;
  /** Payments that have waited too long for their invoices. */
  idleFunds: number;
  /** Value billed within 90 days, and of disputes that began within them. */
  billed90: number;
  disputed90: number;
  /** Invoices on which a discount was offered, and their value; and value of those that took it. */
  offers90: number;
  offered90: number;
  taken90: number;
  offered365: number;
  taken365: number;
}

/** Sums over nothing. */
export function createSums(classCount: number): Sums {
  return {
    openByClass: new Array<number>(classCount).fill(0),
    cleanByClass: new Array<number>(classCount).fill(0),
    dueAge: 0,
    disputed: 0,
    paid30: 0,
    late30: 0,
    paid90: 0,
    late90: 0,
    signed90: 0,
    paid365: 0,
    late365: 0,
    settled180: 0,
    settledLate180: 0,
    billed180: 0,
    disputeLost180: 0,
    promised180: 0,
    broken180: 0,
    failed90: 0,
    failedWeight90: 0,
    writtenOff365: 0,
    unrated: 0,
    orphans: 0,
    closedFunds: 0,
    ghostFunds: 0,
    orphanBills: 0,
    closedOrders: 0,
    idleFunds: 0,
    billed90: 0,
    disputed90: 0,
    offers90: 0,
    offered90: 0,
    taken90: 0,
    offered365: 0,
    taken365: 0,
  };
}

/** Sum of the classes from `from` on. */
export function sumFrom(byClass: readonly number[], from: number): number {
  let sum = 0;
  for (let index = from; index < byClass.length; index += 1) sum += byClass[index] ?? 0;
  return sum;
}

/** Adds in place; a class that the array lacks is a mistake and counts as 0 before. */
export function addAt(byClass: number[], index: number, amount: number): void {
  byClass[index] = (byClass[index] ?? 0) + amount;
}
