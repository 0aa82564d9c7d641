import { customerWithHistory } from '../../test/customers.ts';
import { issued, paid, received } from '../../test/events.ts';
import { Shell, worldWith } from '../../test/shell.ts';
import { dayOfDate } from '../calendar/civil.ts';
import { defaultPolicy } from '../index.ts';
import { collectionEffectivenessPpm } from './collection-effectiveness.ts';
import { expectedLoss, lossRatesOf } from './expected-loss.ts';
import { countbackMilli, salesDaysMilli } from './sales-days.ts';

const JANUARY = dayOfDate(20260105);

/** A customer of a country that owes one invoice since some days. */
function owing(country: string, daysLate: number, amountMinor: number, world = worldWith()): Shell {
  const shell = new Shell({ world });
  const unknown = { sectorCode: null, segment: null, branchId: null, ownerId: null };
  shell.tell(JANUARY, {
    ...{ kind: 'customer.registered', ...unknown, collectorId: null, preferredChannel: null },
    ...{ customerKind: 'legal_entity', country, onboardedOn: null },
  });
  shell.tell(JANUARY, issued('I1', JANUARY - 30, JANUARY, amountMinor, currencyOf(country)));
  shell.advance(JANUARY + daysLate);
  return shell;
}

const currencyOf = (country: string) => (country === 'GB' ? { currency: 'GBP' } : {});
const pounds = worldWith({ rates: { base: 'GBP', rateNano: new Map() } });

describe('statutory interest', () => {
  it('of 10,000 for 45 days at 10.15 % in the EU is 125.14, and 40 on top', () => {
    expect(owing('IE', 45, 10_000_00).assess().interest).toEqual({
      regime: 'eu',
      accruedMinor: 125_14,
      fixedMinor: 40_00,
    });
  });

  it('of 6,500 for 120 days at 11.75 % in the UK is 251.10, and 70 on top', () => {
    expect(owing('GB', 120, 6_500_00, pounds).assess().interest).toEqual({
      regime: 'uk',
      accruedMinor: 251_10,
      fixedMinor: 70_00,
    });
  });

  it.each([
    { amount: 999_99, fixedMinor: 40_00 },
    { amount: 1_000_00, fixedMinor: 70_00 },
    { amount: 9_999_99, fixedMinor: 70_00 },
    { amount: 10_000_00, fixedMinor: 100_00 },
  ])('in the UK adds $fixedMinor to an invoice of $amount', ({ amount, fixedMinor }) => {
    expect(owing('GB', 1, amount, pounds).assess().interest?.fixedMinor).toBe(fixedMinor);
  });

  it('is higher in Germany and France', () => {
    // 1.27 + 9 = 10.27 %, and 2.15 + 10 = 12.15 %.
    expect(owing('DE', 45, 10_000_00).assess().interest?.accruedMinor).toBe(126_62);
    expect(owing('FR', 45, 10_000_00).assess().interest?.accruedMinor).toBe(149_79);
  });

  it('changes with the half-year in the EU, and keeps that of the due day in the UK', () => {
    // 5 January to 1 July are 177 days at 10.15 %, the next ten at 10.40 %.
    const expected = (177 * 101_500 + 10 * 104_000) / 365_000_000;
    const accrued = owing('IE', 187, 10_000_00).assess().interest?.accruedMinor;
    expect(accrued).toBe(Math.round(10_000_00 * expected));
    const later = worldWith({
      rates: { base: 'GBP', rateNano: new Map() },
      rules: { interest: { regimes: defaultPolicy.interest.regimes.map(withJuly) } },
    });
    const uk = owing('GB', 187, 10_000_00, later).assess().interest?.accruedMinor;
    expect(uk).toBe(Math.round((10_000_00 * 0.1175 * 187) / 365));
  });

  it('starts the day after the due day, and ends when the invoice is paid', () => {
    const shell = owing('IE', 0, 10_000_00);
    expect(shell.assess().interest).toMatchObject({ accruedMinor: 0, fixedMinor: 0 });
    shell.advance(JANUARY + 1);
    expect(shell.assess().interest).toMatchObject({ accruedMinor: 2_78, fixedMinor: 40_00 });
    shell.tell(JANUARY + 2, paid('P1', 'I1', JANUARY + 2, 10_000_00));
    expect(shell.assess().interest).toMatchObject({ accruedMinor: 0, fixedMinor: 0 });
  });

  it('is not owed on what is disputed', () => {
    const shell = owing('IE', 45, 10_000_00);
    shell.tell(JANUARY + 45, {
      ...{ kind: 'invoice.disputed', invoiceId: 'I1', disputeId: 'D1' },
      ...{ amountMinor: 6_000_00, disputedOn: JANUARY + 45 },
    });
    expect(shell.assess().interest?.accruedMinor).toBe(50_05);
  });

  it('is unknown while cash lies unapplied, and where no law is chosen', () => {
    const shell = owing('IE', 45, 10_000_00);
    shell.tell(JANUARY + 45, received('P1', JANUARY + 44, 500_00));
    expect(shell.assess().interest).toBeNull();
    expect(owing('US', 45, 10_000_00).assess().interest).toBeNull();
  });
});

function withJuly(regime: (typeof defaultPolicy.interest.regimes)[number]) {
  return { ...regime, rates: [...regime.rates.slice(0, 7), { from: 20260701, referencePpm: 0 }] };
}

describe('expected credit loss', () => {
  it('of 100/20/10/5/2 thousand by the illustrative US rates is 9,040', () => {
    const rates = lossRatesOf(defaultPolicy);
    const balances = [100_000_00, 20_000_00, 10_000_00, 5_000_00, 2_000_00] as const;
    expect(expectedLoss(balances, rates, 1_000_000, 0)).toBe(9_040_00);
    // Half of it insured halves the loss, and a gloomy outlook raises it.
    expect(expectedLoss(balances, rates, 1_000_000, 68_500_00)).toBe(4_520_00);
    expect(expectedLoss(balances, rates, 1_100_000, 0)).toBe(9_944_00);
    expect(expectedLoss(balances, rates, 1_000_000, 137_000_00)).toBe(0);
  });

  it('of a customer goes by its buckets, less cash that lies against them', () => {
    const shell = new Shell();
    const day = JANUARY;
    shell.tell(day, issued('OLD', day - 200, day - 100, 2_000_00));
    shell.tell(day, issued('NEW', day, day + 30, 1_000_00));
    expect(shell.assess()).toMatchObject({ eclMinor: 1_643_00, eclPreset: 'illustrative-us' });
    shell.tell(day, received('P1', day, 2_500_00));
    expect(shell.assess().eclMinor).toBe(1_50);
  });

  it('takes the rates of the policy where it says so, and names that', () => {
    const ecl = { preset: 'own', ownPpm: [10_000, 0, 0, 0, 0], forwardPpm: 1_000_000 } as const;
    const shell = new Shell({ world: worldWith({ rules: { ecl } }) });
    shell.tell(JANUARY, issued('I1', JANUARY, JANUARY + 30, 1_000_00));
    expect(shell.assess()).toMatchObject({ eclMinor: 10_00, eclPreset: 'own' });
  });
});

describe('days sales outstanding', () => {
  it('counted back through sales of 100, 80 and 70 from 212 open is 73.7 days', () => {
    const months = [100_000_00, 80_000_00, 70_000_00].map((sales) => ({ sales, days: 30 }));
    expect(countbackMilli(212_000_00, months)).toBe(73_714);
    expect(countbackMilli(250_000_01, months)).toBeNull();
    expect(countbackMilli(0, months)).toBe(0);
  });

  it('is what is open as a part of sales, and needs sales', () => {
    expect(salesDaysMilli(50, 100, 180)).toBe(90_000);
    expect(salesDaysMilli(50, 0, 180)).toBeNull();
    // A cent of sales beside a thousand million open: many days, but a number that can be told.
    expect(salesDaysMilli(1_000_000_000_00, 1, 180)).toBe(999_999_999);
  });

  it('of a customer is told in three ways', () => {
    const day = dayOfDate(20260315);
    const shell = customerWithHistory({ until: day, weeks: 30, lateDays: 0 });
    const before = shell.assess();
    // Five invoices are open of some twenty-six in 180 days.
    expect(before.dsoMilliDays).toBe(before.bestPossibleDsoMilliDays);
    shell.tell(day, issued('LATE', day - 60, day - 10, 3_000_00));
    const { dsoMilliDays, bestPossibleDsoMilliDays, countbackDsoMilliDays } = shell.assess();
    expect(dsoMilliDays ?? 0).toBeGreaterThan(bestPossibleDsoMilliDays ?? 0);
    expect(countbackDsoMilliDays ?? 0).toBeGreaterThan(0);
  });

  it('keeps sales for a year, whatever became of the invoices', () => {
    const day = dayOfDate(20260315);
    const shell = new Shell();
    shell.tell(day, issued('I1', day, day + 30, 1_000_00));
    shell.tell(day + 1, paid('P1', 'I1', day + 1, 1_000_00));
    shell.advance(dayOfDate(20270331));
    expect(shell.profile.dossier.turnover?.months).toEqual([2026 * 12 + 2, 1_000_00]);
    shell.advance(dayOfDate(20270401) + 40);
    expect(shell.profile.dossier.turnover).toBeNull();
  });
});

describe('collection priority', () => {
  it('grows with the amount, the band and the wait, and is nothing without overdue', () => {
    const after = (days: number, amountMinor = 1_000_00) =>
      owing('IE', days, amountMinor).assess().collectionPriority;
    expect(after(3)).toBe(0);
    // B, C, D and E, each a month later.
    expect([4, 31, 61, 91].map((days) => after(days))).toEqual([
      ...[1_000_00 * 2, 1_000_00 * 4 * 2, 1_000_00 * 6 * 3, 1_000_00 * 8 * 4],
    ]);
  });
});

describe('the segment of a customer', () => {
  it('tells a stable late payer from one who slips', () => {
    const late = customerWithHistory({ until: JANUARY, weeks: 40, lateDays: 10 });
    expect(late.assess().paymentSegment).toBe('late_stable');
    const prompt = customerWithHistory({ until: JANUARY, weeks: 40, lateDays: 0 });
    expect(prompt.assess().paymentSegment).toBe('prompt');
    for (let week = 0; week < 6; week += 1) {
      const day = JANUARY + 7 * week;
      prompt.tell(day, issued(`S${week}`, day - 60, day - 25, 1_000_00));
      prompt.tell(day, paid(`SP${week}`, `S${week}`, day, 1_000_00));
    }
    expect(prompt.assess().paymentSegment).toBe('slipping');
  });

  it('begins with new, and ends with arrears and default', () => {
    const after = (days: number) => owing('IE', days, 1_000_00).assess().paymentSegment;
    expect([0, 30, 31, 90, 91].map(after)).toEqual([
      ...['new', 'new', 'in_arrears', 'in_arrears', 'defaulted'],
    ]);
  });
});

describe('eligibility for credit', () => {
  it('ends with the clause that fails, each named', () => {
    const after = (days: number) => owing('IE', days, 1_000_00).assess().ineligibleBy;
    expect([0, 30, 31, 91].map(after)).toEqual([[], [], ['overdue'], ['band', 'overdue']]);
  });
});

describe('the collection effectiveness of a book', () => {
  const period = {
    ...{ months: 3, openingMinor: 6_200, salesMinor: 10_890 },
    ...{ closingMinor: 6_340, closingCurrentMinor: 3_590 },
  };

  it('is 55.93 % of 6,200 before, 10,890 sold in a quarter and 6,340 after, 3,590 current', () => {
    expect(collectionEffectivenessPpm(period)).toBe(559_295);
  });

  it('is all when nothing is late, and below nothing when more became late than was paid', () => {
    expect(collectionEffectivenessPpm({ ...period, closingCurrentMinor: 6_340 })).toBe(1_000_000);
    expect(collectionEffectivenessPpm({ ...period, closingMinor: 9_830 })).toBe(0);
    expect(collectionEffectivenessPpm({ ...period, closingMinor: 10_454 })).toBe(-100_000);
  });

  it('is unknown when nothing could be collected', () => {
    expect(collectionEffectivenessPpm({ ...period, closingCurrentMinor: 9_830 })).toBeNull();
  });
});
