import type { BacktestLedger, PastInvoice } from '../src/index.ts';
import { randomFrom } from '../src/random.ts';

/** Books of different character, made up: none of the model's numbers was chosen by any ledger. */
export type BookKind =
  | 'steady'
  | 'wandering'
  | 'direct_debit'
  | 'payment_runs'
  | 'skewed'
  | 'sparse';

export const bookKinds: readonly BookKind[] = [
  'steady',
  'wandering',
  'direct_debit',
  'payment_runs',
  'skewed',
  'sparse',
];

const DAYS = 730;
const FIRST_DAY = 19_000;

interface Dice {
  readonly even: () => number;
  readonly normal: () => number;
  readonly waiting: (mean: number) => number;
}

function diceFrom(seed: number): Dice {
  const even = randomFrom(seed);
  return {
    even,
    normal: () => Math.sqrt(-2 * Math.log(1 - even())) * Math.cos(2 * Math.PI * even()),
    waiting: (mean) => -mean * Math.log(1 - even()),
  };
}

/** A customer's way of paying: days late of one invoice after the other. */
type Payer = (dueOn: number) => number;

const payers: Readonly<Record<BookKind, (dice: Dice) => Payer>> = {
  steady: (dice) => {
    const [mean, spread] = [4 + 9 * dice.normal(), 3 + dice.waiting(5)];
    return () => mean + spread * dice.normal();
  },
  wandering: (dice) => {
    let mean = 4 + 9 * dice.normal();
    const spread = 3 + dice.waiting(5);
    return () => {
      mean += 1.5 * dice.normal();
      return mean + spread * dice.normal();
    };
  },
  direct_debit: (dice) => {
    const [share, days] = [dice.even() ** 1.5, 4 + dice.waiting(10)];
    return () => (dice.even() < share ? 1 + dice.waiting(days) : 0);
  },
  payment_runs: (dice) => {
    const [runDay, grace] = [Math.floor(dice.even() * 30), Math.floor(dice.even() * 8)];
    return (dueOn) => Math.ceil((dueOn - grace - runDay) / 30) * 30 + runDay - dueOn;
  },
  skewed: (dice) => {
    const [usual, size] = [9 * dice.normal() - 2, 0.5 + 2 * dice.even()];
    return () => usual + size * Math.exp(1.2 + 0.9 * dice.normal());
  },
  sparse: (dice) => {
    const [mean, spread] = [4 + 9 * dice.normal(), 3 + dice.waiting(5)];
    return () => mean + spread * dice.normal();
  },
};

/** Two years of one book. */
export function bookOf(kind: BookKind, seed: number, customers = 100): BacktestLedger {
  const dice = diceFrom(seed);
  const invoices: PastInvoice[] = [];
  for (let index = 0; index < customers; index += 1) {
    const gap = kind === 'sparse' ? 75 : ([10, 20, 40][index % 3] ?? 20);
    const terms = [14, 30, 45][index % 3] ?? 30;
    const late = payers[kind](dice);
    let day = FIRST_DAY + Math.floor(dice.even() * gap);
    for (let no = 0; day < FIRST_DAY + DAYS; no += 1) {
      const dueOn = day + terms;
      invoices.push({
        customerId: `C${index}`,
        invoiceId: `C${index}-${no}`,
        issuedOn: day,
        dueOn,
        settledOn: Math.max(day, dueOn + Math.round(late(dueOn))),
        amountMinor: 100_00 + Math.floor(dice.even() * 5_000_00),
        currency: 'EUR',
      });
      day += Math.max(1, Math.round(dice.waiting(gap)));
    }
  }
  return { invoices, calendar: { id: 'books', weekendMask: 0b1000001, holidays: new Set() } };
}
