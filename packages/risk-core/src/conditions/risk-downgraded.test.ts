import { all, told } from '../../test/conditions.ts';
import { customerWithHistory } from '../../test/customers.ts';
import { issued, paid } from '../../test/events.ts';
import { MONDAY } from '../../test/shell.ts';

const settled = () => customerWithHistory({ until: MONDAY, weeks: 60, lateDays: 0 });

describe('RISK_DOWNGRADED', () => {
  it('names the band that the customer fell from, and rises with every further fall', () => {
    const shell = settled();
    expect(shell.assess().bands.shown).toBe('A');
    shell.tell(MONDAY, issued('I1', MONDAY, MONDAY, 5_000_00));
    const seen: string[] = [];
    for (let day = MONDAY + 1; day <= MONDAY + 95; day += 1) {
      shell.advance(day);
      const [condition] = all(shell, 'RISK_DOWNGRADED');
      const text = condition ? `${condition.severity} ${condition.evidence[0]?.text}` : '-';
      if (text !== seen[seen.length - 1]) seen.push(text);
    }
    expect(seen).toEqual(['-', 'warning A → B', 'error A → C', 'error A → D', 'critical A → E']);
  });

  it('is over only when the customer is back in the band that it fell from', () => {
    const shell = settled();
    shell.tell(MONDAY, issued('I1', MONDAY, MONDAY, 5_000_00));
    shell.advance(MONDAY + 31);
    expect(told(shell, 'RISK_DOWNGRADED')).toEqual(['RISK_DOWNGRADED error']);
    shell.tell(MONDAY + 31, paid('P1', 'I1', MONDAY + 31, 5_000_00));
    shell.advance(MONDAY + 33);
    const { bands } = shell.assess();
    const expected = bands.shown === 'A' ? [] : ['RISK_DOWNGRADED warning'];
    expect(told(shell, 'RISK_DOWNGRADED')).toEqual(expected);
    shell.tell(MONDAY + 40, issued('I2', MONDAY + 40, MONDAY + 41, 100_00));
    shell.tell(MONDAY + 41, paid('P2', 'I2', MONDAY + 41, 100_00));
    shell.advance(MONDAY + 180);
    expect(shell.assess().bands.shown).toBe('A');
    expect(told(shell, 'RISK_DOWNGRADED')).toEqual([]);
  });

  it('is not raised by a customer becoming known', () => {
    const shell = customerWithHistory({ until: MONDAY, weeks: 4, lateDays: 0 });
    expect(told(shell, 'RISK_DOWNGRADED')).toEqual([]);
  });
});
