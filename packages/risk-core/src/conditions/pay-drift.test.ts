import { told } from '../../test/conditions.ts';
import { customerWithHistory } from '../../test/customers.ts';
import { issued, paid } from '../../test/events.ts';
import { MONDAY, type Shell } from '../../test/shell.ts';

/** Settles one invoice a week, so many days late. */
function settleWeekly(shell: Shell, from: number, weeks: number, lateDays: number): void {
  for (let week = 0; week < weeks; week += 1) {
    const day = from + 7 * week;
    const id = `D${day}`;
    shell.tell(day, issued(id, day - lateDays - 30, day - lateDays, 1_000_00));
    shell.tell(day, paid(`P${id}`, id, day, 1_000_00));
  }
}

describe('PAY_DRIFT', () => {
  it('is told of a prompt customer slipping by eight days, before anything is 30 days late', () => {
    const shell = customerWithHistory({ until: MONDAY, weeks: 30, lateDays: 0 });
    settleWeekly(shell, MONDAY, 3, 8);
    expect(told(shell, 'PAY_DRIFT')).toEqual(['PAY_DRIFT warning']);
    expect(told(shell, 'OVERDUE')).toEqual([]);
  });

  it('is not told of one who has always been 25 days late', () => {
    const shell = customerWithHistory({ until: MONDAY, weeks: 40, lateDays: 25 });
    expect(told(shell, 'PAY_DRIFT')).toEqual([]);
    expect(shell.assess()).toMatchObject({ driftMilliDays: 0, irregularityMilliDays: 0 });
  });

  it('is over after three settlements in calm', () => {
    const shell = customerWithHistory({ until: MONDAY, weeks: 30, lateDays: 0 });
    settleWeekly(shell, MONDAY, 3, 8);
    settleWeekly(shell, MONDAY + 21, 8, 0);
    expect(told(shell, 'PAY_DRIFT')).toEqual([]);
  });

  it('takes an invoice paid in parts once, at its last payment', () => {
    const shell = customerWithHistory({ until: MONDAY, weeks: 10, lateDays: 0 });
    const before = shell.assess().settledCount;
    shell.tell(MONDAY, issued('I1', MONDAY, MONDAY + 10, 300_00));
    for (const part of [1, 2, 3]) {
      shell.tell(MONDAY + 10 * part, paid(`P${part}`, 'I1', MONDAY + 10 * part, 100_00));
    }
    expect(shell.assess().settledCount).toBe(before + 1);
    expect(shell.profile.stats.lates[shell.profile.stats.lates.length - 1]).toBe(20);
  });
});
