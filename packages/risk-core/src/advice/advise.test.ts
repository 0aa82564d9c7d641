import { customerWithHistory } from '../../test/customers.ts';
import { issued, limitOf, paid } from '../../test/events.ts';
import { pinned } from '../../test/relation-events.ts';
import { MONDAY, Shell } from '../../test/shell.ts';
import { decide, diffDecisions } from '../assess/decide.ts';
import type { DecisionChange } from '../index.ts';

const kinds = (shell: Shell) => shell.assess().recommendations.map(({ kind }) => kind);
const advice = (shell: Shell, kind: string) =>
  shell.assess().recommendations.find((one) => one.kind === kind);

/** A customer that owes an amount since so many days, with a limit. */
function owing(days: number, amountMinor = 1_000_00, limitMinor = 10_000_00): Shell {
  const shell = customerWithHistory({ until: MONDAY, weeks: 60, lateDays: 0 });
  shell.tell(MONDAY, limitOf(limitMinor, MONDAY));
  shell.tell(MONDAY, issued('O1', MONDAY - days - 30, MONDAY - days, amountMinor));
  return shell;
}

/** What a step of the story changes. */
function changeBy(shell: Shell, step: () => void): DecisionChange {
  const before = decide(shell.profile, shell.world);
  step();
  return diffDecisions(before, decide(shell.profile, shell.world));
}

describe('advice', () => {
  it('is given to nobody who pays and stays within the limit', () => {
    const shell = customerWithHistory({ until: MONDAY, weeks: 60, lateDays: 0 });
    shell.tell(MONDAY, limitOf(10_000_00, MONDAY));
    expect(shell.profile.dossier.advice).toBeNull();
    expect(kinds(shell)).toEqual([]);
  });

  it('by band: cap and short terms in C, deposit and cut in D, cash and holds in E', () => {
    expect(kinds(owing(31))).toEqual(['limit', 'terms', 'payment_method', 'plan']);
    expect(kinds(owing(61))).toEqual([
      ...['order_hold', 'deposit', 'limit', 'terms', 'payment_method', 'plan'],
    ]);
    expect(kinds(owing(91))).toEqual(['order_hold', 'delivery_hold', 'prepayment', 'limit']);
    const [c, d, e] = [31, 61, 91].map((days) => advice(owing(days), 'limit')?.to?.amountMinor);
    // In C what is owed; in D half of 10,000; in E nothing, for nothing is insured.
    expect([c, d, e]).toEqual([1_000_00, 5_000_00, 0]);
    expect([31, 61].map((days) => advice(owing(days), 'terms')?.toCode)).toEqual([
      'net-30',
      'net-14',
    ]);
    expect(advice(owing(61), 'deposit')?.sharePpm).toBe(400_000);
  });

  it('leaves to D and E what an insurer covers', () => {
    const shell = owing(91);
    shell.tell(MONDAY, { ...limitOf(6_000_00, MONDAY), limitKind: 'insured' });
    expect(advice(shell, 'limit')?.to?.amountMinor).toBe(6_000_00);
  });

  it('is withdrawn when the payment comes that releases it', () => {
    const shell = owing(61);
    const change = changeBy(shell, () => shell.tell(MONDAY, paid('P1', 'O1', MONDAY, 1_000_00)));
    expect(change.kinds).toContain('recommendation');
    expect(change.withdrawn.map(({ kind, reason }) => `${kind} ${reason}`)).toContain(
      'order_hold no_longer_holds',
    );
    expect(kinds(shell)).not.toContain('order_hold');
  });

  it('holds the orders of a customer in D only for overdue above 14 days', () => {
    const shell = customerWithHistory({ until: MONDAY, weeks: 60, lateDays: 0 });
    shell.tell(MONDAY, issued('W', MONDAY - 60, MONDAY - 30, 900_00));
    shell.tell(MONDAY, {
      ...{ kind: 'invoice.written_off', invoiceId: 'W' },
      ...{ amountMinor: 900_00, writtenOffOn: MONDAY },
    });
    shell.tell(MONDAY, issued('O1', MONDAY - 40, MONDAY - 14, 1_000_00));
    expect(shell.assess().bands.shown).toBe('D');
    expect(kinds(shell)).not.toContain('order_hold');
    const change = changeBy(shell, () => shell.advance(MONDAY + 1));
    expect(change.issued).toEqual([`order_hold.${MONDAY + 1}.hold_until_paid`]);
    expect(advice(shell, 'order_hold')).toMatchObject({
      needsHuman: true,
      reasons: ['OVERDUE', 'WRITE_OFF', expect.any(String), expect.any(String)],
    });
  });

  it('keeps its id, its day and its amounts while the cause lasts', () => {
    const shell = owing(31);
    shell.advance(MONDAY + 1);
    const before = advice(shell, 'limit');
    shell.tell(MONDAY + 2, issued('O2', MONDAY + 2, MONDAY + 40, 3_000_00));
    shell.advance(MONDAY + 5);
    expect({ ...advice(shell, 'limit'), reasons: [] }).toEqual({ ...before, reasons: [] });
  });

  it('is followed, not repeated: half of a half was not meant', () => {
    const shell = owing(61);
    shell.advance(MONDAY + 1);
    const change = changeBy(shell, () => {
      shell.tell(MONDAY + 1, limitOf(5_000_00, MONDAY + 1));
    });
    expect(change.withdrawn).toEqual([
      { id: `limit.${MONDAY}.500000`, kind: 'limit', on: MONDAY + 1, reason: 'followed' },
    ]);
    shell.advance(MONDAY + 20);
    expect(advice(shell, 'limit')).toBeUndefined();
    shell.tell(MONDAY + 21, limitOf(9_000_00, MONDAY + 21));
    expect(advice(shell, 'limit')?.to?.amountMinor).toBe(5_000_00);
  });

  it('is given anew when nobody has followed it for 90 days', () => {
    const shell = owing(91);
    shell.advance(MONDAY + 89);
    expect(advice(shell, 'prepayment')?.issuedOn).toBe(MONDAY);
    const change = changeBy(shell, () => shell.advance(MONDAY + 90));
    expect(change.withdrawn.find(({ kind }) => kind === 'prepayment')?.reason).toBe('expired');
    expect(advice(shell, 'prepayment')?.issuedOn).toBe(MONDAY + 90);
  });

  it('is given anew, not put back, when it is undone after its 90 days', () => {
    const undone = () => {
      const shell = owing(31);
      // A pinned band: the cause outlives the 90 days.
      shell.tell(MONDAY, pinned('C', MONDAY));
      const agree = (days: number, effectiveOn: number) =>
        shell.tell(effectiveOn, {
          ...{ kind: 'payment_terms.changed', oldTerms: null, effectiveOn },
          newTerms: { basis: 'net', days },
        });
      agree(14, MONDAY + 1);
      agree(60, MONDAY + 100);
      return shell;
    };
    const [once, stepwise] = [undone(), undone()];
    expect(advice(once, 'terms')).toMatchObject({
      issuedOn: MONDAY + 100,
      expiresOn: MONDAY + 190,
      from: null,
      fromCode: 'net-60',
    });
    stepwise.advance(MONDAY + 101);
    for (const shell of [once, stepwise]) shell.advance(MONDAY + 110);
    expect(stepwise.profile).toEqual(once.profile);
  });

  it('offers a prompt customer a fifth more above 80 % of its limit, until it is raised', () => {
    const using = (amountMinor: number) => {
      const shell = customerWithHistory({ until: MONDAY, weeks: 170, lateDays: 0 });
      shell.tell(MONDAY, limitOf(10_000_00, MONDAY));
      shell.tell(MONDAY, issued('O1', MONDAY, MONDAY + 30, amountMinor));
      return shell;
    };
    const open = using(0).assess().openMinor;
    expect(kinds(using(8_000_00 - open))).toEqual([]);
    const shell = using(8_000_01 - open);
    expect(advice(shell, 'limit')).toMatchObject({
      from: { currency: 'EUR', amountMinor: 10_000_00 },
      to: { currency: 'EUR', amountMinor: 12_000_00 },
      reasons: ['GOOD_PAYER', 'E3', 'X1_MISSING', 'X2_MISSING'],
      needsHuman: false,
    });
    shell.advance(MONDAY + 1);
    shell.tell(MONDAY + 1, limitOf(12_000_00, MONDAY + 1));
    expect(kinds(shell)).toEqual([]);
  });

  it('gives a registered customer without a limit one to start with', () => {
    const shell = new Shell();
    const nobody = { country: null, sectorCode: null, segment: null, branchId: null };
    shell.tell(MONDAY, {
      ...{ kind: 'customer.registered', ...nobody, ownerId: null, collectorId: null },
      ...{ preferredChannel: null, customerKind: 'sole_trader', onboardedOn: MONDAY },
    });
    expect(advice(shell, 'limit')).toMatchObject({
      from: null,
      to: { currency: 'EUR', amountMinor: 2_500_00 },
      needsHuman: true,
    });
    shell.tell(MONDAY, limitOf(2_500_00, MONDAY));
    expect(kinds(shell)).toEqual([]);
  });

  it('suggests instalments to who still pays, and not once a promise stands', () => {
    const shell = owing(31);
    expect(advice(shell, 'plan')?.to?.amountMinor).toBe(1_000_00);
    shell.tell(MONDAY, {
      ...{ kind: 'promise.made', promiseId: 'PR1', invoiceIds: ['O1'], amountMinor: 1_000_00 },
      ...{ currency: 'EUR', madeOn: MONDAY, promisedFor: MONDAY + 5, level: 1 },
    });
    expect(advice(shell, 'plan')).toBeUndefined();
  });
});

describe('default', () => {
  it('begins and ends as facts of their own, with the day of each', () => {
    const shell = owing(90);
    const begun = changeBy(shell, () => shell.advance(MONDAY + 1));
    expect(begun).toMatchObject({ defaulted: { on: MONDAY + 1 }, cured: null });
    shell.tell(MONDAY + 2, paid('P1', 'O1', MONDAY + 2, 1_000_00));
    const quiet = changeBy(shell, () => shell.advance(MONDAY + 91));
    expect(quiet).toMatchObject({ defaulted: null, cured: null });
    const cured = changeBy(shell, () => shell.advance(MONDAY + 92));
    expect(cured.cured).toEqual({ defaultedOn: MONDAY + 1, on: MONDAY + 92 });
  });
});
