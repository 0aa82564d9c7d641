import { told } from '../../test/conditions.ts';
import { customerWithHistory } from '../../test/customers.ts';
import { issued, paid } from '../../test/events.ts';
import { MONDAY, type Shell } from '../../test/shell.ts';

/** Settles one invoice a week, so many days late. */
function settle(shell: Shell, lates: readonly number[], name: string, from = MONDAY): void {
  for (const [week, late] of lates.entries()) {
    const day = from + 7 * week;
    const id = `${name}${week}`;
    shell.tell(day, issued(id, day - late - 30, day - late, 1_000_00));
    shell.tell(day, paid(`P${id}`, id, day, 1_000_00));
  }
}

const twoKinds = [21, 0, 21, 0, 21, 0, 21, 0, 21, 0, 21, 0];

describe('PAY_IRREGULAR', () => {
  it('is told of a customer who paid to the day and now pays in two kinds', () => {
    const shell = customerWithHistory({ until: MONDAY, weeks: 20, lateDays: 0 });
    settle(shell, twoKinds, 'A');
    expect(told(shell, 'PAY_IRREGULAR')).toEqual(['PAY_IRREGULAR info']);
  });

  it('is not told of one who always did', () => {
    const shell = customerWithHistory({ until: MONDAY - 400, weeks: 1, lateDays: 0 });
    settle(shell, [...twoKinds, ...twoKinds, ...twoKinds, ...twoKinds], 'A', MONDAY - 399);
    expect(shell.assess().irregularityMilliDays).toBe(10_500);
    expect(told(shell, 'PAY_IRREGULAR')).toEqual([]);
  });

  it('needs six settlements before the last dozen', () => {
    const few = customerWithHistory({ until: MONDAY, weeks: 5, lateDays: 0 });
    settle(few, twoKinds, 'A');
    expect(told(few, 'PAY_IRREGULAR')).toEqual([]);
    const enough = customerWithHistory({ until: MONDAY, weeks: 6, lateDays: 0 });
    settle(enough, twoKinds, 'A');
    expect(told(enough, 'PAY_IRREGULAR')).toEqual(['PAY_IRREGULAR info']);
  });

  it('is over when the customer pays to the day again', () => {
    const shell = customerWithHistory({ until: MONDAY, weeks: 20, lateDays: 0 });
    settle(shell, [...twoKinds, 0, 0], 'A');
    expect(told(shell, 'PAY_IRREGULAR')).toEqual([]);
  });
});
