import { told } from '../../test/conditions.ts';
import { issued, paid } from '../../test/events.ts';
import { MONDAY, Shell } from '../../test/shell.ts';

const terms = { discountPpm: 20_000, discountDays: 10 };
const discountMinor = 20_00;

/** 1,000 with 2 % for ten days, paid on the eighth day with or without the discount. */
function bill(shell: Shell, day: number, isTaken: boolean): void {
  shell.tell(day, issued(`I${day}`, day, day + 30, 1_000_00, { terms }));
  const more = isTaken ? { discountMinor } : {};
  const amount = isTaken ? 1_000_00 - discountMinor : 1_000_00;
  shell.tell(day + 8, paid(`P${day}`, `I${day}`, day + 8, amount, more));
}

/** Took each of its offers before the last 90 days. */
function usual(offers = 9): Shell {
  const shell = new Shell();
  for (let week = offers; week > 0; week -= 1) bill(shell, MONDAY - 100 - 14 * week, true);
  shell.advance(MONDAY);
  return shell;
}

describe('DISCOUNT_LOST', () => {
  it('opens with the third offer in a row that is not taken', () => {
    const shell = usual();
    bill(shell, MONDAY, false);
    bill(shell, MONDAY + 10, false);
    expect(told(shell, 'DISCOUNT_LOST')).toEqual([]);
    bill(shell, MONDAY + 20, false);
    expect(told(shell, 'DISCOUNT_LOST')).toEqual(['DISCOUNT_LOST info']);
  });

  it.each([
    [2, 0],
    [3, 1],
    [4, 1],
  ])('with %i taken in the year and three let go opens %i times', (taken, count) => {
    const shell = usual(taken);
    for (const days of [0, 10, 20]) bill(shell, MONDAY + days, false);
    expect(told(shell, 'DISCOUNT_LOST')).toHaveLength(count);
  });

  it('counts an offer that runs out while the invoice is open', () => {
    const shell = usual();
    bill(shell, MONDAY, false);
    bill(shell, MONDAY + 10, false);
    const day = MONDAY + 20;
    shell.tell(day, issued('OPEN', day, day + 60, 1_000_00, { terms }));
    shell.advance(day + 10);
    expect(told(shell, 'DISCOUNT_LOST')).toEqual([]);
    expect(shell.assess().nextTransitionOn).toBe(day + 11);
    shell.advance(day + 11);
    expect(told(shell, 'DISCOUNT_LOST')).toEqual(['DISCOUNT_LOST info']);
  });

  it('is over when the habit is back', () => {
    const shell = usual();
    for (const days of [0, 10, 20]) bill(shell, MONDAY + days, false);
    for (const days of [30, 40, 50]) bill(shell, MONDAY + days, true);
    // 12 of 15 in the year and 3 of 6 in 90 days: 30 points are missing.
    expect(told(shell, 'DISCOUNT_LOST')).toEqual(['DISCOUNT_LOST info']);
    bill(shell, MONDAY + 60, true);
    expect(told(shell, 'DISCOUNT_LOST')).toEqual([]);
  });

  it('says nothing of who never took discounts, and of credit notes', () => {
    const shell = new Shell();
    for (let week = 20; week > 0; week -= 1) bill(shell, MONDAY - 14 * week, false);
    expect(told(shell, 'DISCOUNT_LOST')).toEqual([]);
    expect(shell.profile.sums.offered365).toBeGreaterThan(0);
    const { offered365 } = shell.profile.sums;
    shell.tell(MONDAY, issued('C', MONDAY, MONDAY + 30, 1_000_00, { terms }));
    const credit = { creditNoteId: 'N', currency: 'EUR', amountMinor: 1_000_00 };
    shell.tell(MONDAY, { kind: 'credit_note.issued', ...credit, issuedOn: MONDAY });
    const applied = { creditNoteId: 'N', invoiceId: 'C', applicationId: null, appliedOn: MONDAY };
    shell.tell(MONDAY, { kind: 'credit_note.applied', ...applied, amountMinor: 1_000_00 });
    shell.advance(MONDAY + 12);
    expect(shell.profile.sums.offered365).toBe(offered365);
  });
});
