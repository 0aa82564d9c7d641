import { told } from '../../test/conditions.ts';
import { issued, paid, received } from '../../test/events.ts';
import { MONDAY, Shell, weekdays, worldWith } from '../../test/shell.ts';

const THURSDAY = MONDAY + 3;

/** 1,000 overdue since long; cash comes on a Thursday. Weekends are off. */
function withCash(amountMinor: number): Shell {
  const shell = new Shell({ world: worldWith({ calendar: weekdays }) });
  shell.tell(MONDAY - 20, issued('I1', MONDAY - 20, MONDAY - 20, 1_000_00));
  shell.tell(THURSDAY, received('P1', THURSDAY, amountMinor));
  return shell;
}

describe('CASH_UNAPPLIED', () => {
  it('opens after three business days', () => {
    const shell = withCash(600_00);
    shell.advance(THURSDAY + 5);
    expect(told(shell, 'CASH_UNAPPLIED')).toEqual([]);
    expect(shell.assess().nextTransitionOn).toBe(THURSDAY + 6);
    shell.advance(THURSDAY + 6);
    expect(told(shell, 'CASH_UNAPPLIED')).toEqual(['CASH_UNAPPLIED warning']);
  });

  it.each([
    [499_99, 0],
    [500_00, 1],
    [500_01, 1],
  ])('of %i against 1,000 overdue opens %i episodes', (amountMinor, count) => {
    const shell = withCash(amountMinor);
    shell.advance(THURSDAY + 10);
    expect(told(shell, 'CASH_UNAPPLIED')).toHaveLength(count);
  });

  it('is over when the cash is applied', () => {
    const shell = withCash(600_00);
    shell.advance(THURSDAY + 10);
    shell.tell(THURSDAY + 10, paid('P1', 'I1', THURSDAY + 10, 600_00));
    expect(told(shell, 'CASH_UNAPPLIED')).toEqual([]);
  });

  it('says nothing where nothing is overdue', () => {
    const shell = new Shell();
    shell.tell(MONDAY, received('P1', MONDAY, 600_00));
    shell.advance(MONDAY + 30);
    expect(told(shell, 'CASH_UNAPPLIED')).toEqual([]);
  });
});
