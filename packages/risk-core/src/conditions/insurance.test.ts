import { all, told } from '../../test/conditions.ts';
import { issued, paid } from '../../test/events.ts';
import { contacted, covered } from '../../test/relation-events.ts';
import { MONDAY, Shell } from '../../test/shell.ts';

describe('COVER', () => {
  it('is told when cover is reduced, and is over when it is granted again', () => {
    const shell = new Shell();
    shell.tell(MONDAY, covered(50_000_00, MONDAY));
    expect(told(shell, 'COVER')).toEqual([]);
    shell.tell(MONDAY + 1, covered(20_000_00, MONDAY + 1, { decision: 'reduced' }));
    expect(told(shell, 'COVER')).toEqual(['COVER_REDUCED warning']);
    expect(shell.assess().bands.shown).toBe('B');
    shell.tell(MONDAY + 2, covered(40_000_00, MONDAY + 2, { decision: 'reinstated' }));
    expect(told(shell, 'COVER')).toEqual([]);
  });

  it('is an error when cover is withdrawn, and forces D from the day on which it ends', () => {
    const shell = new Shell();
    shell.tell(MONDAY, covered(50_000_00, MONDAY));
    const notice = { decision: 'withdrawn', oldMinor: 50_000_00 } as const;
    shell.tell(MONDAY + 1, covered(0, MONDAY + 15, notice));
    expect(told(shell, 'COVER')).toEqual(['COVER_WITHDRAWN error']);
    expect(all(shell, 'COVER')[0]?.evidence).toEqual([
      { field: 'coverMinor', value: 0, threshold: 50_000_00, unit: 'minor', text: 'EUR' },
      { field: 'effectiveInDays', value: 14, threshold: null, unit: 'days', text: null },
    ]);
    shell.advance(MONDAY + 14);
    expect(shell.assess()).toMatchObject({
      bands: { shown: 'B' },
      insured: { amountMinor: 50_000_00 },
    });
    shell.advance(MONDAY + 15);
    expect(shell.assess()).toMatchObject({ bands: { shown: 'D' }, insured: { amountMinor: 0 } });
    expect(shell.assess().reasons[0]?.code).toBe('COVER_WITHDRAWN');
    shell.tell(MONDAY + 20, covered(50_000_00, MONDAY + 20));
    expect(shell.assess().bands.shown).toBe('B');
  });

  it('takes cover of nothing as withdrawn, and less by an unknown decision as reduced', () => {
    const shell = new Shell();
    const change = { decision: 'unknown', oldMinor: 100_00 } as const;
    shell.tell(MONDAY, covered(99_99, MONDAY, change));
    expect(told(shell, 'COVER')).toEqual(['COVER_REDUCED warning']);
    shell.tell(MONDAY, covered(100_00, MONDAY, change));
    expect(told(shell, 'COVER')).toEqual([]);
    shell.tell(MONDAY, covered(0, MONDAY, { decision: 'granted' }));
    expect(told(shell, 'COVER')).toEqual(['COVER_WITHDRAWN error']);
  });

  it('adds the cover of several insurers', () => {
    const shell = new Shell();
    shell.tell(MONDAY, covered(10_000_00, MONDAY, { insurer: 'one' }));
    shell.tell(MONDAY, covered(5_000_00, MONDAY, { insurer: 'two' }));
    expect(shell.assess().insured).toEqual({ currency: 'EUR', amountMinor: 15_000_00 });
  });
});

describe('INSURER_REPORT_DUE', () => {
  /** Due on MONDAY; must be reported within 60 + 30 days. */
  function overdueUnderCover(): Shell {
    const shell = new Shell();
    const rules = { maxExtensionDays: 60, reportWithinDays: 30 };
    shell.tell(MONDAY, covered(50_000_00, MONDAY, rules));
    shell.tell(MONDAY, issued('I1', MONDAY, MONDAY, 1_000_00));
    return shell;
  }

  it.each([
    [82, []],
    [83, ['INSURER_REPORT_DUE warning']],
    [87, ['INSURER_REPORT_DUE warning']],
    [88, ['INSURER_REPORT_DUE critical']],
    [120, ['INSURER_REPORT_DUE critical']],
  ])('on day %i of 90 says %j', (days, expected) => {
    const shell = overdueUnderCover();
    shell.advance(MONDAY + days);
    expect(told(shell, 'INSURER_REPORT_DUE')).toEqual(expected);
  });

  it('is over when the item is paid', () => {
    const shell = overdueUnderCover();
    shell.advance(MONDAY + 88);
    shell.tell(MONDAY + 88, paid('P1', 'I1', MONDAY + 88, 1_000_00));
    expect(told(shell, 'INSURER_REPORT_DUE')).toEqual([]);
  });

  it('is over when the customer was reported since the item fell due', () => {
    const shell = overdueUnderCover();
    shell.advance(MONDAY + 88);
    shell.tell(MONDAY + 88, contacted(MONDAY - 1, { outcome: 'insurer_reported' }));
    expect(told(shell, 'INSURER_REPORT_DUE')).toEqual(['INSURER_REPORT_DUE critical']);
    shell.tell(MONDAY + 88, contacted(MONDAY + 80, { outcome: 'insurer_reported' }));
    expect(told(shell, 'INSURER_REPORT_DUE')).toEqual([]);
  });

  it('says nothing where no insurer wants reports', () => {
    const shell = new Shell();
    shell.tell(MONDAY, covered(50_000_00, MONDAY));
    shell.tell(MONDAY, issued('I1', MONDAY, MONDAY, 1_000_00));
    shell.advance(MONDAY + 200);
    expect(told(shell, 'INSURER_REPORT_DUE')).toEqual([]);
  });
});
