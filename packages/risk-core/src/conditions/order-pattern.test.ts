import { all, told } from '../../test/conditions.ts';
import { issued, ordered, paid } from '../../test/events.ts';
import { MONDAY, Shell, worldWith } from '../../test/shell.ts';

const WEEK = 7;
const YEAR = 364;
/** First day of the eight weeks that are whole on Monday. */
const RECENT = MONDAY - 8 * WEEK;

/**
 * Orders of 1,000 euros a week for a year and eight weeks; of the last eight whole weeks so much in
 * all, the first seven at a thousand or what is an eighth of it.
 */
function ordering(recentMinor: number, options: { lateDays?: number } = {}): Shell {
  const shell = drifting(options.lateDays ?? 0);
  const usual = Math.min(1_000_00, Math.floor(recentMinor / 8));
  for (let week = 0; week < 60; week += 1) {
    const on = RECENT - YEAR + week * WEEK;
    const rest = week < 59 ? usual : recentMinor - 7 * usual;
    shell.tell(on, ordered(`O${week}`, on, week < 52 ? 1_000_00 : rest, { sourceVersion: 1 }));
  }
  shell.advance(MONDAY);
  return shell;
}

/** Orders of a year ago, by week, and one of 30,000 euros last Sunday. */
function after(yearAgo: readonly number[]): Shell {
  const shell = new Shell();
  yearAgo.forEach((amountMinor, week) => {
    const on = RECENT - YEAR + week * WEEK;
    shell.tell(on, ordered(`O${week}`, on, amountMinor));
  });
  shell.tell(MONDAY - 1, ordered('NEW', MONDAY - 1, 30_000_00));
  shell.advance(MONDAY);
  return shell;
}

/** A customer that paid twelve invoices on time, and the last six so many days late. */
function drifting(days: number): Shell {
  const shell = new Shell();
  for (let at = 0; at < 18; at += 1) {
    const dueOn = RECENT - YEAR - 400 + at * 20;
    const paidOn = dueOn + (at < 12 ? 0 : days);
    shell.tell(dueOn - 10, issued(`I${at}`, dueOn - 10, dueOn, 100_00));
    shell.tell(paidOn, paid(`P${at}`, `I${at}`, paidOn, 100_00));
  }
  return shell;
}

const rowE4 = (shell: Shell) => {
  const row = shell.assess().features.find(({ code }) => code === 'E4');
  return `${row?.value} costs ${row?.points}`;
};

describe('orders of eight weeks', () => {
  it.each([
    [16_000_00, '0 costs 0', []],
    [16_000_01, '1 costs 15', ['ORDER_PATTERN info']],
    [100_000_00, '1 costs 15', ['ORDER_PATTERN info']],
    [4_000_00, '0 costs 0', []],
    [3_999_99, '1 costs 15', ['ORDER_PATTERN info']],
  ])('of %i cents against 8,000 euros a year ago', (recentMinor, row, open) => {
    const shell = ordering(recentMinor);
    expect(rowE4(shell)).toBe(row);
    expect(told(shell, 'ORDER_PATTERN')).toEqual(open);
  });

  it.each([
    [24_000_00, '1 costs 15'],
    [24_000_01, '2 costs 30'],
    // Next to nothing is a collapse, and no steeper one than a half.
    [1_00, '1 costs 15'],
  ])('of %i cents are a warning while lateness drifts', (recentMinor, row) => {
    const shell = ordering(recentMinor, { lateDays: 20 });
    expect(shell.assess().driftMilliDays).toBeGreaterThan(3_000);
    expect(rowE4(shell)).toBe(row);
    expect(told(shell, 'ORDER_PATTERN')).toEqual(['ORDER_PATTERN warning']);
  });

  it('three times those of a year ago cost 15 without a drift', () => {
    expect(rowE4(ordering(30_000_00))).toBe('1 costs 15');
  });

  it.each([
    ['three weeks had orders', [200_00, 200_00, 100_00], '1 costs 15'],
    ['two weeks had orders', [200_00, 300_00], 'null costs 0'],
    ['less than 500 euros were ordered', [200_00, 200_00, 99_99], 'null costs 0'],
    ['nothing was ordered', [], 'null costs 0'],
  ])('say something or nothing when a year ago %s', (_, yearAgo, row) => {
    expect(rowE4(after(yearAgo))).toBe(row);
  });

  it('are whole ones: what is ordered on Monday counts a week later', () => {
    const shell = ordering(8_000_00);
    shell.tell(MONDAY, ordered('MONDAY', MONDAY, 10_000_00));
    shell.advance(MONDAY + 6);
    expect(rowE4(shell)).toBe('0 costs 0');
    expect(shell.profile.nextOn).toBe(MONDAY + 7);
    shell.advance(MONDAY + 7);
    expect(rowE4(shell)).toBe('1 costs 15');
  });

  it('follow each correction of an order, exactly and once', () => {
    const shell = ordering(16_000_01);
    const change = (amountMinor: number, sourceVersion: number) =>
      shell.tell(
        MONDAY,
        ordered('O59', MONDAY, amountMinor, { kind: 'order.changed', sourceVersion }),
      );
    change(9_000_00, 3);
    expect(rowE4(shell)).toBe('0 costs 0');
    change(99_000_00, 2);
    shell.tell(MONDAY, ordered('O59', MONDAY - 7, 9_000_01, { sourceVersion: 1 }));
    expect(rowE4(shell)).toBe('0 costs 0');
    change(9_000_01, 4);
    expect(rowE4(shell)).toBe('1 costs 15');
    shell.tell(MONDAY, { kind: 'order.cancelled', orderId: 'O59', cancelledOn: MONDAY });
    expect(rowE4(shell)).toBe('0 costs 0');
  });

  it('keep of a cancelled order what was delivered of it', () => {
    const shell = ordering(20_000_00);
    shell.tell(MONDAY, {
      ...{ kind: 'delivery.dispatched', deliveryId: 'D1', orderId: 'O59', amountMinor: 9_000_00 },
      ...{ currency: 'EUR', on: MONDAY },
    });
    shell.tell(MONDAY, { kind: 'order.cancelled', orderId: 'O59', cancelledOn: MONDAY });
    expect(rowE4(shell)).toBe('0 costs 0');
  });

  it('take their old weeks with them though the stubs of orders are kept for 400 days', () => {
    const shell = ordering(30_000_00);
    shell.advance(MONDAY + 6);
    const evidence = all(shell, 'ORDER_PATTERN')[0]?.evidence;
    expect(evidence?.map(({ field, value }) => `${field} ${value}`)).toEqual([
      'orderRatioPpm 3750000',
      'orderedMinor 3000000',
      'orderedYearAgoMinor 800000',
      'orderWeeksYearAgo 8',
    ]);
    shell.advance(MONDAY + 61 * WEEK);
    expect(shell.profile.dossier.orderWeeks).toBeNull();
    expect(shell.profile.stubPages).toEqual([]);
  });

  it('are compared at the same rates on both sides, so that no rate makes a surge', () => {
    const shell = new Shell();
    for (const week of [1, 2, 3, 55, 56, 57]) {
      const on = RECENT - YEAR + (week % 52) * WEEK + (week > 52 ? YEAR : 0);
      shell.tell(on, ordered(`O${week}`, on, 1_000_00, { currency: 'USD' }));
    }
    shell.advance(MONDAY);
    expect(rowE4(shell)).toBe('0 costs 0');
    const rateNano = new Map([['USD', 3_000_000_000]]);
    shell.world = worldWith({ rates: { base: 'EUR', rateNano } });
    shell.tell(MONDAY, { kind: 'fx.rates_published' });
    expect(rowE4(shell)).toBe('0 costs 0');
  });
});

describe('ORDER_PATTERN', () => {
  it('is over after four weeks of usual orders', () => {
    const shell = ordering(16_000_01);
    const changed = { kind: 'order.changed', sourceVersion: 2 } as const;
    shell.tell(MONDAY + 1, ordered('O59', MONDAY + 1, 1_000_00, changed));
    shell.advance(MONDAY + 28);
    expect(told(shell, 'ORDER_PATTERN')).toEqual(['ORDER_PATTERN info']);
    shell.advance(MONDAY + 29);
    expect(told(shell, 'ORDER_PATTERN')).toEqual([]);
  });
});
