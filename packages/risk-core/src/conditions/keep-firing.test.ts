import { told } from '../../test/conditions.ts';
import { customerWithHistory } from '../../test/customers.ts';
import { issued, paid, received } from '../../test/events.ts';
import { MONDAY, type Shell } from '../../test/shell.ts';

const DAY = MONDAY + 40;

/** Owes one invoice that is 40 days late and one that is not due. */
function late(): Shell {
  const shell = customerWithHistory({ until: MONDAY - 30, weeks: 3, lateDays: 0 });
  shell.tell(MONDAY - 30, issued('OLD', MONDAY - 30, MONDAY, 600_00));
  shell.tell(MONDAY - 30, issued('NEW', MONDAY - 30, MONDAY + 60, 600_00));
  shell.advance(DAY);
  expect(told(shell, 'OVERDUE')).toEqual(['OVERDUE_30 warning']);
  return shell;
}

describe('a condition that cash may end before it is applied', () => {
  it('keeps firing while nobody knows what the cash is for', () => {
    const shell = late();
    shell.tell(DAY, received('P1', DAY, 600_00));
    expect(shell.assess().cleanOverdueMinor).toBe(0);
    expect(told(shell, 'OVERDUE')).toEqual(['OVERDUE_30 warning']);
    shell.tell(DAY, paid('P1', 'NEW', DAY, 600_00));
    expect(told(shell, 'OVERDUE')).toEqual(['OVERDUE_30 warning']);
  });

  it('is over at once when the cash is applied to what it is about', () => {
    const shell = late();
    shell.tell(DAY, received('P1', DAY, 600_00));
    shell.tell(DAY, paid('P1', 'OLD', DAY, 600_00));
    expect(told(shell, 'OVERDUE')).toEqual([]);
  });

  it('is over on the next day when nobody applies the cash', () => {
    const shell = late();
    shell.tell(DAY, received('P1', DAY, 600_00));
    expect(shell.assess().nextTransitionOn).toBe(DAY + 1);
    shell.advance(DAY + 1);
    expect(told(shell, 'OVERDUE')).toEqual([]);
  });

  it('is over at once without any cash, for instance by a dispute', () => {
    const shell = late();
    const dispute = { invoiceId: 'OLD', disputeId: 'D', amountMinor: 600_00, disputedOn: DAY };
    shell.tell(DAY, { kind: 'invoice.disputed', ...dispute });
    expect(told(shell, 'OVERDUE')).toEqual([]);
  });
});
