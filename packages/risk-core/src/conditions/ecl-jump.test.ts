import { all, told } from '../../test/conditions.ts';
import { issued, paid } from '../../test/events.ts';
import { MONDAY, Shell, worldWith } from '../../test/shell.ts';
import { defaultPolicy } from '../index.ts';

/** 2024-09-30, the last day of the month before Monday, 2024-10-07. */
const MONTH_END = MONDAY - 7;

/** 0.3 % of what is not due is expected to be lost: 1,200.00 of the first invoice. */
const BASE = 400_000_00;

const later = (id: string, on: number, amountMinor: number) =>
  issued(id, on, on + 300, amountMinor);

/** Owes 400,000.00 at the end of September, and so much more since Monday. */
function owing(moreMinor: number, since = MONTH_END): Shell {
  const shell = new Shell();
  shell.tell(since, later('BASE', since, BASE));
  shell.tell(MONDAY, later('MORE', MONDAY, moreMinor));
  return shell;
}

const jump = (shell: Shell) => told(shell, 'ECL_JUMP');

describe('ECL_JUMP', () => {
  it.each([
    [399_990_00, 239_997, []],
    [400_000_00, 240_000, ['ECL_JUMP warning']],
    [400_010_00, 240_003, ['ECL_JUMP warning']],
  ])('with %i cents more expects a loss of %i against 1,200.00', (moreMinor, lossMinor, open) => {
    const shell = owing(moreMinor);
    expect(shell.assess().eclMinor).toBe(lossMinor);
    expect(jump(shell)).toEqual(open);
  });

  it('says what it compares', () => {
    const evidence = all(owing(400_000_00), 'ECL_JUMP')[0]?.evidence ?? [];
    expect(evidence.map(({ field, value, threshold }) => [field, value, threshold])).toEqual([
      ['eclRatioPpm', 2_000_000, 2_000_000],
      ['eclMinor', 2_400_00, 1_000_00],
      ['eclMonthEndMinor', 1_200_00, null],
    ]);
  });

  it.each([
    [233_333_00, 1_000_00, []],
    [233_340_00, 1_000_02, ['ECL_JUMP warning']],
  ])('with %i cents more than 100,000.00 expects %i, above 1,000.00 or not', (more, loss, open) => {
    const shell = new Shell();
    shell.tell(MONTH_END, later('BASE', MONTH_END, 100_000_00));
    shell.tell(MONDAY, later('MORE', MONDAY, more));
    expect(shell.assess().eclMinor).toBe(loss);
    expect(jump(shell)).toEqual(open);
  });

  it('has nothing to compare with when the month before ended without a loss to expect', () => {
    expect(jump(owing(4_000_000_00, MONDAY - 6))).toEqual([]);
  });

  it('rises with age alone, as days past due cost more', () => {
    const shell = new Shell();
    shell.tell(MONTH_END, issued('BASE', MONTH_END, MONDAY - 1, BASE));
    expect(jump(shell)).toEqual([]);
    shell.advance(MONDAY);
    expect(shell.assess().eclMinor).toBe(32_000_00);
    expect(jump(shell)).toEqual(['ECL_JUMP warning']);
  });

  it.each([
    [200_000_00, ['ECL_JUMP warning']],
    [200_010_00, []],
  ])('is over below half as much again: after %i cents paid', (paidMinor, open) => {
    const shell = owing(400_000_00);
    shell.advance(MONDAY + 1);
    shell.tell(MONDAY + 1, paid('P1', 'MORE', MONDAY + 1, paidMinor));
    expect(jump(shell)).toEqual(open);
  });

  it('is over after 31 days, and told no more: the month end in between has it', () => {
    const shell = owing(400_000_00);
    shell.advance(MONDAY + 30);
    expect(jump(shell)).toEqual(['ECL_JUMP warning']);
    shell.advance(MONDAY + 31);
    expect(jump(shell)).toEqual([]);
    shell.advance(MONDAY + 60);
    expect(jump(shell)).toEqual([]);
  });

  it('goes on after 31 days when the loss has doubled against the later month end, too', () => {
    const shell = new Shell();
    shell.tell(MONTH_END, issued('BASE', MONTH_END, MONDAY - 1, BASE));
    // 31 days past due on the 31st day: 26 % against 8 % at the end of October.
    shell.advance(MONDAY + 31);
    expect(jump(shell)).toEqual(['ECL_JUMP warning']);
    expect(shell.assess().eclMinor).toBe(104_000_00);
  });

  it('is not raised by a policy that expects higher losses', () => {
    const shell = owing(1_00);
    const ecl = { ...defaultPolicy.ecl, forwardPpm: 3_000_000 };
    shell.world = worldWith({ rules: { version: 'next', ecl } });
    shell.tell(MONDAY + 1, { kind: 'policy.activated' });
    expect(shell.assess().eclMinor).toBeGreaterThan(3 * 1_200_00 - 1);
    expect(jump(shell)).toEqual([]);
  });

  it('compares with the month end itself, in one clock step or in many', () => {
    const [once, stepwise] = [owing(1_00), owing(1_00)];
    for (let day = MONDAY + 1; day <= MONDAY + 150; day += 1) stepwise.advance(day);
    once.advance(MONDAY + 150);
    expect(once.profile.dossier.lossHistory?.ends).toHaveLength(4);
    expect(stepwise.profile).toEqual(once.profile);
  });
});
