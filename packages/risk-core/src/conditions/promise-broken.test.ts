import { all, told } from '../../test/conditions.ts';
import { issued, paid, received } from '../../test/events.ts';
import { MONDAY, Shell, type Told, weekdays, worldWith } from '../../test/shell.ts';

const promise = (changes: Partial<Extract<Told, { kind: 'promise.made' }>> = {}) =>
  ({
    kind: 'promise.made',
    promiseId: 'M1',
    invoiceIds: ['I1'],
    amountMinor: 1_000_00,
    currency: 'EUR',
    madeOn: MONDAY,
    promisedFor: MONDAY + 4,
    level: 1,
    ...changes,
  }) as const;

/** A customer that owes 1,000 euros; promised days end on a Friday, with weekends off. */
function owing(): Shell {
  const shell = new Shell({ world: worldWith({ calendar: weekdays }) });
  shell.tell(MONDAY - 40, issued('I1', MONDAY - 40, MONDAY - 10, 1_000_00));
  return shell;
}

describe('PROMISE_BROKEN', () => {
  it('comes two business days after the promised day, not before', () => {
    const shell = owing();
    shell.tell(MONDAY, promise());
    shell.advance(MONDAY + 8);
    expect(told(shell, 'PROMISE_BROKEN')).toEqual([]);
    shell.advance(MONDAY + 9);
    expect(told(shell, 'PROMISE_BROKEN')).toEqual(['PROMISE_BROKEN warning']);
    expect(all(shell, 'PROMISE_BROKEN')[0]?.scope).toBe('M1');
  });

  it('pauses dunning until the tolerance is over', () => {
    const shell = owing();
    shell.tell(MONDAY, promise());
    expect(shell.assess().treatment).toBe('pause');
    expect(shell.assess().pauses).toContainEqual({
      kind: 'promise',
      ref: 'M1',
      amountMinor: null,
      currency: null,
      until: MONDAY + 8,
    });
    shell.advance(MONDAY + 9);
    expect(shell.assess().treatment).not.toBe('pause');
  });

  it('is an error at the second level', () => {
    const shell = owing();
    shell.tell(MONDAY, promise({ level: 2 }));
    shell.advance(MONDAY + 9);
    expect(told(shell, 'PROMISE_BROKEN')).toEqual(['PROMISE_BROKEN error']);
  });

  it('does not come when the money came in time, and counts as kept', () => {
    const shell = owing();
    shell.tell(MONDAY, promise());
    shell.tell(MONDAY + 8, paid('P1', 'I1', MONDAY + 8, 1_000_00));
    shell.advance(MONDAY + 30);
    expect(told(shell, 'PROMISE_BROKEN')).toEqual([]);
    expect(shell.assess().promiseKeptPpm).toBe(1_000_000);
  });

  it('is over when the money comes late, but the promise stays broken in the share', () => {
    const shell = owing();
    shell.tell(MONDAY, promise());
    shell.tell(MONDAY + 2, paid('P1', 'I1', MONDAY + 2, 400_00));
    shell.tell(MONDAY + 20, paid('P2', 'I1', MONDAY + 20, 600_00));
    expect(told(shell, 'PROMISE_BROKEN')).toEqual([]);
    expect(shell.assess().promiseKeptPpm).toBe(400_000);
  });

  it('is taken back by money of the promised days that is told of late', () => {
    const shell = owing();
    shell.tell(MONDAY, promise());
    shell.advance(MONDAY + 12);
    expect(told(shell, 'PROMISE_BROKEN')).toHaveLength(1);
    shell.tell(MONDAY + 12, paid('P1', 'I1', MONDAY + 12, 1_000_00, { valueOn: MONDAY + 3 }));
    expect(told(shell, 'PROMISE_BROKEN')).toEqual([]);
    expect(shell.assess().promiseKeptPpm).toBe(1_000_000);
  });

  it('comes back when the payment that kept it is returned', () => {
    const shell = owing();
    shell.tell(MONDAY, promise());
    shell.tell(MONDAY + 2, received('P1', MONDAY + 2, 1_000_00));
    shell.tell(MONDAY + 2, paid('P1', 'I1', MONDAY + 2, 1_000_00));
    shell.advance(MONDAY + 15);
    shell.tell(MONDAY + 15, {
      kind: 'payment.reversed',
      paymentId: 'P1',
      amountMinor: 1_000_00,
      currency: 'EUR',
      reason: 'returned',
      applications: [],
      reversedOn: MONDAY + 15,
    });
    expect(told(shell, 'PROMISE_BROKEN')).toEqual(['PROMISE_BROKEN warning']);
  });

  it('is neither kept nor broken once withdrawn', () => {
    const shell = owing();
    shell.tell(MONDAY, promise());
    shell.tell(MONDAY + 1, { kind: 'promise.withdrawn', promiseId: 'M1', withdrawnOn: MONDAY + 1 });
    shell.advance(MONDAY + 30);
    expect(told(shell, 'PROMISE_BROKEN')).toEqual([]);
    expect(shell.assess().promiseKeptPpm).toBeNull();
  });

  it('is kept by any payment when it names no invoice', () => {
    const shell = owing();
    shell.tell(MONDAY, promise({ invoiceIds: [], amountMinor: 500_00 }));
    shell.tell(MONDAY + 3, received('P1', MONDAY + 3, 500_00));
    shell.advance(MONDAY + 30);
    expect(told(shell, 'PROMISE_BROKEN')).toEqual([]);
    expect(shell.assess().promiseKeptPpm).toBe(1_000_000);
  });
});
