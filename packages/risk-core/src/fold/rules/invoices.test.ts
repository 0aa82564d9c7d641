import { issued, limitOf, paid } from '../../../test/events.ts';
import { MONDAY, Shell, type Told, weekdays, worldWith } from '../../../test/shell.ts';

function shellWith(...events: readonly Told[]): Shell {
  const shell = new Shell();
  shell.tell(MONDAY, issued('I1', MONDAY, MONDAY + 10, 1_000_00));
  for (const event of events) shell.tell(MONDAY + 1, event);
  return shell;
}

describe('invoice.issued', () => {
  it('is counted once, and a newer version replaces it', () => {
    const shell = new Shell();
    const tell = (sourceVersion: number, amountMinor: number) =>
      shell.tell(MONDAY, {
        ...issued('I1', MONDAY, MONDAY + 10, amountMinor),
        sourceVersion,
      });
    expect(tell(2, 500_00).kind).toBe('applied');
    expect(tell(2, 500_00)).toMatchObject({ reason: 'duplicate' });
    expect(tell(1, 100_00)).toMatchObject({ reason: 'older_version' });
    expect(shell.assess().openMinor).toBe(500_00);
    expect(tell(3, 700_00).kind).toBe('applied');
    expect(shell.assess().openMinor).toBe(700_00);
  });

  it('is known again after it was closed', () => {
    const shell = shellWith(paid('P1', 'I1', MONDAY + 1, 1_000_00));
    const again = { ...issued('I1', MONDAY, MONDAY + 10, 1_000_00), occurredAtMs: 0 };
    expect(shell.tell(MONDAY + 50, again)).toMatchObject({ reason: 'older_version' });
    expect(shell.assess()).toMatchObject({ openMinor: 0, settledCount: 1 });
  });

  it('is overdue from its due date in the calendar, not from its issue', () => {
    const shell = shellWith();
    const bucket = () => shell.assess().ageing.find(({ baseMinor }) => baseMinor > 0)?.bucket;
    const seen = [10, 11, 40, 41, 70, 71, 100, 101, 130, 131].map((days) => {
      shell.advance(MONDAY + days);
      return bucket();
    });
    expect(seen).toEqual([
      'current',
      'd1_30',
      'd1_30',
      'd31_60',
      'd31_60',
      'd61_90',
      'd61_90',
      'd91_120',
      'd91_120',
      'over_120',
    ]);
  });

  it('over nothing is no debt and no settlement', () => {
    const shell = new Shell();
    shell.tell(MONDAY, issued('I0', MONDAY, MONDAY + 10, 0));
    expect(shell.assess()).toMatchObject({ openMinor: 0, settledCount: 0 });
  });

  it('in a currency without a rate is owed, but in no sum, until a rate comes', () => {
    const shell = new Shell();
    shell.tell(MONDAY, issued('I1', MONDAY, MONDAY, 100_00, { currency: 'CHF' }));
    shell.advance(MONDAY + 20);
    expect(shell.assess()).toMatchObject({ cleanOverdueMinor: 0, dataQuality: ['RATE_MISSING'] });
    const rateNano = new Map([['CHF', 1_000_000_000]]);
    shell.world = worldWith({ rates: { base: 'EUR', rateNano } });
    shell.tell(MONDAY + 20, { kind: 'fx.rates_published' });
    expect(shell.assess()).toMatchObject({ cleanOverdueMinor: 100_00, dataQuality: [] });
  });

  it.each([
    { description: 'an amount below zero', amountMinor: -1, reason: 'amount_out_of_range' },
    { description: 'half a cent', amountMinor: 0.5, reason: 'amount_out_of_range' },
    { description: 'more than sums can hold', amountMinor: 1e15, reason: 'amount_out_of_range' },
  ])('is refused with $description', ({ amountMinor, reason }) => {
    const shell = new Shell();
    const result = shell.tell(MONDAY, issued('I1', MONDAY, MONDAY + 10, amountMinor));
    expect(result).toMatchObject({ kind: 'refused', reason });
  });

  it('is refused with a date that no calendar has', () => {
    const result = new Shell().tell(MONDAY, issued('I1', MONDAY, 2_289_000, 100));
    expect(result).toMatchObject({ kind: 'refused', reason: 'date_out_of_range' });
  });
});

describe('changes of an invoice', () => {
  it('a later due date makes it current again', () => {
    const shell = shellWith();
    shell.advance(MONDAY + 20);
    expect(shell.assess().cleanOverdueMinor).toBe(1_000_00);
    shell.tell(MONDAY + 20, {
      kind: 'invoice.due_date_changed',
      invoiceId: 'I1',
      newDueOn: MONDAY + 40,
      changedOn: MONDAY + 20,
    });
    expect(shell.assess().cleanOverdueMinor).toBe(0);
  });

  it('an adjustment changes what is open, each telling once', () => {
    const adjust: Told = {
      kind: 'invoice.adjusted',
      invoiceId: 'I1',
      deltaMinor: -250_00,
      adjustedOn: MONDAY + 1,
      sourceVersion: 7,
    };
    const shell = shellWith(adjust, adjust, { ...adjust, deltaMinor: 50_00, sourceVersion: 8 });
    expect(shell.assess().openMinor).toBe(800_00);
  });

  it('a void takes it away, frees its money, and makes no settlement', () => {
    const shell = shellWith(
      {
        kind: 'payment.received',
        paymentId: 'P1',
        amountMinor: 1_000_00,
        currency: 'EUR',
        valueOn: MONDAY,
      },
      paid('P1', 'I1', MONDAY + 1, 1_000_00),
      { kind: 'invoice.voided', invoiceId: 'I1', voidedOn: MONDAY + 1 },
    );
    expect(shell.assess()).toMatchObject({
      openMinor: 0,
      unappliedMinor: 1_000_00,
      settledCount: 0,
    });
  });

  it('a void that comes before the invoice still voids it', () => {
    const shell = new Shell();
    shell.tell(MONDAY, { kind: 'invoice.voided', invoiceId: 'I1', voidedOn: MONDAY });
    shell.tell(MONDAY + 1, issued('I1', MONDAY, MONDAY + 10, 1_000_00));
    expect(shell.assess().openMinor).toBe(0);
  });

  it('a write-off closes it, and its reversal opens it again', () => {
    const writeOff = { invoiceId: 'I1', amountMinor: 1_000_00 };
    const shell = shellWith({ kind: 'invoice.written_off', ...writeOff, writtenOffOn: MONDAY + 1 });
    expect(shell.assess()).toMatchObject({ openMinor: 0, settledCount: 0 });
    shell.tell(MONDAY + 9, {
      kind: 'invoice.write_off_reversed',
      ...writeOff,
      reversedOn: MONDAY + 9,
    });
    expect(shell.assess()).toMatchObject({
      openMinor: 1_000_00,
      floors: [{ code: 'PROVISIONAL', band: 'B' }],
    });
  });
});

describe('disputes', () => {
  const dispute = { invoiceId: 'I1', disputeId: 'D1' };
  const disputed: Told = {
    kind: 'invoice.disputed',
    ...dispute,
    amountMinor: 400_00,
    disputedOn: MONDAY + 1,
  };
  const resolved = (outcome: 'valid' | 'invalid' | 'partial', creditedMinor: number): Told => ({
    kind: 'invoice.dispute_resolved',
    ...dispute,
    outcome,
    creditedMinor,
    resolvedOn: MONDAY + 1,
  });

  it('take their amount out of what is clean', () => {
    const shell = shellWith(disputed);
    shell.advance(MONDAY + 30);
    expect(shell.assess()).toMatchObject({ disputedMinor: 400_00, cleanOverdueMinor: 600_00 });
  });

  it.each([
    { outcome: 'invalid' as const, creditedMinor: 0, points: 30 },
    { outcome: 'partial' as const, creditedMinor: 300_00, points: 10 },
    { outcome: 'valid' as const, creditedMinor: 400_00, points: 0 },
  ])('count against the customer only as far as it was wrong: $outcome', (row) => {
    const shell = shellWith(disputed, resolved(row.outcome, row.creditedMinor));
    shell.advance(MONDAY + 30);
    const feature = shell.assess().features.find(({ code }) => code === 'R2');
    expect(feature?.points).toBe(row.points);
    expect(shell.assess().cleanOverdueMinor).toBe(1_000_00);
  });

  it('that end before they begin do not stay open', () => {
    const shell = shellWith(resolved('valid', 400_00), disputed);
    expect(shell.assess().disputedMinor).toBe(0);
  });
});

describe('ledger.opening', () => {
  it('brings in an open item that is older than the horizon', () => {
    const shell = new Shell();
    shell.tell(MONDAY, {
      kind: 'ledger.opening',
      invoiceId: 'OLD',
      issuedOn: MONDAY - 700,
      dueOn: MONDAY - 670,
      openMinor: 800_00,
      originalMinor: 2_000_00,
      currency: 'EUR',
      asOf: MONDAY,
    });
    expect(shell.assess()).toMatchObject({ openMinor: 800_00, oldestCleanDays: 670 });
    expect(shell.assess().bands.shown).toBe('E');
  });
});

describe('customer and limit', () => {
  const described = (
    sourceVersion: number,
    segment: string | null,
    country: string | null,
  ): Told => ({
    kind: 'customer.updated',
    sourceVersion,
    customerKind: null,
    country,
    sectorCode: null,
    segment,
    branchId: null,
    ownerId: null,
    collectorId: null,
    preferredChannel: null,
    onboardedOn: null,
  });

  it('keeps each field of the newest version that knows it', () => {
    const shell = new Shell();
    shell.tell(MONDAY, described(3, null, 'FR'));
    shell.tell(MONDAY, described(1, 'retail', 'DE'));
    shell.tell(MONDAY, described(2, 'chains', null));
    expect(shell.assess().master).toMatchObject({ segment: 'chains', country: 'FR' });
  });

  it('ignores an older limit', () => {
    const shell = new Shell();
    shell.tell(MONDAY, { ...limitOf(500_00, MONDAY), sourceVersion: 2 });
    const result = shell.tell(MONDAY, { ...limitOf(900_00, MONDAY), sourceVersion: 1 });
    expect(result).toMatchObject({ reason: 'older_version' });
    expect(shell.assess().limitMinor).toBe(500_00);
  });
});

describe('anything else', () => {
  it('is accepted and ignored, as not modelled', () => {
    const shell = new Shell();
    const event: Told = { kind: 'not_modelled', type: 'io.duewatch.ar.contact.recorded' };
    expect(shell.tell(MONDAY, event)).toMatchObject({ kind: 'ignored', reason: 'not_modelled' });
    const unknown = { kind: 'invoice.framed', invoiceId: 'I1' } as unknown as Told;
    expect(shell.tell(MONDAY, unknown)).toMatchObject({ reason: 'not_modelled' });
  });

  it('does not turn the calendar back', () => {
    const shell = new Shell({ world: worldWith({ calendar: weekdays }) });
    shell.advance(MONDAY + 5);
    expect(shell.advance(MONDAY + 5)).toEqual({
      kind: 'ignored',
      reason: 'past_date',
      isChanged: false,
    });
    shell.tell(MONDAY, issued('I1', MONDAY, MONDAY + 10, 100));
    expect(shell.assess().asOf).toBe(MONDAY + 5);
  });
});

describe('a due day that moves', () => {
  /** Due on MONDAY + 10, moved to MONDAY + 40, paid on MONDAY + 40. */
  function movedBy(reason: 'correction' | 'extension' | 'plan' | 'other'): Shell {
    const shell = new Shell();
    shell.tell(MONDAY, issued('I1', MONDAY, MONDAY + 10, 1_000_00));
    const moved = { invoiceId: 'I1', newDueOn: MONDAY + 40, changedOn: MONDAY + 20, reason };
    shell.advance(MONDAY + 20);
    expect(shell.assess().oldestCleanDays).toBe(10);
    shell.tell(MONDAY + 20, { kind: 'invoice.due_date_changed', ...moved });
    expect(shell.assess().oldestCleanDays).toBe(0);
    shell.tell(MONDAY + 40, paid('P1', 'I1', MONDAY + 40, 1_000_00));
    return shell;
  }

  it('by a correction was never late', () => {
    const assessment = movedBy('correction').assess();
    expect(assessment).toMatchObject({ dbt90MilliDays: 0, lateSharePpm: 0 });
  });

  it.each(['extension', 'plan', 'other'] as const)('by %s hides no lateness', (reason) => {
    const assessment = movedBy(reason).assess();
    expect(assessment).toMatchObject({ dbt90MilliDays: 30_000, lateSharePpm: 1_000_000 });
  });

  it('by several changes counts the last correction, in any order of telling', () => {
    const change = (
      sourceVersion: number,
      newDueOn: number,
      reason: 'correction' | 'extension',
    ) => ({
      ...{ kind: 'invoice.due_date_changed' as const, invoiceId: 'I1', newDueOn, reason },
      ...{ changedOn: MONDAY + 1, sourceVersion },
    });
    const changes = [
      change(2, MONDAY + 60, 'extension'),
      change(3, MONDAY + 20, 'correction'),
      change(4, MONDAY + 30, 'extension'),
    ];
    for (const order of [changes, changes.toReversed()]) {
      const shell = new Shell();
      shell.tell(MONDAY, issued('I1', MONDAY, MONDAY + 10, 1_000_00, { sourceVersion: 1 }));
      for (const one of order) shell.tell(MONDAY + 1, one);
      shell.tell(MONDAY + 25, paid('P1', 'I1', MONDAY + 25, 1_000_00));
      shell.advance(MONDAY + 30);
      expect(shell.assess().dbt90MilliDays).toBe(5_000);
    }
  });
});
