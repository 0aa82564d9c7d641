import { all, told } from '../../test/conditions.ts';
import { customerWithHistory } from '../../test/customers.ts';
import { issued, limitOf, paid, received } from '../../test/events.ts';
import { contacted, pinned, reported } from '../../test/relation-events.ts';
import { MONDAY, Shell } from '../../test/shell.ts';
import type { PaymentTerms } from '../index.ts';

describe('TERMS_STRETCH', () => {
  const extend = (shell: Shell, id: string, day: number, reason: 'extension' | 'correction') =>
    shell.tell(day, {
      kind: 'invoice.due_date_changed',
      invoiceId: id,
      newDueOn: day + 30,
      changedOn: day,
      reason,
    });
  const withInvoices = () => {
    const shell = new Shell();
    for (const id of ['A', 'B', 'C']) {
      shell.tell(MONDAY, issued(id, MONDAY, MONDAY + 200, 100_00));
    }
    return shell;
  };

  it('is told at the second extension within 90 days, for 30 days', () => {
    const shell = withInvoices();
    extend(shell, 'A', MONDAY, 'extension');
    expect(told(shell, 'TERMS_STRETCH')).toEqual([]);
    extend(shell, 'B', MONDAY + 89, 'extension');
    expect(told(shell, 'TERMS_STRETCH')).toEqual(['TERMS_STRETCH warning']);
    shell.advance(MONDAY + 118);
    expect(told(shell, 'TERMS_STRETCH')).toEqual(['TERMS_STRETCH warning']);
    shell.advance(MONDAY + 119);
    expect(told(shell, 'TERMS_STRETCH')).toEqual([]);
  });

  it('does not count an extension 90 days before, a repeat, or a correction', () => {
    const shell = withInvoices();
    extend(shell, 'A', MONDAY, 'extension');
    extend(shell, 'B', MONDAY + 90, 'extension');
    const again = { sourceVersion: 7 };
    const change = {
      kind: 'invoice.due_date_changed',
      invoiceId: 'C',
      changedOn: MONDAY + 200,
    } as const;
    shell.tell(MONDAY + 200, { ...change, ...again, newDueOn: MONDAY + 300, reason: 'extension' });
    shell.tell(MONDAY + 200, { ...change, ...again, newDueOn: MONDAY + 300, reason: 'extension' });
    extend(shell, 'A', MONDAY + 201, 'correction');
    expect(told(shell, 'TERMS_STRETCH')).toEqual([]);
  });

  const change = (
    shell: Shell,
    day: number,
    newTerms: PaymentTerms,
    oldTerms: PaymentTerms | null = null,
  ) => shell.tell(day, { kind: 'payment_terms.changed', oldTerms, newTerms, effectiveOn: day });

  it.each([
    [44, []],
    [45, ['TERMS_STRETCH warning']],
  ])('compares terms of %i days with 30 before', (days, expected) => {
    const shell = new Shell();
    change(shell, MONDAY, { basis: 'net', days: 30 });
    change(shell, MONDAY + 10, { basis: 'net', days });
    expect(told(shell, 'TERMS_STRETCH')).toEqual(expected);
  });

  it('counts the end of the month as half a month more, and is over after 30 days', () => {
    const shell = new Shell();
    change(shell, MONDAY, { basis: 'eom', days: 30 }, { basis: 'net', days: 30 });
    expect(all(shell, 'TERMS_STRETCH')[0]?.evidence).toEqual([
      { field: 'termsLongerDays', value: 15, threshold: 15, unit: 'days', text: null },
    ]);
    shell.advance(MONDAY + 29);
    expect(told(shell, 'TERMS_STRETCH')).toEqual(['TERMS_STRETCH warning']);
    shell.advance(MONDAY + 30);
    expect(told(shell, 'TERMS_STRETCH')).toEqual([]);
  });
});

describe('MANDATE_REVOKED', () => {
  const method = (shell: Shell, day: number, mandateStatus: 'active' | 'revoked') =>
    shell.tell(day, {
      kind: 'payment_method.changed',
      newMethod: 'direct_debit',
      mandateStatus,
      changedOn: day,
    });

  it('is told for 30 days, or until there is a new mandate', () => {
    const shell = new Shell();
    method(shell, MONDAY, 'revoked');
    expect(told(shell, 'MANDATE_REVOKED')).toEqual(['MANDATE_REVOKED error']);
    shell.advance(MONDAY + 29);
    expect(told(shell, 'MANDATE_REVOKED')).toEqual(['MANDATE_REVOKED error']);
    shell.advance(MONDAY + 30);
    expect(told(shell, 'MANDATE_REVOKED')).toEqual([]);
    method(shell, MONDAY + 40, 'revoked');
    method(shell, MONDAY + 41, 'active');
    expect(told(shell, 'MANDATE_REVOKED')).toEqual([]);
  });
});

describe('a pinned band', () => {
  it('is shown through its last day while the model scores underneath', () => {
    const shell = customerWithHistory({ until: MONDAY, weeks: 60, lateDays: 0 });
    shell.tell(MONDAY, pinned('D', MONDAY, MONDAY + 20));
    expect(shell.assess()).toMatchObject({
      pinnedBand: 'D',
      bands: { computed: 'A', held: 'A', shown: 'D' },
      treatment: 'strict',
    });
    expect(shell.assess().reasons[0]?.code).toBe('OVERRIDE');
    shell.advance(MONDAY + 20);
    expect(shell.assess().bands.shown).toBe('D');
    expect(shell.assess().nextTransitionOn).toBe(MONDAY + 21);
    shell.advance(MONDAY + 21);
    expect(shell.assess()).toMatchObject({ pinnedBand: null, bands: { shown: 'A' } });
  });

  it('may be better than the model says, and than a floor', () => {
    const shell = new Shell();
    shell.tell(MONDAY, issued('I1', MONDAY, MONDAY, 1_000_00));
    shell.tell(MONDAY, paid('P1', 'I1', MONDAY, 10_00));
    shell.advance(MONDAY + 65);
    expect(shell.assess().bands.shown).toBe('D');
    shell.tell(MONDAY + 65, pinned('B', MONDAY + 65));
    expect(shell.assess().bands.shown).toBe('B');
    expect(shell.assess().floors.map(({ code }) => code)).toContain('OVERDUE_60');
    shell.tell(MONDAY + 66, { kind: 'risk_override.cleared', clearedOn: MONDAY + 66 });
    expect(shell.assess().bands.shown).toBe('D');
  });

  it('never hides a sanctions match or a failed identity check', () => {
    const shell = new Shell();
    shell.tell(MONDAY, pinned('A', MONDAY));
    expect(shell.assess().bands.shown).toBe('A');
    shell.tell(MONDAY, {
      kind: 'sanctions_screening.matched',
      screeningId: 'S1',
      listCode: 'EU',
      matchStrengthPpm: null,
      matchedOn: MONDAY,
    });
    expect(shell.assess().bands.shown).toBe('E');
    shell.tell(MONDAY, {
      kind: 'sanctions_screening.cleared',
      screeningId: 'S1',
      clearedOn: MONDAY,
    });
    expect(shell.assess().bands.shown).toBe('A');
    shell.tell(MONDAY, {
      kind: 'customer.kyc_status_changed',
      status: 'failed',
      expiresOn: null,
      changedOn: MONDAY,
    });
    expect(shell.assess().bands.shown).toBe('E');
  });

  it('is told seven days before its last, and no more once it has ended or was renewed', () => {
    const shell = new Shell();
    shell.tell(MONDAY, pinned('C', MONDAY, MONDAY + 30));
    shell.advance(MONDAY + 22);
    expect(told(shell, 'OVERRIDE_EXPIRING')).toEqual([]);
    shell.advance(MONDAY + 23);
    expect(told(shell, 'OVERRIDE_EXPIRING')).toEqual(['OVERRIDE_EXPIRING info']);
    shell.tell(MONDAY + 23, pinned('C', MONDAY + 23, MONDAY + 31));
    expect(told(shell, 'OVERRIDE_EXPIRING')).toEqual([]);
    shell.advance(MONDAY + 31);
    expect(told(shell, 'OVERRIDE_EXPIRING')).toEqual(['OVERRIDE_EXPIRING info']);
    shell.advance(MONDAY + 32);
    expect(told(shell, 'OVERRIDE_EXPIRING')).toEqual([]);
  });
});

const nothing = {
  customerKind: null,
  country: null,
  sectorCode: null,
  segment: null,
  branchId: null,
  ownerId: null,
  collectorId: null,
  preferredChannel: null,
} as const;

describe('REVIEW_DUE', () => {
  /** Taken on that Monday. */
  function takenOn(): Shell {
    const shell = new Shell();
    shell.tell(MONDAY, { kind: 'customer.registered', ...nothing, onboardedOn: MONDAY });
    return shell;
  }

  it('is told on the day after so many days as the band allows', () => {
    const shell = takenOn();
    shell.tell(MONDAY, issued('I1', MONDAY, MONDAY + 900, 100_00));
    expect(shell.assess().bands.shown).toBe('B');
    shell.advance(MONDAY + 182);
    expect(told(shell, 'REVIEW_DUE')).toEqual([]);
    shell.advance(MONDAY + 183);
    expect(told(shell, 'REVIEW_DUE')).toEqual(['REVIEW_DUE info']);
    expect(all(shell, 'REVIEW_DUE')[0]?.evidence).toEqual([
      { field: 'reviewAgeDays', value: 183, threshold: 182, unit: 'days', text: null },
    ]);
  });

  it('is over after a review, and after a decision about the limit, which is one', () => {
    const shell = takenOn();
    shell.tell(MONDAY, issued('I1', MONDAY, MONDAY + 900, 100_00));
    shell.advance(MONDAY + 200);
    shell.tell(MONDAY + 200, contacted(MONDAY + 200, { outcome: 'credit_review' }));
    expect(told(shell, 'REVIEW_DUE')).toEqual([]);
    shell.advance(MONDAY + 383);
    expect(told(shell, 'REVIEW_DUE')).toEqual(['REVIEW_DUE info']);
    shell.tell(MONDAY + 383, limitOf(1_000_00, MONDAY + 383));
    expect(told(shell, 'REVIEW_DUE')).toEqual([]);
  });

  it('says nothing of a customer that was neither taken on nor ever reviewed', () => {
    const shell = new Shell();
    shell.tell(MONDAY, issued('I1', MONDAY, MONDAY + 900, 100_00));
    shell.advance(MONDAY + 800);
    expect(told(shell, 'REVIEW_DUE')).toEqual([]);
  });

  it('says nothing of a customer that owes nothing and has no limit', () => {
    const shell = takenOn();
    shell.tell(MONDAY, issued('I1', MONDAY, MONDAY, 100_00));
    shell.tell(MONDAY, paid('P1', 'I1', MONDAY, 100_00));
    shell.advance(MONDAY + 390);
    expect(told(shell, 'REVIEW_DUE')).toEqual([]);
  });
});

describe('CHECKIN_DUE', () => {
  it('is told on the day after the one agreed, until there is a new contact', () => {
    const shell = new Shell();
    shell.tell(MONDAY, contacted(MONDAY, { nextContactOn: MONDAY + 14 }));
    shell.advance(MONDAY + 14);
    expect(told(shell, 'CHECKIN_DUE')).toEqual([]);
    expect(shell.assess().nextContactOn).toBe(MONDAY + 14);
    shell.advance(MONDAY + 15);
    expect(told(shell, 'CHECKIN_DUE')).toEqual(['CHECKIN_DUE info']);
    shell.tell(MONDAY + 15, contacted(MONDAY + 15));
    expect(told(shell, 'CHECKIN_DUE')).toEqual([]);
    shell.advance(MONDAY + 197);
    expect(told(shell, 'CHECKIN_DUE')).toEqual([]);
    shell.advance(MONDAY + 198);
    expect(told(shell, 'CHECKIN_DUE')).toEqual(['CHECKIN_DUE info']);
  });

  it('says nothing where contacts are not recorded', () => {
    const shell = new Shell();
    shell.tell(MONDAY, issued('I1', MONDAY, MONDAY + 900, 100_00));
    shell.advance(MONDAY + 800);
    expect(told(shell, 'CHECKIN_DUE')).toEqual([]);
  });
});

describe('LEDGER_MISMATCH', () => {
  function owing(amountMinor: number): Shell {
    const shell = new Shell();
    shell.tell(MONDAY, issued('I1', MONDAY, MONDAY + 300, amountMinor));
    return shell;
  }

  it.each([
    [1_001_00, []],
    [1_001_01, ['LEDGER_MISMATCH warning']],
    [999_00, []],
    [998_99, ['LEDGER_MISMATCH warning']],
  ])('at %i reported against 100,000 says %j when the day is over', (open, expected) => {
    const shell = owing(1_000_00);
    shell.tell(MONDAY, reported(open, MONDAY));
    expect(told(shell, 'LEDGER_MISMATCH')).toEqual([]);
    shell.advance(MONDAY + 1);
    expect(told(shell, 'LEDGER_MISMATCH')).toEqual(expected);
  });

  it('costs the customer nothing, and is over with the next report that agrees', () => {
    const shell = owing(1_000_00);
    shell.tell(MONDAY, reported(700_00, MONDAY));
    const before = shell.assess();
    shell.advance(MONDAY + 1);
    expect(told(shell, 'LEDGER_MISMATCH')).toEqual(['LEDGER_MISMATCH warning']);
    expect(shell.assess()).toMatchObject({ score: before.score, bands: before.bands });
    shell.advance(MONDAY + 2);
    shell.tell(MONDAY + 2, reported(1_000_00, MONDAY + 1));
    expect(told(shell, 'LEDGER_MISMATCH')).toEqual([]);
  });

  it('holds a report of Friday against the books of Friday, told on Monday', () => {
    const shell = owing(1_000_00);
    shell.tell(MONDAY, reported(1_000_00, MONDAY));
    shell.advance(MONDAY + 4);
    shell.tell(MONDAY + 4, issued('I2', MONDAY + 4, MONDAY + 300, 500_00));
    shell.advance(MONDAY + 7);
    shell.tell(MONDAY + 7, issued('I3', MONDAY + 7, MONDAY + 300, 200_00));
    shell.tell(MONDAY + 7, reported(1_400_00, MONDAY + 4));
    expect(told(shell, 'LEDGER_MISMATCH')).toEqual(['LEDGER_MISMATCH warning']);
    shell.tell(MONDAY + 7, { ...reported(1_500_00, MONDAY + 5) });
    expect(told(shell, 'LEDGER_MISMATCH')).toEqual([]);
  });

  it('does not judge a report of a day whose end nobody kept', () => {
    const shell = owing(1_000_00);
    shell.advance(MONDAY + 10);
    shell.tell(MONDAY + 10, reported(1_00, MONDAY + 5));
    shell.advance(MONDAY + 20);
    expect(told(shell, 'LEDGER_MISMATCH')).toEqual([]);
  });

  it('takes a sum with or without cash that is not applied', () => {
    const shell = owing(1_000_00);
    shell.tell(MONDAY, received('P1', MONDAY, 400_00));
    shell.tell(MONDAY, reported(600_00, MONDAY));
    shell.advance(MONDAY + 1);
    expect(told(shell, 'LEDGER_MISMATCH')).toEqual([]);
    shell.tell(MONDAY + 1, reported(1_000_00, MONDAY + 1));
    shell.advance(MONDAY + 2);
    expect(told(shell, 'LEDGER_MISMATCH')).toEqual([]);
  });
});
