import { all, told } from '../../test/conditions.ts';
import { noticed, registered, registryChanged, satisfied } from '../../test/dossier-events.ts';
import { issued } from '../../test/events.ts';
import { MONDAY, Shell } from '../../test/shell.ts';

const floors = (shell: Shell) => shell.assess().floors.map(({ code, band }) => `${code} ${band}`);

/** The shell's floors without the one that every new customer has. */
const forced = (shell: Shell) => floors(shell).filter((floor) => floor !== 'PROVISIONAL B');

describe.each([
  { kind: 'judgment.registered', code: 'JUDGMENT' },
  { kind: 'tax_default.registered', code: 'TAX_DEFAULT' },
] as const)('$code', ({ kind, code }) => {
  it('is an error per case and forces C until it is satisfied', () => {
    const shell = new Shell();
    shell.tell(MONDAY, registered('A', MONDAY - 3, { kind }));
    shell.tell(MONDAY, registered('B', MONDAY, { kind, amountMinor: null }));
    expect(told(shell, code)).toEqual([`${code} error`, `${code} error`]);
    expect(
      all(shell, code)
        .map(({ scope }) => scope)
        .sort(),
    ).toEqual(['A', 'B']);
    expect(forced(shell)).toEqual(['NEW_JUDGMENT C']);
    shell.tell(MONDAY + 1, satisfied('A', MONDAY + 1));
    expect(all(shell, code).map(({ scope }) => scope)).toEqual(['B']);
    shell.tell(MONDAY + 2, satisfied('B', MONDAY + 2));
    expect(told(shell, code)).toEqual([]);
    expect(forced(shell)).toEqual([]);
  });

  it('forces a band for 365 days, and is told until registers delete it after six years', () => {
    const shell = new Shell();
    shell.tell(MONDAY, registered('A', MONDAY, { kind }));
    shell.advance(MONDAY + 365);
    expect(forced(shell)).toEqual(['NEW_JUDGMENT C']);
    shell.advance(MONDAY + 366);
    expect(forced(shell)).toEqual([]);
    shell.advance(MONDAY + 2_192);
    expect(told(shell, code)).toHaveLength(1);
    shell.advance(MONDAY + 2_193);
    expect(told(shell, code)).toEqual([]);
    expect(shell.profile.dossier.courtCases).toBeNull();
  });

  it('is not there when it was satisfied before it was heard of', () => {
    const shell = new Shell();
    shell.tell(MONDAY, satisfied('A', MONDAY - 1));
    shell.tell(MONDAY, registered('A', MONDAY - 30, { kind }));
    expect(told(shell, code)).toEqual([]);
    expect(forced(shell)).toEqual([]);
  });

  it('prints amount and age', () => {
    const shell = new Shell();
    shell.tell(MONDAY, registered('A', MONDAY - 10, { kind, amountMinor: 7_000_00 }));
    expect(all(shell, code)[0]?.evidence).toEqual([
      { field: 'caseMinor', value: 7_000_00, threshold: null, unit: 'minor', text: 'EUR' },
      { field: 'registeredDays', value: 10, threshold: 365, unit: 'days', text: null },
    ]);
  });
});

describe('a charge', () => {
  it('is only noted: many lenders take one', () => {
    const shell = new Shell();
    shell.tell(MONDAY, registered('A', MONDAY, { kind: 'charge.registered' }));
    expect(shell.profile.dossier.courtCases?.cases).toHaveLength(1);
    expect(shell.assess().conditions).toEqual([]);
    expect(forced(shell)).toEqual([]);
  });
});

describe('INSOLVENCY', () => {
  it.each([
    ['petition', 'INSOLVENCY error', 'INSOLVENCY_PETITION D'],
    ['unknown', 'INSOLVENCY error', 'INSOLVENCY_PETITION D'],
    ['moratorium', 'INSOLVENCY critical', 'INSOLVENCY E'],
    ['arrangement', 'INSOLVENCY critical', 'INSOLVENCY E'],
    ['administration', 'INSOLVENCY critical', 'INSOLVENCY E'],
    ['receivership', 'INSOLVENCY critical', 'INSOLVENCY E'],
    ['liquidation', 'INSOLVENCY critical', 'INSOLVENCY E'],
    ['dissolution', 'INSOLVENCY critical', 'INSOLVENCY E'],
  ] as const)('at the stage %s is "%s" and forces %s', (stage, level, floor) => {
    const shell = new Shell();
    shell.tell(MONDAY, noticed('N', stage, MONDAY));
    expect(told(shell, 'INSOLVENCY')).toEqual([level]);
    expect(forced(shell)).toEqual([floor]);
  });

  it('goes on from stage to stage as one episode, and ends when it is withdrawn', () => {
    const shell = new Shell();
    shell.tell(MONDAY, noticed('N', 'petition', MONDAY));
    shell.tell(MONDAY + 20, noticed('N', 'liquidation', MONDAY + 20));
    expect(all(shell, 'INSOLVENCY')).toMatchObject([
      { severity: 'critical', since: MONDAY, scope: 'N' },
    ]);
    shell.tell(MONDAY + 30, noticed('N', 'liquidation', MONDAY + 30, true));
    expect(told(shell, 'INSOLVENCY')).toEqual([]);
    expect(forced(shell)).toEqual([]);
  });

  it('keeps the worst of several cases in the band, and the latest notice of each', () => {
    const shell = new Shell();
    shell.tell(MONDAY, noticed('A', 'administration', MONDAY));
    shell.tell(MONDAY, { ...noticed('A', 'petition', MONDAY), occurredAtMs: 1 });
    shell.tell(MONDAY, noticed('B', 'petition', MONDAY));
    shell.tell(MONDAY, noticed('B', 'petition', MONDAY, true));
    expect(told(shell, 'INSOLVENCY')).toEqual(['INSOLVENCY critical']);
    expect(forced(shell)).toEqual(['INSOLVENCY E']);
  });
});

describe('REGISTRY_RISK', () => {
  it.each([
    ['status', 'active', []],
    ['status', 'Proposal-to-strike-off', ['REGISTRY_RISK warning']],
    ['status', 'dissolved', ['REGISTRY_RISK critical']],
    ['strike_off', null, ['REGISTRY_RISK warning']],
    ['strike_off', 'discontinued', []],
    ['accounts_overdue', 'yes', ['REGISTRY_RISK warning']],
    ['ceased_trading', null, ['REGISTRY_RISK critical']],
    ['name', 'new_name', []],
    ['address', null, []],
  ] as const)('of %s %s says %j', (aspect, code, expected) => {
    const shell = new Shell();
    shell.tell(MONDAY, registryChanged(aspect, MONDAY, code));
    expect(told(shell, 'REGISTRY_RISK')).toEqual(expected);
  });

  it('forces E when trading has ceased, until the register takes that back', () => {
    const shell = new Shell();
    shell.tell(MONDAY, registryChanged('ceased_trading', MONDAY));
    shell.tell(MONDAY, registryChanged('status', MONDAY, 'strike_off'));
    expect(forced(shell)).toEqual(['CEASED_TRADING E']);
    shell.tell(MONDAY + 9, registryChanged('ceased_trading', MONDAY + 9, null, 'ceased'));
    expect(told(shell, 'REGISTRY_RISK')).toEqual(['REGISTRY_RISK warning']);
    expect(forced(shell)).toEqual([]);
    shell.tell(MONDAY + 9, registryChanged('status', MONDAY + 9, 'active', 'strike_off'));
    expect(told(shell, 'REGISTRY_RISK')).toEqual([]);
  });

  it('forces D for overdue accounts as soon as any invoice is overdue, too', () => {
    const shell = new Shell();
    shell.tell(MONDAY, registryChanged('accounts_overdue', MONDAY));
    shell.tell(MONDAY, issued('I1', MONDAY, MONDAY + 10, 60_00));
    shell.advance(MONDAY + 13);
    expect(forced(shell)).toEqual([]);
    shell.advance(MONDAY + 14);
    expect(forced(shell)).toEqual(['ACCOUNTS_OVERDUE D']);
    shell.tell(MONDAY + 14, registryChanged('accounts_overdue', MONDAY + 14, 'filed'));
    expect(forced(shell)).toEqual([]);
  });

  it('names what the register says', () => {
    const shell = new Shell();
    shell.tell(MONDAY, registryChanged('accounts_overdue', MONDAY));
    shell.tell(MONDAY, registryChanged('status', MONDAY, 'dissolved'));
    expect(all(shell, 'REGISTRY_RISK')[0]?.evidence).toMatchObject([
      { field: 'registry', text: 'accounts overdue, ceased trading' },
    ]);
  });
});

describe('GOVERNANCE_CHANGE', () => {
  it('is told for 30 days, and never costs a point', () => {
    const shell = new Shell();
    shell.advance(MONDAY);
    const { score } = shell.assess();
    shell.tell(MONDAY, registryChanged('director', MONDAY));
    expect(told(shell, 'GOVERNANCE_CHANGE')).toEqual(['GOVERNANCE_CHANGE info']);
    shell.advance(MONDAY + 29);
    expect(told(shell, 'GOVERNANCE_CHANGE')).toHaveLength(1);
    expect(shell.profile.nextOn).toBe(MONDAY + 30);
    shell.advance(MONDAY + 30);
    expect(told(shell, 'GOVERNANCE_CHANGE')).toEqual([]);
    expect(shell.assess().score).toBe(score);
  });

  it.each([
    [89, ['GOVERNANCE_CHANGE warning']],
    [90, ['GOVERNANCE_CHANGE info']],
  ])('with another change %i days before says %j', (days, expected) => {
    const shell = new Shell();
    shell.tell(MONDAY, registryChanged('director', MONDAY, 'left'));
    shell.tell(MONDAY + days, registryChanged('owner', MONDAY + days, 'sold'));
    expect(told(shell, 'GOVERNANCE_CHANGE')).toEqual(expected);
  });

  it('counts a change once, however often it is told', () => {
    const shell = new Shell();
    const change = { ...registryChanged('director', MONDAY), occurredAtMs: 1_000 };
    shell.tell(MONDAY, change);
    expect(shell.tell(MONDAY, change)).toMatchObject({ kind: 'ignored', reason: 'duplicate' });
    expect(told(shell, 'GOVERNANCE_CHANGE')).toEqual(['GOVERNANCE_CHANGE info']);
  });
});
