import { all, told } from '../../test/conditions.ts';
import { issued, paid } from '../../test/events.ts';
import { MONDAY, Shell } from '../../test/shell.ts';

/** One invoice due on Monday, beyond grace from Friday on, and one that is not due for long. */
function owing(overdueMinor: number, laterMinor: number): Shell {
  const shell = new Shell();
  shell.tell(MONDAY, issued('DUE', MONDAY, MONDAY, overdueMinor));
  shell.tell(MONDAY, issued('LATER', MONDAY, MONDAY + 90, laterMinor));
  return shell;
}

const OVERDUE = MONDAY + 4;

describe('OVERDUE_SHARE', () => {
  it.each([
    [499_99, 500_01, 0],
    [500_00, 500_00, 0],
    [500_01, 499_99, 1],
  ])('of %i overdue beside %i opens %i episodes', (overdueMinor, laterMinor, count) => {
    const shell = owing(overdueMinor, laterMinor);
    shell.advance(OVERDUE + 10);
    expect(told(shell, 'OVERDUE_SHARE')).toHaveLength(count);
  });

  it('is told once it has held for three days', () => {
    const shell = owing(600_00, 400_00);
    shell.advance(OVERDUE);
    expect(told(shell, 'OVERDUE_SHARE')).toEqual(['OVERDUE_SHARE warning pending']);
    expect(all(shell, 'OVERDUE_SHARE')[0]?.pendingUntil).toBe(OVERDUE + 3);
    shell.advance(OVERDUE + 2);
    expect(told(shell, 'OVERDUE_SHARE')).toEqual(['OVERDUE_SHARE warning pending']);
    expect(shell.assess().nextTransitionOn).toBe(OVERDUE + 3);
    shell.advance(OVERDUE + 3);
    expect(told(shell, 'OVERDUE_SHARE')).toEqual(['OVERDUE_SHARE warning']);
  });

  it('is never told when it passes within the three days', () => {
    const shell = owing(600_00, 400_00);
    shell.advance(OVERDUE + 2);
    shell.tell(OVERDUE + 2, paid('P', 'DUE', OVERDUE + 2, 600_00));
    shell.advance(OVERDUE + 20);
    expect(told(shell, 'OVERDUE_SHARE')).toEqual([]);
  });

  it('waits three days also when an event raised it', () => {
    const shell = owing(400_00, 600_00);
    shell.advance(OVERDUE + 5);
    shell.tell(OVERDUE + 5, paid('P', 'LATER', OVERDUE + 5, 300_00));
    shell.advance(OVERDUE + 7);
    expect(told(shell, 'OVERDUE_SHARE')).toEqual(['OVERDUE_SHARE warning pending']);
    shell.advance(OVERDUE + 8);
    expect(told(shell, 'OVERDUE_SHARE')).toEqual(['OVERDUE_SHARE warning']);
  });

  it.each([
    [333_33, 1],
    [333_34, 0],
  ])('is over below 40 % only: %i paid leaves %i', (paidMinor, count) => {
    const shell = owing(600_00, 400_00);
    shell.advance(OVERDUE + 3);
    shell.tell(OVERDUE + 3, paid('P', 'DUE', OVERDUE + 3, paidMinor));
    expect(told(shell, 'OVERDUE_SHARE')).toHaveLength(count);
  });
});
