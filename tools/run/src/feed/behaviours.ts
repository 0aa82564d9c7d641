import type { EpochDay } from '@duewatch/contracts';
import type { CustomerLedger, Invoice } from './ledger.ts';
import type { Random } from './random.ts';

/** How a customer of the sample behaves over the year. */
export type Behaviour =
  | 'prompt'
  | 'slow_but_stable'
  | 'slipping'
  | 'failing'
  | 'disputing'
  | 'seasonal'
  | 'debited';

/** One invoice's turn in the customer's story. */
export interface Turn {
  readonly ledger: CustomerLedger;
  readonly random: Random;
  readonly invoice: Invoice;
  /** How far the feed has come: 0 on its first day, 1 on its last. */
  readonly progress: number;
}

/** What follows an invoice, by behaviour. Whatever lies beyond the feed's last day is cut off. */
export const SETTLE: Readonly<Record<Behaviour, (turn: Turn) => void>> = {
  prompt: settlePromptly,
  slow_but_stable: settleSlowly,
  slipping: settleLaterAndLater,
  failing: settleLessAndLess,
  disputing: settleAfterDispute,
  seasonal: settlePromptly,
  debited: settleByDebit,
};

/** Amounts of a season are higher in the last quarter, where the feed's year has one. */
export function seasonOf(behaviour: Behaviour, progress: number): number {
  if (behaviour !== 'seasonal') return 1;
  return progress > 0.7 && progress < 0.92 ? 3 : 0.8;
}

function pay({ ledger, invoice }: Turn, lateDays: number, amountMinor = invoice.amountMinor) {
  return ledger.pay(invoice, invoice.dueOn + lateDays, amountMinor);
}

function settlePromptly(turn: Turn): void {
  const { ledger, random, invoice } = turn;
  // A return now and then: the goods come back before the invoice is due, the rest is paid.
  const isReturned = random.chance(0.06);
  const returned = isReturned ? share(invoice.amountMinor, random.int(10, 30)) : 0;
  if (isReturned) ledger.credit(invoice, invoice.issuedOn + 7, returned, 'return');
  pay(turn, -random.int(0, 6), invoice.amountMinor - returned);
}

/** Three weeks late, always: a habit, and no news. Some of it is promised, and the promise kept. */
function settleSlowly(turn: Turn): void {
  const { ledger, random, invoice } = turn;
  const lateDays = 21 + random.int(-3, 3);
  if (random.chance(0.2)) {
    ledger.promise(invoice, invoice.dueOn + 10, invoice.dueOn + lateDays + 2);
  }
  pay(turn, lateDays);
}

/** Good for a third of the year, then a little later each time; in the end in two halves. */
function settleLaterAndLater(turn: Turn): void {
  const { random, invoice, progress } = turn;
  const slip = Math.max(0, progress - 0.35) / 0.65;
  const lateDays = Math.round(slip * 34) + random.int(-3, 2);
  if (slip < 0.6) {
    pay(turn, lateDays);
    return;
  }
  const first = share(invoice.amountMinor, random.int(40, 60));
  pay(turn, lateDays - 8, first);
  pay(turn, lateDays + 6, invoice.amountMinor - first);
}

/** Good, then late with broken promises and returned debits, then nothing any more. */
function settleLessAndLess(turn: Turn): void {
  const { ledger, random, invoice, progress } = turn;
  if (progress < 0.4) {
    pay(turn, random.int(-2, 2));
    return;
  }
  const { dueOn } = invoice;
  if (random.chance(0.5)) ledger.failDebit(invoice, dueOn + random.int(2, 8), 1, progress > 0.75);
  if (random.chance(0.4)) ledger.promise(invoice, dueOn + 9, dueOn + 16);
  if (progress < 0.6) {
    pay(turn, random.int(24, 40));
    return;
  }
  if (random.chance(0.3)) ledger.promise(invoice, dueOn + 30, dueOn + 37, 2);
}

/** Every third invoice is contested; half of those rightly. What is not contested is paid. */
function settleAfterDispute(turn: Turn): void {
  const { ledger, random, invoice } = turn;
  if (!random.chance(0.35)) {
    pay(turn, random.int(-3, 1));
    return;
  }
  const disputed = share(invoice.amountMinor, random.int(30, 100));
  const raisedOn = invoice.dueOn - random.int(4, 10);
  const disputeId = ledger.dispute(invoice, raisedOn, disputed);
  const isRight = random.chance(0.5);
  const credited = isRight ? share(disputed, random.int(30, 80)) : 0;
  const resolvedOn = ledger.resolveDispute(
    invoice,
    disputeId,
    raisedOn + random.int(12, 25),
    credited,
  );
  if (isRight) ledger.credit(invoice, resolvedOn, credited, 'price');
  ledger.pay(invoice, Math.max(resolvedOn + 5, invoice.dueOn), invoice.amountMinor - credited);
}

/** Collected on the due day; a debit in ten comes back and succeeds at the second try. */
function settleByDebit(turn: Turn): void {
  const { ledger, random, invoice } = turn;
  const retryOn: EpochDay = random.chance(0.1)
    ? ledger.failDebit(invoice, invoice.dueOn, 1, false)
    : invoice.dueOn;
  ledger.pay(invoice, retryOn, invoice.amountMinor);
}

/** Whole cents. */
function share(amountMinor: number, percent: number): number {
  return Math.floor((amountMinor * percent) / 100);
}
