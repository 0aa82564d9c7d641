import { all, told } from '../../test/conditions.ts';
import { issued, paid } from '../../test/events.ts';
import { MONDAY, Shell, weekdays, worldWith } from '../../test/shell.ts';

/** Material and 31 days past due on a Saturday night; weekends off, cash feeds awaited. */
function lateCustomer(cashThrough: number): Shell {
  const rules = { midnight: { awaitsCashFeed: true } };
  const shell = new Shell({ world: worldWith({ calendar: weekdays, cashThrough, rules }) });
  shell.tell(MONDAY - 26, issued('I1', MONDAY - 26, MONDAY - 26, 1_000_00));
  return shell;
}

const SATURDAY = MONDAY + 5;
const NEXT_MONDAY = MONDAY + 7;
const FRIDAY = MONDAY + 4;

describe('a condition that time alone raised', () => {
  it('is pending until the cash feed of the business day before is complete', () => {
    const shell = lateCustomer(FRIDAY - 1);
    shell.advance(SATURDAY);
    expect(told(shell, 'OVERDUE')).toEqual(['OVERDUE_30 warning pending']);
    expect(all(shell, 'OVERDUE')[0]?.pendingUntil).toBe(NEXT_MONDAY + 1);
    expect(shell.assess().awaitsCash).toBe(true);
    shell.advance(NEXT_MONDAY);
    expect(told(shell, 'OVERDUE')).toEqual(['OVERDUE_30 warning pending']);
    shell.world = { ...shell.world, cashThrough: FRIDAY };
    shell.tell(NEXT_MONDAY, { kind: 'feed.completed' });
    expect(told(shell, 'OVERDUE')).toEqual(['OVERDUE_30 warning']);
    expect(all(shell, 'OVERDUE')[0]?.since).toBe(SATURDAY);
    expect(shell.assess().awaitsCash).toBe(false);
  });

  it('is told at once when that cash is known already', () => {
    const shell = lateCustomer(FRIDAY);
    shell.advance(SATURDAY);
    expect(told(shell, 'OVERDUE')).toEqual(['OVERDUE_30 warning']);
  });

  it('is told when the business day has passed without a feed', () => {
    const shell = lateCustomer(FRIDAY - 1);
    shell.advance(NEXT_MONDAY + 1);
    expect(told(shell, 'OVERDUE')).toEqual(['OVERDUE_30 warning']);
  });

  it('is never told when the cash was in the bank', () => {
    const shell = lateCustomer(FRIDAY - 1);
    shell.advance(NEXT_MONDAY);
    shell.tell(NEXT_MONDAY, paid('P1', 'I1', NEXT_MONDAY, 1_000_00, { valueOn: FRIDAY }));
    expect(told(shell, 'OVERDUE')).toEqual([]);
    expect(shell.assess().awaitsCash).toBe(false);
  });

  it('keeps telling its old level while a higher one is pending', () => {
    const shell = lateCustomer(FRIDAY);
    shell.advance(SATURDAY);
    shell.advance(MONDAY - 26 + 61);
    expect(told(shell, 'OVERDUE')).toEqual(['OVERDUE_30 warning']);
    expect(shell.assess().awaitsCash).toBe(true);
    shell.advance(MONDAY - 26 + 63);
    expect(told(shell, 'OVERDUE')).toEqual(['OVERDUE_60 error']);
  });
});

describe('a condition that an event raised', () => {
  it('is told at once, at any hour', () => {
    const shell = lateCustomer(0);
    shell.tell(MONDAY, issued('I2', MONDAY - 60, MONDAY - 50, 1_000_00));
    expect(told(shell, 'OVERDUE')).toEqual(['OVERDUE_30 warning']);
  });

  it('carries the position of the record that raised it, until it is over', () => {
    const shell = lateCustomer(0);
    const position = { generation: 1, offset: 77, index: 0 };
    shell.run({
      kind: 'event',
      asOf: MONDAY,
      cause: { eventId: 'e', source: 's', type: 't', position },
      event: {
        ...issued('I2', MONDAY - 60, MONDAY - 50, 1_000_00),
        sourceVersion: 1,
        occurredAtMs: 0,
      },
    });
    shell.tell(MONDAY + 1, issued('I3', MONDAY + 1, MONDAY + 31, 1_00));
    expect(all(shell, 'OVERDUE')[0]?.onsetPosition).toEqual(position);
  });
});
