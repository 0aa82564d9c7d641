import { all, told } from '../../test/conditions.ts';
import { customerWithHistory } from '../../test/customers.ts';
import { issued, paid, received } from '../../test/events.ts';
import { MONDAY, Shell, weekdays, worldWith } from '../../test/shell.ts';

/** A customer that has settled three invoices and owes one that was due on Monday. */
function owing(amountMinor: number): Shell {
  const shell = customerWithHistory({ until: MONDAY - 30, weeks: 3, lateDays: 0 });
  shell.tell(MONDAY - 30, issued('I1', MONDAY - 30, MONDAY, amountMinor));
  return shell;
}

describe('OVERDUE', () => {
  it.each([
    [30, []],
    [31, ['OVERDUE_30 warning']],
    [60, ['OVERDUE_30 warning']],
    [61, ['OVERDUE_60 error']],
    [90, ['OVERDUE_60 error']],
    [91, ['OVERDUE_90 critical']],
  ])('of a material sum %i days past due says %j', (days, expected) => {
    const shell = owing(600_00);
    shell.advance(MONDAY + days);
    expect(told(shell, 'OVERDUE')).toEqual(expected);
  });

  it('is one episode from the first level to the last', () => {
    const shell = owing(600_00);
    shell.advance(MONDAY + 200);
    expect(all(shell, 'OVERDUE')[0]).toMatchObject({ level: 'OVERDUE_90', since: MONDAY + 31 });
  });

  it('says nothing of small sums', () => {
    const shell = owing(500_00);
    shell.advance(MONDAY + 100);
    expect(told(shell, 'OVERDUE')).toEqual([]);
  });

  it('is over when the invoice is paid', () => {
    const shell = owing(600_00);
    shell.advance(MONDAY + 40);
    shell.tell(MONDAY + 40, paid('P1', 'I1', MONDAY + 40, 600_00));
    expect(told(shell, 'OVERDUE')).toEqual([]);
  });

  it('is over when the invoice is disputed, and back when the customer was wrong', () => {
    const shell = owing(600_00);
    shell.advance(MONDAY + 40);
    const dispute = { invoiceId: 'I1', disputeId: 'D1' };
    shell.tell(MONDAY + 40, {
      kind: 'invoice.disputed',
      ...dispute,
      amountMinor: 600_00,
      disputedOn: MONDAY + 40,
    });
    expect(told(shell, 'OVERDUE')).toEqual([]);
    expect(shell.assess().treatment).toBe('pause');
    shell.tell(MONDAY + 50, {
      kind: 'invoice.dispute_resolved',
      ...dispute,
      outcome: 'invalid',
      creditedMinor: 0,
      resolvedOn: MONDAY + 50,
    });
    expect(told(shell, 'OVERDUE')).toEqual(['OVERDUE_30 warning']);
  });

  it('does not arise while unapplied cash covers the sum, and arises for what it leaves', () => {
    const shell = owing(1_200_00);
    shell.tell(MONDAY + 5, received('P1', MONDAY + 5, 1_150_01));
    shell.advance(MONDAY + 100);
    expect(told(shell, 'OVERDUE')).toEqual([]);
    expect(shell.assess()).toMatchObject({ cleanOverdueMinor: 49_99, oldestCleanDays: 0 });
  });

  it('counts from the next business day after a due date shifted off the weekend', () => {
    const shell = new Shell({ world: worldWith({ calendar: weekdays }) });
    const saturday = MONDAY + 5;
    shell.tell(MONDAY, issued('I1', MONDAY, saturday, 600_00));
    const dueOn = MONDAY + 7;
    shell.advance(dueOn);
    expect(shell.assess().ageing[0]?.baseMinor).toBe(600_00);
    shell.advance(dueOn + 1);
    expect(shell.assess().ageing[1]?.baseMinor).toBe(600_00);
    shell.advance(dueOn + 30);
    expect(told(shell, 'OVERDUE')).toEqual([]);
    shell.advance(dueOn + 31);
    expect(told(shell, 'OVERDUE')).toEqual(['OVERDUE_30 warning']);
  });
});

describe('OVERDUE_FIRST', () => {
  const slip = (lateDays: number, weeks: number) => {
    const shell = customerWithHistory({ until: MONDAY, weeks, lateDays });
    shell.tell(MONDAY, issued('I1', MONDAY, MONDAY, 100_00));
    return shell;
  };

  it('is told on the eighth day of a customer who was prompt for a year', () => {
    const shell = slip(0, 60);
    shell.advance(MONDAY + 7);
    expect(told(shell, 'OVERDUE')).toEqual([]);
    shell.advance(MONDAY + 8);
    expect(told(shell, 'OVERDUE')).toEqual(['OVERDUE_FIRST warning']);
    shell.tell(MONDAY + 9, paid('P1', 'I1', MONDAY + 9, 100_00));
    expect(told(shell, 'OVERDUE')).toEqual([]);
  });

  it('is no news of one who always pays late, or is new', () => {
    for (const shell of [slip(20, 60), slip(0, 10)]) {
      shell.advance(MONDAY + 20);
      expect(told(shell, 'OVERDUE')).toEqual([]);
    }
  });
});

describe('what is left of a debt after a part payment', () => {
  it.each([
    ['of one who always pays late is no first slip', 20, []],
    ['of one who is prompt goes on as one', 0, ['OVERDUE_FIRST warning']],
  ])('%s', (_, lateDays, left) => {
    const shell = customerWithHistory({ until: MONDAY, weeks: 60, lateDays });
    shell.tell(MONDAY, issued('I1', MONDAY - 61, MONDAY - 31, 600_00));
    expect(told(shell, 'OVERDUE')).toEqual(['OVERDUE_30 warning']);
    shell.advance(MONDAY + 1);
    shell.tell(MONDAY + 1, paid('P1', 'I1', MONDAY + 1, 200_00));
    expect(told(shell, 'OVERDUE')).toEqual(left);
  });
});

describe('FIRST_PAYMENT_MISSED', () => {
  it('is told of a new customer whose first invoice is eight days overdue', () => {
    const shell = new Shell();
    shell.tell(MONDAY, issued('I1', MONDAY, MONDAY + 14, 100_00));
    shell.advance(MONDAY + 21);
    expect(told(shell, 'FIRST_PAYMENT_MISSED')).toEqual([]);
    shell.advance(MONDAY + 22);
    expect(told(shell, 'FIRST_PAYMENT_MISSED')).toEqual(['FIRST_PAYMENT_MISSED error']);
    shell.tell(MONDAY + 23, paid('P1', 'I1', MONDAY + 23, 100_00));
    expect(told(shell, 'FIRST_PAYMENT_MISSED')).toEqual([]);
  });

  it('is not told of one who has paid anything before', () => {
    const shell = new Shell();
    shell.tell(MONDAY, issued('I0', MONDAY, MONDAY + 14, 100_00));
    shell.tell(MONDAY, issued('I1', MONDAY, MONDAY + 14, 100_00));
    shell.tell(MONDAY + 2, paid('P0', 'I0', MONDAY + 2, 100_00));
    shell.advance(MONDAY + 40);
    expect(told(shell, 'FIRST_PAYMENT_MISSED')).toEqual([]);
  });
});

describe('DEFAULTED', () => {
  it('begins above 90 days and ends after 90 days of cure, with its own flag', () => {
    const shell = owing(600_00);
    shell.advance(MONDAY + 90);
    expect(told(shell, 'DEFAULTED')).toEqual([]);
    shell.advance(MONDAY + 91);
    expect(told(shell, 'DEFAULTED')).toEqual(['DEFAULTED critical']);
    expect(shell.assess().defaultFlag).toBe(true);
    shell.tell(MONDAY + 100, paid('P1', 'I1', MONDAY + 100, 600_00));
    shell.advance(MONDAY + 189);
    expect(told(shell, 'DEFAULTED')).toEqual(['DEFAULTED critical']);
    shell.advance(MONDAY + 190);
    expect(told(shell, 'DEFAULTED')).toEqual([]);
  });
});
