import { issued, paid, received } from '../../test/events.ts';
import { MONDAY, Shell } from '../../test/shell.ts';

/** Lateness of the invoices of one payment run. */
const LATES = [0, 3, 9, 1, 30, 2, 2, 14, 5, 0, 7, 21];

/** Pays every invoice of a run on one day, in the order given. */
function payRun(shell: Shell, name: string, on: number, order: readonly number[]): void {
  shell.tell(on, received(`P${name}`, on, LATES.length * 100_00));
  for (const nth of order) shell.tell(on, paid(`P${name}`, `${name}-${nth}`, on, 100_00));
}

function billRun(shell: Shell, name: string, payOn: number): void {
  for (const [nth, late] of LATES.entries()) {
    const dueOn = payOn - late;
    shell.tell(payOn - 40, issued(`${name}-${nth}`, payOn - 40, dueOn, 100_00));
  }
}

function statsAfter(orders: readonly (readonly number[])[], isStrict: boolean) {
  const shell = new Shell({ isStrict });
  for (const [run] of orders.entries()) billRun(shell, `R${run}`, MONDAY + run * 50);
  for (const [run, order] of orders.entries()) payRun(shell, `R${run}`, MONDAY + run * 50, order);
  return shell.profile.stats;
}

const forth = LATES.map((_, nth) => nth);
const back = forth.toReversed();
const mixed = [7, 2, 11, 0, 5, 9, 1, 10, 3, 8, 4, 6];

describe('many invoices settled on one day', () => {
  it('teach the same in any order, whether their pages stayed in memory or not', () => {
    const expected = statsAfter([forth, forth, forth], true);
    expect(expected.count).toBe(36);
    for (const order of [forth, back, mixed]) {
      for (const isStrict of [true, false]) {
        expect(statsAfter([order, mixed, order], isStrict)).toEqual(expected);
      }
    }
  });

  it('are folded again from further back when an earlier day changes in between', () => {
    const settle = (shell: Shell) => {
      for (const [run, name] of ['R0', 'R1'].entries()) billRun(shell, name, MONDAY + run * 50);
      payRun(shell, 'R0', MONDAY, forth.slice(1));
      payRun(shell, 'R1', MONDAY + 50, back.slice(0, 6));
      // Told late: it belongs to the first run's day.
      shell.tell(MONDAY + 50, paid('PR0', 'R0-0', MONDAY, 100_00));
      payRun(shell, 'R1', MONDAY + 50, back.slice(6));
      return shell.profile.stats;
    };
    const inOrder = new Shell({ isStrict: false });
    for (const [run, name] of ['R0', 'R1'].entries()) billRun(inOrder, name, MONDAY + run * 50);
    for (const [run, name] of ['R0', 'R1'].entries()) {
      payRun(inOrder, name, MONDAY + run * 50, forth);
    }
    expect(settle(new Shell({ isStrict: false }))).toEqual(inOrder.profile.stats);
    expect(settle(new Shell({ isStrict: true }))).toEqual(inOrder.profile.stats);
  });
});
