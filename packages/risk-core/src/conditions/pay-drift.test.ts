import { all, told } from '../../test/conditions.ts';
import { customerWithHistory } from '../../test/customers.ts';
import { issued, paid, received } from '../../test/events.ts';
import { MONDAY, type Shell } from '../../test/shell.ts';

/** Settles one invoice a week, so many days late. */
function settleWeekly(shell: Shell, from: number, weeks: number, lateDays: number): void {
  for (let week = 0; week < weeks; week += 1) {
    const day = from + 7 * week;
    const id = `D${day}`;
    shell.tell(day, issued(id, day - lateDays - 30, day - lateDays, 1_000_00));
    shell.tell(day, paid(`P${id}`, id, day, 1_000_00));
  }
}

describe('PAY_DRIFT', () => {
  it('is told of a prompt customer slipping by eight days, before anything is 30 days late', () => {
    const shell = customerWithHistory({ until: MONDAY, weeks: 30, lateDays: 0 });
    settleWeekly(shell, MONDAY, 3, 8);
    expect(told(shell, 'PAY_DRIFT')).toEqual(['PAY_DRIFT warning']);
    expect(told(shell, 'OVERDUE')).toEqual([]);
  });

  it('is not told of one who has always been 25 days late', () => {
    const shell = customerWithHistory({ until: MONDAY, weeks: 40, lateDays: 25 });
    expect(told(shell, 'PAY_DRIFT')).toEqual([]);
    expect(shell.assess()).toMatchObject({ driftMilliDays: 0, irregularityMilliDays: 0 });
  });

  it('is over after three settlements in calm', () => {
    const shell = customerWithHistory({ until: MONDAY, weeks: 30, lateDays: 0 });
    settleWeekly(shell, MONDAY, 3, 8);
    settleWeekly(shell, MONDAY + 21, 8, 0);
    expect(told(shell, 'PAY_DRIFT')).toEqual([]);
  });

  it('takes an invoice paid in parts once, at its last payment', () => {
    const shell = customerWithHistory({ until: MONDAY, weeks: 10, lateDays: 0 });
    const before = shell.assess().settledCount;
    shell.tell(MONDAY, issued('I1', MONDAY, MONDAY + 10, 300_00));
    for (const part of [1, 2, 3]) {
      shell.tell(MONDAY + 10 * part, paid(`P${part}`, 'I1', MONDAY + 10 * part, 100_00));
    }
    expect(shell.assess().settledCount).toBe(before + 1);
    expect(shell.profile.stats.lates[shell.profile.stats.lates.length - 1]).toBe(20);
  });

  it('is told by silence alone, on the day that was named before, and taken back by cash', () => {
    const shell = customerWithHistory({ until: MONDAY, weeks: 30, lateDays: 0 });
    for (const id of ['A', 'B', 'C']) shell.tell(MONDAY, issued(id, MONDAY, MONDAY + 7, 1_000_00));
    const days = [];
    for (let day = MONDAY; day < MONDAY + 16; day += 1) {
      const named = shell.assess().nextTransitionOn;
      shell.advance(day);
      if (told(shell, 'PAY_DRIFT').length > 0) {
        expect(named).toBe(day);
        days.push(day - MONDAY);
        break;
      }
    }
    // Three unpaid for six days; the story of PAY_DRIFT has the arithmetic.
    expect(days).toEqual([13]);
    shell.tell(MONDAY + 13, received('P', MONDAY + 13, 3_000_00));
    shell.advance(MONDAY + 14);
    expect(told(shell, 'PAY_DRIFT')).toEqual([]);
  });

  it('is not told over one invoice, however long it is forgotten', () => {
    const shell = customerWithHistory({ until: MONDAY, weeks: 30, lateDays: 0 });
    shell.tell(MONDAY, issued('A', MONDAY, MONDAY + 7, 1_000_00));
    shell.advance(MONDAY + 200);
    expect(told(shell, 'PAY_DRIFT')).toEqual([]);
    shell.tell(MONDAY + 200, paid('PA', 'A', MONDAY + 200, 1_000_00));
    expect(shell.assess().cusumMilli).toBe(2_500);
  });

  it('is not told of a stable late payer, from the first invoices on', () => {
    const lates = [24, 27, 25, 22, 26, 25, 28, 23, 25, 24, 27, 26, 22, 25];
    const shell = customerWithHistory({ until: MONDAY, weeks: 1, lateDays: 25 });
    for (const [week, late] of lates.entries()) settleWeekly(shell, MONDAY + 7 * week, 1, late);
    expect(told(shell, 'PAY_DRIFT')).toEqual([]);
    expect(shell.profile.stats.alarmOn).toBe(-1);
  });

  it.each([
    { outcome: 'valid', drifting: [] },
    { outcome: 'invalid', drifting: ['PAY_DRIFT warning'] },
  ] as const)('counts days in dispute only when it ends $outcome against them', (row) => {
    const shell = customerWithHistory({ until: MONDAY, weeks: 30, lateDays: 0 });
    for (let week = 0; week < 4; week += 1) {
      const [due, settled] = [MONDAY + 7 * week, MONDAY + 7 * week + 20];
      const [id, dispute] = [`D${week}`, { disputeId: `D${week}`, invoiceId: `D${week}` }];
      shell.tell(settled, issued(id, due - 30, due, 1_000_00));
      const contested = { amountMinor: 1_000_00, disputedOn: due };
      shell.tell(settled, { kind: 'invoice.disputed', ...dispute, ...contested });
      const ended = { outcome: row.outcome, creditedMinor: 0, resolvedOn: settled };
      shell.tell(settled, { kind: 'invoice.dispute_resolved', ...dispute, ...ended });
      shell.tell(settled, paid(`P${id}`, id, settled, 1_000_00));
    }
    expect(told(shell, 'PAY_DRIFT')).toEqual(row.drifting);
  });

  it('leads with what raised it', () => {
    const cusum = customerWithHistory({ until: MONDAY, weeks: 30, lateDays: 0 });
    settleWeekly(cusum, MONDAY, 3, 8);
    const fields = (shell: Shell) => all(shell, 'PAY_DRIFT')[0]?.evidence.map(({ field }) => field);
    expect(fields(cusum)?.[0]).toBe('cusumMilli');
    // A wide spread: the sum stays low, but the recent mean leaves the long one.
    const wide = customerWithHistory({ until: MONDAY, weeks: 1, lateDays: 0 });
    for (let week = 0; week < 30; week += 1) {
      settleWeekly(wide, MONDAY + 7 * week, 1, week % 3 === 0 ? 12 : -12);
    }
    settleWeekly(wide, MONDAY + 7 * 30, 4, 30);
    expect(all(wide, 'PAY_DRIFT')[0]?.evidence[0]?.value).toBeGreaterThan(
      all(wide, 'PAY_DRIFT')[0]?.evidence[0]?.threshold ?? 0,
    );
  });
});
