import { customerWithHistory } from '../../test/customers.ts';
import { issued, limitOf } from '../../test/events.ts';
import { contacted, covered, secured } from '../../test/relation-events.ts';
import { MONDAY, type Shell, type Told } from '../../test/shell.ts';
import { decide, diffDecisions } from '../assess/decide.ts';

const advice = (shell: Shell, kind: string) =>
  shell.assess().recommendations.find((one) => one.kind === kind);

/** A customer with a limit that owes an amount since so many days. */
function owing(days: number, amountMinor = 1_000_00): Shell {
  const shell = customerWithHistory({ until: MONDAY, weeks: 60, lateDays: 0 });
  shell.tell(MONDAY, limitOf(10_000_00, MONDAY));
  if (amountMinor > 0) {
    shell.tell(MONDAY, issued('O1', MONDAY - days - 30, MONDAY - days, amountMinor));
  }
  return shell;
}

const asked = (requestedMinor: number, requestId = 'R1'): Told => ({
  ...{ kind: 'credit_limit.increase_requested', requestId, requestedMinor },
  ...{ currency: 'EUR', requestedOn: MONDAY + 1 },
});

/** What a step withdraws. */
function withdrawnBy(shell: Shell, step: () => void): string[] {
  const before = decide(shell.profile, shell.world);
  step();
  const { withdrawn } = diffDecisions(before, decide(shell.profile, shell.world));
  return withdrawn.map(({ kind, reason }) => `${kind} ${reason}`);
}

describe('the answer to a request for a higher limit', () => {
  const answer = (shell: Shell, requestedMinor: number) => {
    shell.tell(MONDAY + 1, asked(requestedMinor));
    const found = advice(shell, 'limit_request');
    return [found?.toCode, found?.to?.amountMinor, found?.reasons[0]];
  };

  it('grants a prompt customer in A up to a half more, and the part of what is above', () => {
    expect(owing(0, 0).assess().bands.shown).toBe('A');
    expect(answer(owing(0, 0), 15_000_00)).toEqual(['approve', 15_000_00, 'REQUESTED']);
    expect(answer(owing(0, 0), 15_000_01)).toEqual(['partial', 15_000_00, 'REQUESTED']);
  });

  it('refuses while something is overdue, and in C and worse', () => {
    expect(answer(owing(10), 11_000_00)).toEqual(['refuse', 10_000_00, 'OVERDUE']);
    expect(answer(owing(31), 11_000_00)).toEqual(['refuse', 10_000_00, 'BAND_C']);
  });

  it('is withdrawn once the limit is set', () => {
    const shell = owing(0, 0);
    shell.tell(MONDAY + 1, asked(12_000_00));
    shell.advance(MONDAY + 2);
    const set = () => shell.tell(MONDAY + 2, limitOf(12_000_00, MONDAY + 2));
    expect(withdrawnBy(shell, set)).toEqual(['limit_request no_longer_holds']);
  });
});

describe('advice that the ERP has followed already', () => {
  it('is not given: terms, debit and holds as they are', () => {
    const shell = owing(61);
    shell.advance(MONDAY + 1);
    const changes = () => {
      shell.tell(MONDAY + 1, {
        ...{ kind: 'payment_terms.changed', oldTerms: null, effectiveOn: MONDAY + 1 },
        newTerms: { basis: 'net', days: 14 },
      });
      shell.tell(MONDAY + 1, {
        ...{ kind: 'payment_method.changed', newMethod: 'direct_debit' },
        ...{ mandateStatus: 'active', changedOn: MONDAY + 1 },
      });
      shell.tell(MONDAY + 1, {
        ...{ kind: 'credit_hold.applied', holdId: 'H', scope: 'orders', effectiveOn: MONDAY + 1 },
      });
    };
    expect(withdrawnBy(shell, changes)).toEqual([
      ...['order_hold followed', 'terms followed', 'payment_method followed'],
    ]);
  });
});

describe('a review', () => {
  it('is advised the day after its date, and done by a review', () => {
    const shell = owing(0, 0);
    shell.tell(MONDAY, issued('N', MONDAY, MONDAY + 900, 100_00));
    shell.tell(MONDAY, contacted(MONDAY, { outcome: 'credit_review' }));
    const on = shell.assess().nextReviewOn ?? 0;
    expect(on).toBe(MONDAY + 365);
    shell.advance(on);
    expect(advice(shell, 'review')).toBeUndefined();
    shell.advance(on + 1);
    expect(advice(shell, 'review')).toMatchObject({ toCode: 'credit_review' });
    shell.tell(on + 1, contacted(on + 1, { outcome: 'credit_review' }));
    expect(advice(shell, 'review')).toBeUndefined();
  });
});

describe('the insurer', () => {
  it('is to be told of what is overdue a week before cover is lost', () => {
    const shell = owing(20);
    shell.tell(MONDAY, covered(8_000_00, MONDAY, { reportWithinDays: 30 }));
    expect(advice(shell, 'insurer_report')).toBeUndefined();
    shell.advance(MONDAY + 2);
    expect(advice(shell, 'insurer_report')).toBeUndefined();
    shell.advance(MONDAY + 3);
    expect(advice(shell, 'insurer_report')).toMatchObject({
      to: { amountMinor: 1_000_00 },
      reasons: ['REPORT_DUE', ...Array(3).fill(expect.any(String))],
    });
  });

  it('and securities take their part off the expected loss', () => {
    const shell = owing(100, 10_000_00);
    const before = shell.assess().eclMinor;
    const half = Math.round(shell.assess().openMinor / 2);
    shell.tell(MONDAY, secured('S1', half, MONDAY));
    expect(Math.abs(shell.assess().eclMinor - before / 2)).toBeLessThanOrEqual(1);
  });
});
