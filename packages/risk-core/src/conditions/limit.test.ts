import { all, told } from '../../test/conditions.ts';
import { issued, limitOf, paid, received } from '../../test/events.ts';
import { MONDAY, Shell, worldWith } from '../../test/shell.ts';
import { defaultPolicy } from '../index.ts';

/** A customer with a limit of 1,000 euros that owes so many cents. */
function owing(amountMinor: number, limitMinor = 1_000_00): Shell {
  const shell = new Shell();
  shell.tell(MONDAY, limitOf(limitMinor, MONDAY));
  if (amountMinor > 0) shell.tell(MONDAY, issued('I1', MONDAY, MONDAY + 30, amountMinor));
  return shell;
}

describe('LIMIT', () => {
  it.each([
    [799_99, []],
    [800_00, ['LIMIT_80 info']],
    [899_99, ['LIMIT_80 info']],
    [900_00, ['LIMIT_90 warning']],
    [999_99, ['LIMIT_90 warning']],
    [1_000_00, ['LIMIT_100 error']],
    [5_000_00, ['LIMIT_100 error']],
  ])('at %i cents of 100,000 says %j', (owed, expected) => {
    expect(told(owing(owed), 'LIMIT')).toEqual(expected);
  });

  it('is one episode whose level rises and falls, not three', () => {
    const shell = owing(850_00);
    const [before] = all(shell, 'LIMIT');
    shell.tell(MONDAY + 3, issued('I2', MONDAY + 3, MONDAY + 33, 200_00));
    const [after] = all(shell, 'LIMIT');
    expect(after?.level).toBe('LIMIT_100');
    expect(after?.since).toBe(before?.since);
  });

  it('stays on its level until utilisation is five points below, from the next day on', () => {
    const shell = owing(1_000_00);
    shell.advance(MONDAY + 1);
    shell.tell(MONDAY + 1, paid('P1', 'I1', MONDAY + 1, 49_00));
    expect(told(shell, 'LIMIT')).toEqual(['LIMIT_100 error']);
    shell.tell(MONDAY + 1, paid('P2', 'I1', MONDAY + 1, 1_01));
    expect(told(shell, 'LIMIT')).toEqual(['LIMIT_90 warning']);
    shell.tell(MONDAY + 2, paid('P3', 'I1', MONDAY + 2, 200_00));
    expect(told(shell, 'LIMIT')).toEqual([]);
  });

  it('leaves no trace of a peak within one day', () => {
    const shell = owing(900_00);
    shell.tell(MONDAY, paid('P1', 'I1', MONDAY, 150_00));
    expect(told(shell, 'LIMIT')).toEqual([]);
  });

  it('counts unapplied cash and credits as room', () => {
    const shell = owing(1_000_00);
    shell.tell(MONDAY, received('P1', MONDAY, 300_00));
    expect(told(shell, 'LIMIT')).toEqual([]);
    expect(shell.assess().utilisationPpm).toBe(700_000);
  });

  it('takes a limit of zero with anything owed as far over', () => {
    expect(told(owing(1, 0), 'LIMIT')).toEqual(['LIMIT_100 error']);
    expect(told(owing(0, 0), 'LIMIT')).toEqual([]);
  });

  it('says nothing without a limit, or once it is taken away', () => {
    const shell = owing(2_000_00);
    shell.tell(MONDAY + 1, limitOf(null, MONDAY + 1));
    expect(told(shell, 'LIMIT')).toEqual([]);
    expect(shell.assess().utilisationPpm).toBeNull();
  });

  it('prints the arithmetic that fired', () => {
    const [condition] = all(owing(950_00), 'LIMIT');
    expect(condition?.evidence).toEqual([
      { field: 'utilisationPpm', value: 950_000, threshold: 900_000, unit: 'ppm', text: null },
      { field: 'exposureMinor', value: 950_00, threshold: 1_000_00, unit: 'minor', text: 'EUR' },
    ]);
  });

  it('moves with a rate alone, and leaves payment behaviour as it is', () => {
    const shell = new Shell();
    shell.tell(MONDAY, limitOf(1_000_00, MONDAY));
    shell.tell(MONDAY, issued('I1', MONDAY, MONDAY + 1, 900_00, { currency: 'USD' }));
    shell.advance(MONDAY + 10);
    expect(told(shell, 'LIMIT')).toEqual(['LIMIT_80 info']);
    const before = shell.assess();
    shell.world = worldWith({
      rates: { base: 'EUR', rateNano: new Map([['USD', 1_200_000_000]]) },
    });
    shell.tell(MONDAY + 10, { kind: 'fx.rates_published' });
    expect(told(shell, 'LIMIT')).toEqual(['LIMIT_100 error']);
    expect(shell.assess().dbt90MilliDays).toBe(before.dbt90MilliDays);
    expect(shell.assess().cleanOverdueMinor).toBe(before.cleanOverdueMinor);
  });
});

describe('LIMIT_EXPIRING', () => {
  it('is told 30 days before the limit ends, and is over when it is renewed', () => {
    const shell = new Shell();
    shell.tell(MONDAY, { ...limitOf(1_000_00, MONDAY), validTo: MONDAY + 60 });
    shell.tell(MONDAY, issued('I1', MONDAY, MONDAY + 90, 100_00));
    shell.advance(MONDAY + 29);
    expect(told(shell, 'LIMIT_EXPIRING')).toEqual([]);
    shell.advance(MONDAY + 30);
    expect(told(shell, 'LIMIT_EXPIRING')).toEqual(['LIMIT_EXPIRING info']);
    shell.tell(MONDAY + 31, { ...limitOf(1_000_00, MONDAY + 31), validTo: MONDAY + 400 });
    expect(told(shell, 'LIMIT_EXPIRING')).toEqual([]);
  });

  it('keeps a limit in force after its end rather than calling the customer unlimited', () => {
    const shell = new Shell();
    shell.tell(MONDAY, { ...limitOf(1_000_00, MONDAY), validTo: MONDAY + 10 });
    shell.tell(MONDAY, issued('I1', MONDAY, MONDAY + 90, 950_00));
    shell.advance(MONDAY + 11);
    expect(shell.assess().utilisationPpm).toBe(950_000);
    expect(shell.assess().dataQuality).toContain('LIMIT_EXPIRED');
  });
});

describe('LIMIT_EXPIRING with another limit to follow', () => {
  it('is not told when the limit is renewed already', () => {
    const shell = owing(100_00);
    shell.tell(MONDAY + 1, { ...limitOf(1_000_00, MONDAY + 1), validTo: MONDAY + 20 });
    expect(told(shell, 'LIMIT_EXPIRING')).toEqual(['LIMIT_EXPIRING info']);
    shell.tell(MONDAY + 1, limitOf(2_000_00, MONDAY + 22));
    expect(told(shell, 'LIMIT_EXPIRING')).toEqual(['LIMIT_EXPIRING info']);
    shell.tell(MONDAY + 1, limitOf(2_000_00, MONDAY + 21));
    expect(told(shell, 'LIMIT_EXPIRING')).toEqual([]);
    shell.advance(MONDAY + 21);
    expect(shell.assess()).toMatchObject({ limitMinor: 2_000_00, dataQuality: [] });
  });
});

describe('LIMIT_MISSING', () => {
  it.each([
    [10_000_00, []],
    [10_000_01, ['LIMIT_MISSING warning']],
  ])('at an exposure of %i cents without a limit says %j', (owed, expected) => {
    const shell = new Shell();
    shell.tell(MONDAY, issued('I1', MONDAY, MONDAY + 30, owed));
    expect(told(shell, 'LIMIT_MISSING')).toEqual(expected);
  });

  it('is over when any limit is set, and sets in again when it is taken away', () => {
    const shell = new Shell();
    shell.tell(MONDAY, issued('I1', MONDAY, MONDAY + 90, 20_000_00));
    shell.tell(MONDAY, { ...limitOf(50_000_00, MONDAY), limitKind: 'insured' });
    expect(told(shell, 'LIMIT_MISSING')).toEqual([]);
    shell.tell(MONDAY + 1, { ...limitOf(null, MONDAY + 1), limitKind: 'insured' });
    expect(told(shell, 'LIMIT_MISSING')).toEqual(['LIMIT_MISSING warning']);
  });
});

describe('of several limits', () => {
  const limits = (shell: Shell) => {
    const { limitMinor, limitKind } = shell.assess();
    return `${limitKind} ${limitMinor}`;
  };

  it('the temporary one counts until its last day, then the own one, then insurance', () => {
    const shell = new Shell();
    shell.tell(MONDAY, { ...limitOf(400_00, MONDAY), limitKind: 'other' });
    expect(limits(shell)).toBe('other 40000');
    shell.tell(MONDAY, { ...limitOf(500_00, MONDAY), limitKind: 'insured' });
    expect(limits(shell)).toBe('insured 50000');
    shell.tell(MONDAY, limitOf(800_00, MONDAY));
    expect(limits(shell)).toBe('own 80000');
    const temporary = { ...limitOf(2_000_00, MONDAY), limitKind: 'temporary' } as const;
    shell.tell(MONDAY, { ...temporary, validTo: MONDAY + 10 });
    expect(limits(shell)).toBe('temporary 200000');
    shell.advance(MONDAY + 10);
    expect(limits(shell)).toBe('temporary 200000');
    shell.advance(MONDAY + 11);
    expect(limits(shell)).toBe('own 80000');
  });

  it('one that begins later counts from its day on, and until then the one before', () => {
    const shell = new Shell();
    shell.tell(MONDAY, issued('I1', MONDAY, MONDAY + 90, 850_00));
    shell.tell(MONDAY, limitOf(1_000_00, MONDAY));
    shell.tell(MONDAY, limitOf(500_00, MONDAY + 5));
    expect(told(shell, 'LIMIT')).toEqual(['LIMIT_80 info']);
    shell.advance(MONDAY + 4);
    expect(limits(shell)).toBe('own 100000');
    shell.advance(MONDAY + 5);
    expect(limits(shell)).toBe('own 50000');
    expect(told(shell, 'LIMIT')).toEqual(['LIMIT_100 error']);
  });

  it('a policy may let another kind go first', () => {
    const limitRules = { ...defaultPolicy.limits, priority: ['insured', 'own'] as const };
    const shell = new Shell({ world: worldWith({ rules: { limits: limitRules } }) });
    shell.tell(MONDAY, { ...limitOf(800_00, MONDAY), insuredMinor: 300_00 });
    expect(limits(shell)).toBe('insured 30000');
  });

  it('no limit of one kind touches another one, whatever the versions say', () => {
    const shell = new Shell();
    shell.tell(MONDAY, { ...limitOf(800_00, MONDAY), sourceVersion: 9 });
    shell.tell(MONDAY, { ...limitOf(700_00, MONDAY), limitKind: 'insured', sourceVersion: 2 });
    shell.tell(MONDAY, { ...limitOf(600_00, MONDAY), sourceVersion: 8 });
    expect(limits(shell)).toBe('own 80000');
    expect(shell.assess().insured).toEqual({ currency: 'EUR', amountMinor: 700_00 });
  });
});

describe('a request for more', () => {
  const ask = (shell: Shell, day: number) =>
    shell.tell(day, {
      kind: 'credit_limit.increase_requested',
      requestId: 'REQ-1',
      requestedMinor: 5_000_00,
      currency: 'EUR',
      requestedOn: day,
    });

  it('stays open until a limit is decided on that day or later', () => {
    const shell = owing(100_00);
    ask(shell, MONDAY + 1);
    expect(shell.assess().limitRequest).toEqual({
      requestId: 'REQ-1',
      requestedOn: MONDAY + 1,
      amountMinor: 5_000_00,
      currency: 'EUR',
    });
    shell.tell(MONDAY + 1, limitOf(3_000_00, MONDAY + 1));
    expect(shell.assess().limitRequest).toBeNull();
  });

  it('is forgotten after 90 days', () => {
    const shell = owing(100_00);
    ask(shell, MONDAY + 1);
    shell.advance(MONDAY + 90);
    expect(shell.assess().limitRequest?.requestId).toBe('REQ-1');
    shell.advance(MONDAY + 91);
    expect(shell.assess().limitRequest).toBeNull();
  });
});
