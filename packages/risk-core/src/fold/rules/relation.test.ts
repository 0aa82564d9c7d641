import { issued } from '../../../test/events.ts';
import { MONDAY, Shell } from '../../../test/shell.ts';
import type { HoldScope } from '../../index.ts';

describe('a hold of the ledger', () => {
  const hold = (
    shell: Shell,
    kind: 'credit_hold.applied' | 'credit_hold.released',
    scope: HoldScope,
    holdId: string | null = null,
  ) => shell.tell(MONDAY, { kind, holdId, scope, effectiveOn: MONDAY });

  it('stands until it is released, and several add up', () => {
    const shell = new Shell();
    hold(shell, 'credit_hold.applied', 'orders', 'H1');
    expect(shell.assess().creditHold).toBe('orders');
    hold(shell, 'credit_hold.applied', 'deliveries', 'H2');
    expect(shell.assess().creditHold).toBe('all');
    hold(shell, 'credit_hold.released', 'orders', 'H1');
    expect(shell.assess().creditHold).toBe('deliveries');
    hold(shell, 'credit_hold.released', 'deliveries', 'H2');
    expect(shell.assess().creditHold).toBeNull();
  });

  it('without an id is lifted by a release of its scope, or of all', () => {
    const shell = new Shell();
    hold(shell, 'credit_hold.applied', 'orders');
    hold(shell, 'credit_hold.released', 'deliveries');
    expect(shell.assess().creditHold).toBe('orders');
    hold(shell, 'credit_hold.released', 'all');
    expect(shell.assess().creditHold).toBeNull();
    hold(shell, 'credit_hold.applied', 'orders');
    expect(shell.assess().creditHold).toBe('orders');
  });
});

describe('the dunning system', () => {
  it('is left alone while it pauses the whole customer, and until it goes on', () => {
    const shell = new Shell();
    shell.tell(MONDAY, issued('I1', MONDAY, MONDAY, 1_000_00));
    shell.tell(MONDAY, { kind: 'dunning.level_reached', level: 2, reachedOn: MONDAY });
    expect(shell.assess()).toMatchObject({ dunningLevel: 2, treatment: 'standard' });
    const pause = { kind: 'dunning.paused', pausedOn: MONDAY + 1, until: MONDAY + 5 } as const;
    shell.tell(MONDAY + 1, { ...pause, invoiceIds: ['I1'] });
    expect(shell.assess().treatment).toBe('standard');
    shell.tell(MONDAY + 1, { ...pause, invoiceIds: [] });
    expect(shell.assess()).toMatchObject({
      treatment: 'pause',
      pauses: [{ kind: 'dunning', until: MONDAY + 5 }],
    });
    shell.advance(MONDAY + 5);
    expect(shell.assess().treatment).toBe('pause');
    shell.advance(MONDAY + 6);
    expect(shell.assess().treatment).toBe('standard');
    shell.tell(MONDAY + 7, { kind: 'dunning.finished', finishedOn: MONDAY + 7 });
    expect(shell.assess().dunningLevel).toBe(0);
  });

  it('ends its pause by going on', () => {
    const shell = new Shell();
    const pausedOn = MONDAY;
    shell.tell(MONDAY, { kind: 'dunning.paused', invoiceIds: [], pausedOn, until: null });
    expect(shell.assess().treatment).toBe('pause');
    shell.tell(MONDAY + 1, { kind: 'dunning.level_reached', level: 1, reachedOn: MONDAY + 1 });
    expect(shell.assess().treatment).toBe('standard');
  });
});

describe('who belongs to whom', () => {
  it('is known and has no effect', () => {
    const shell = new Shell();
    shell.tell(MONDAY, issued('I1', MONDAY, MONDAY + 30, 1_000_00));
    const before = shell.assess();
    shell.tell(MONDAY, {
      kind: 'customer.hierarchy_changed',
      parentId: 'P-1',
      relation: 'subsidiary',
      sharesLimit: true,
      effectiveOn: MONDAY,
    });
    const merge = { kind: 'customer.merged', retiredId: 'C-1', mergedOn: MONDAY } as const;
    shell.tell(MONDAY, { ...merge, survivorId: 'C-2' });
    expect(shell.assess()).toEqual({ ...before, parentId: 'P-1', survivorId: 'C-2' });
  });
});
