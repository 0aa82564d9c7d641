import { all, told } from '../../test/conditions.ts';
import { customerWithHistory } from '../../test/customers.ts';
import { issued, paid } from '../../test/events.ts';
import { MONDAY } from '../../test/shell.ts';

describe('RISK_UPGRADED', () => {
  it('is told on the day of the better band and is over on the next', () => {
    const shell = customerWithHistory({ until: MONDAY, weeks: 60, lateDays: 0 });
    shell.tell(MONDAY, issued('I1', MONDAY, MONDAY, 5_000_00));
    shell.advance(MONDAY + 65);
    expect(shell.assess().bands.shown).toBe('D');
    expect(told(shell, 'RISK_UPGRADED')).toEqual([]);
    shell.tell(MONDAY + 65, paid('P1', 'I1', MONDAY + 65, 5_000_00));
    const { shown } = shell.assess().bands;
    expect(['B', 'C']).toContain(shown);
    expect(told(shell, 'RISK_UPGRADED')).toEqual(['RISK_UPGRADED info']);
    expect(all(shell, 'RISK_UPGRADED')[0]?.evidence[0]?.text).toBe(`D → ${shown}`);
    expect(shell.assess().nextTransitionOn).toBe(MONDAY + 66);
    shell.advance(MONDAY + 66);
    expect(told(shell, 'RISK_UPGRADED')).toEqual([]);
  });
});

describe('a customer that is seen for the first time', () => {
  it('has neither fallen nor risen, whatever it owes', () => {
    const shell = customerWithHistory({ until: MONDAY, weeks: 0, lateDays: 0 });
    const { profile } = shell;
    expect(profile.dossier.scoreHistory).toBeNull();
    shell.tell(MONDAY, issued('OLD', MONDAY - 200, MONDAY - 180, 5_000_00));
    expect(shell.assess().bands.shown).toBe('E');
    expect(told(shell, 'RISK_DOWNGRADED')).toEqual([]);
    shell.advance(MONDAY + 5);
    expect(told(shell, 'RISK_DOWNGRADED')).toEqual([]);
  });
});
