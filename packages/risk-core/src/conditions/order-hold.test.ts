import { all } from '../../test/conditions.ts';
import { issued, limitOf, ordered, paid } from '../../test/events.ts';
import { MONDAY, Shell } from '../../test/shell.ts';
import type { HoldScope } from '../index.ts';

/** Uses 120 % of its limit when it orders on Monday. */
function over(): Shell {
  const shell = new Shell();
  shell.tell(MONDAY, limitOf(10_000_00, MONDAY));
  shell.tell(MONDAY, issued('I1', MONDAY, MONDAY + 60, 11_000_00));
  shell.tell(MONDAY, ordered('O1', MONDAY, 1_000_00, { openMinor: 1_000_00 }));
  return shell;
}

function hold(shell: Shell, day: number, verb: 'applied' | 'released', scope: HoldScope) {
  shell.tell(day, { kind: `credit_hold.${verb}`, holdId: null, scope, effectiveOn: day });
}

const advised = (shell: Shell) => all(shell, 'ORDER_HOLD_ADVISED').map(({ scope }) => scope);

describe('ORDER_HOLD_ADVISED', () => {
  it('is over when the customer pays', () => {
    const shell = over();
    expect(advised(shell)).toEqual(['O1']);
    shell.tell(MONDAY + 1, paid('P1', 'I1', MONDAY + 1, 1_000_00));
    expect(advised(shell)).toEqual([]);
  });

  it('is over when the order is let go, and told of the next one', () => {
    const shell = over();
    hold(shell, MONDAY + 1, 'applied', 'orders');
    expect(advised(shell)).toEqual(['O1']);
    hold(shell, MONDAY + 2, 'released', 'orders');
    expect(advised(shell)).toEqual([]);
    shell.tell(MONDAY + 3, ordered('O2', MONDAY + 3, 1_00, { openMinor: 1_00 }));
    expect(advised(shell)).toEqual(['O2']);
  });

  it('goes on when only deliveries are let go, or the orders are held again', () => {
    const shell = over();
    hold(shell, MONDAY + 1, 'released', 'deliveries');
    expect(advised(shell)).toEqual(['O1']);
    hold(shell, MONDAY + 2, 'released', 'orders');
    hold(shell, MONDAY + 3, 'applied', 'orders');
    expect(advised(shell)).toEqual(['O1']);
  });
});
