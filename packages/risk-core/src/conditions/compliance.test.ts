import { all, told } from '../../test/conditions.ts';
import { cleared, kyc, matched } from '../../test/relation-events.ts';
import { MONDAY, Shell, worldWith } from '../../test/shell.ts';
import { defaultPolicy } from '../index.ts';

describe('SANCTION_HIT', () => {
  it('is critical and forces E until every match is cleared', () => {
    const shell = new Shell();
    shell.tell(MONDAY, matched('S1', MONDAY, 870_000));
    shell.tell(MONDAY, matched('S2', MONDAY, 640_000));
    expect(told(shell, 'SANCTION_HIT')).toEqual(['SANCTION_HIT critical']);
    expect(all(shell, 'SANCTION_HIT')[0]?.evidence).toEqual([
      { field: 'matchCount', value: 2, threshold: 0, unit: 'count', text: 'EU-CONSOLIDATED' },
      { field: 'matchStrengthPpm', value: 870_000, threshold: 0, unit: 'ppm', text: null },
    ]);
    expect(shell.assess()).toMatchObject({ score: 60, bands: { shown: 'E' } });
    shell.tell(MONDAY + 1, cleared('S1', MONDAY + 1));
    expect(shell.assess().bands.shown).toBe('E');
    shell.tell(MONDAY + 1, cleared('S2', MONDAY + 1));
    expect(told(shell, 'SANCTION_HIT')).toEqual([]);
    expect(shell.assess().bands.shown).toBe('B');
  });

  it('sets in again when the same screening matches later', () => {
    const shell = new Shell();
    shell.tell(MONDAY, matched('S1', MONDAY));
    shell.tell(MONDAY + 1, cleared('S1', MONDAY + 1));
    shell.tell(MONDAY + 2, matched('S1', MONDAY + 2));
    expect(told(shell, 'SANCTION_HIT')).toEqual(['SANCTION_HIT critical']);
  });

  it('does not come up for a match that was cleared before it was told', () => {
    const shell = new Shell();
    shell.tell(MONDAY + 1, cleared('S1', MONDAY + 1));
    shell.tell(MONDAY + 1, { ...matched('S1', MONDAY), occurredAtMs: MONDAY * 86_400_000 });
    expect(told(shell, 'SANCTION_HIT')).toEqual([]);
  });

  it('counts matches from the strength on that the policy says', () => {
    const compliance = { ...defaultPolicy.compliance, minMatchPpm: 800_000 };
    const shell = new Shell({ world: worldWith({ rules: { compliance } }) });
    shell.tell(MONDAY, matched('S1', MONDAY, 799_999));
    expect(told(shell, 'SANCTION_HIT')).toEqual([]);
    shell.tell(MONDAY, matched('S2', MONDAY, 800_000));
    expect(told(shell, 'SANCTION_HIT')).toEqual(['SANCTION_HIT critical']);
  });
});

describe('a know-your-customer check', () => {
  it('is told on the day after its last one', () => {
    const shell = new Shell();
    shell.tell(MONDAY, kyc('passed', MONDAY, MONDAY + 100));
    shell.advance(MONDAY + 100);
    expect(told(shell, 'KYC_EXPIRED')).toEqual([]);
    expect(shell.assess().nextTransitionOn).toBe(MONDAY + 101);
    shell.advance(MONDAY + 101);
    expect(told(shell, 'KYC_EXPIRED')).toEqual(['KYC_EXPIRED warning']);
    shell.tell(MONDAY + 102, kyc('passed', MONDAY + 102, MONDAY + 500));
    expect(told(shell, 'KYC_EXPIRED')).toEqual([]);
  });

  it('that somebody calls expired is, whatever its day', () => {
    const shell = new Shell();
    shell.tell(MONDAY, kyc('expired', MONDAY, MONDAY + 100));
    expect(told(shell, 'KYC_EXPIRED')).toEqual(['KYC_EXPIRED warning']);
  });

  it('that failed forces E until it passes', () => {
    const shell = new Shell();
    shell.tell(MONDAY, kyc('pending', MONDAY));
    expect(shell.assess().bands.shown).toBe('B');
    shell.tell(MONDAY, kyc('failed', MONDAY));
    expect(shell.assess().bands.shown).toBe('E');
    expect(told(shell, 'KYC_EXPIRED')).toEqual([]);
    shell.tell(MONDAY + 1, kyc('passed', MONDAY + 1));
    expect(shell.assess().bands.shown).toBe('B');
  });
});
