import { customerWithHistory } from '../../test/customers.ts';
import { issued, paid } from '../../test/events.ts';
import { MONDAY, Shell, worldWith } from '../../test/shell.ts';
import type { Findings } from '../features/measure.ts';
import { silence } from '../features/outside.ts';
import { defaultPolicy } from '../policy/default-policy.ts';
import { createProfile, type Profile } from '../state/profile.ts';
import { bandOf, nextStanding } from './standing.ts';

/** Facts of a settled customer with nothing wrong; changes say what is. */
function findingsOn(today: number, changes: Partial<Findings> = {}): Findings {
  return {
    today,
    openBase: 0,
    peakBase: 0,
    cleanOverdue: 0,
    grossOverdue: 0,
    freeCashBase: 0,
    oldestDays: 0,
    olderThan: [0, 0, 0, 0],
    dueClean: 0,
    dueAge: 0,
    exposureBase: 10_000_00,
    hasUnknownRate: false,
    exposureInLimit: null,
    utilisationUpPpm: null,
    utilisationDownPpm: null,
    tenureDays: 1_000,
    isProvisional: false,
    outside: silence,
    isLedgerSilent: false,
    orders: null,
    cusumMilli: 0,
    ...changes,
  };
}

/** A day of a customer's life: its score, and whether it settled an invoice on it. */
function live(profile: Profile, today: number, score: number, changes: Partial<Findings> = {}) {
  profile.closed = profile.now;
  profile.score = score;
  profile.now = nextStanding(profile, findingsOn(today, changes), defaultPolicy);
  return { held: bandOf(profile.now.held), shown: bandOf(profile.now.shown) };
}

function customer(score = 0): Profile {
  const profile = createProfile('test');
  live(profile, 0, score);
  return profile;
}

describe('the held band', () => {
  it.each([
    [149, 'A'],
    [150, 'B'],
    [299, 'B'],
    [300, 'C'],
    [450, 'D'],
    [599, 'D'],
    [600, 'E'],
    [1_000, 'E'],
  ])('of score %i is %s, at once and over several bands', (score, band) => {
    expect(live(customer(), 1, score).held).toBe(band);
  });

  it('improves one band after 14 days at 30 points below its lower bound', () => {
    const profile = customer(320);
    profile.stats.lastOn = 2;
    expect(live(profile, 3, 270).held).toBe('C');
    expect(live(profile, 16, 270).held).toBe('C');
    expect(live(profile, 17, 270).held).toBe('B');
  });

  it('does not improve at 29 points below, however long', () => {
    const profile = customer(320);
    profile.stats.lastOn = 2;
    expect(live(profile, 3, 271).held).toBe('C');
    expect(live(profile, 300, 271).held).toBe('C');
  });

  it('starts the dwell again when the score comes back up', () => {
    const profile = customer(320);
    profile.stats.lastOn = 2;
    live(profile, 3, 260);
    live(profile, 10, 290);
    live(profile, 11, 260);
    expect(live(profile, 24, 260).held).toBe('C');
    expect(live(profile, 25, 260).held).toBe('B');
  });

  it('improves one band at a time, with a dwell for each', () => {
    const profile = customer(620);
    profile.stats.lastOn = 2;
    live(profile, 3, 0);
    expect(live(profile, 17, 0).held).toBe('D');
    expect(live(profile, 30, 0).held).toBe('D');
    expect(live(profile, 31, 0).held).toBe('C');
    expect(live(profile, 45, 0).held).toBe('B');
    expect(live(profile, 59, 0).held).toBe('A');
  });

  it('does not improve on silence: a settlement must have come since it worsened', () => {
    const profile = customer(320);
    live(profile, 1, 100);
    expect(live(profile, 200, 100).held).toBe('C');
    profile.stats.lastOn = 201;
    expect(live(profile, 201, 100).held).toBe('B');
  });

  it('does not improve on what only has gone stale', () => {
    const profile = customer(320);
    profile.stats.lastOn = 2;
    const outside = { ...silence, staleRelief: 20 };
    live(profile, 3, 260, { outside });
    expect(live(profile, 300, 260, { outside }).held).toBe('C');
    live(profile, 301, 250, { outside });
    expect(live(profile, 315, 250, { outside }).held).toBe('B');
  });

  it('does not improve while the ledger is silent, and dwells anew when it is heard again', () => {
    const profile = customer(320);
    profile.stats.lastOn = 2;
    live(profile, 3, 270);
    expect(live(profile, 17, 270, { isLedgerSilent: true }).held).toBe('C');
    expect(live(profile, 18, 270).held).toBe('C');
    expect(live(profile, 31, 270).held).toBe('C');
    expect(live(profile, 32, 270).held).toBe('B');
  });

  it('forgets a worsening that was gone before the day ended', () => {
    const profile = customer(100);
    profile.closed = profile.now;
    profile.score = 620;
    expect(nextStanding(profile, findingsOn(1), defaultPolicy).held).toBe(4);
    profile.score = 100;
    expect(nextStanding(profile, findingsOn(1), defaultPolicy).held).toBe(0);
  });

  it('flips far less often than the band by score for a customer on the edge', () => {
    const profile = customer(310);
    let flips = 0;
    let before = 'C';
    for (let day = 1; day <= 365; day += 1) {
      profile.stats.lastOn = day;
      // A noisy score around the edge between B and C, the same in every run.
      const noise = ((day * 7_919) % 121) - 60;
      const { held } = live(profile, day, 300 + noise);
      if (held !== before) flips += 1;
      before = held;
    }
    expect(flips).toBeLessThanOrEqual(3);
  });
});

describe('a floor', () => {
  const over = 500_01;

  it.each([
    { description: 'over 14 days', olderThan: [over, 0, 0, 0], band: 'B' },
    { description: 'over 30 days', olderThan: [over, over, 0, 0], band: 'C' },
    { description: 'over 60 days', olderThan: [over, over, over, 0], band: 'D' },
    { description: 'over 90 days', olderThan: [over, over, over, over], band: 'E' },
  ])('of a material sum $description forces $band', ({ olderThan, band }) => {
    expect(live(customer(), 1, 0, { olderThan })).toEqual({ held: 'A', shown: band });
  });

  it('needs more than 500 in money and more than one per cent of exposure', () => {
    const sum = (minor: number) => ({ olderThan: [minor, minor, 0, 0] });
    const ample = { exposureBase: 100_000_00 };
    expect(live(customer(), 1, 0, sum(500_00)).shown).toBe('A');
    expect(live(customer(), 1, 0, { ...sum(1_000_00), ...ample }).shown).toBe('A');
    expect(live(customer(), 1, 0, { ...sum(1_000_01), ...ample }).shown).toBe('C');
  });

  it('stays when exposure grows past the share, and goes when the sum is paid', () => {
    const profile = customer();
    live(profile, 1, 0, { olderThan: [600_00, 600_00, 0, 0] });
    const grown = { olderThan: [600_00, 600_00, 0, 0], exposureBase: 1_000_000_00 };
    expect(live(profile, 2, 0, grown).shown).toBe('C');
    expect(live(profile, 3, 0, { olderThan: [500_00, 500_00, 0, 0] }).shown).toBe('A');
  });

  it('lifts at once when its cause goes, and leaves the held band alone', () => {
    const profile = customer(160);
    expect(live(profile, 1, 160, { olderThan: [over, over, over, 0] }).shown).toBe('D');
    expect(live(profile, 2, 160)).toEqual({ held: 'B', shown: 'B' });
  });

  it('of default lifts after 90 days without a material sum over 30 days', () => {
    const profile = customer();
    live(profile, 1, 0, { olderThan: [over, over, over, over] });
    expect(live(profile, 2, 0).shown).toBe('E');
    expect(live(profile, 91, 0).shown).toBe('E');
    expect(live(profile, 92, 0).shown).toBe('A');
  });

  it('of default counts the cure anew after another slip over 30 days', () => {
    const profile = customer();
    live(profile, 1, 0, { olderThan: [over, over, over, over] });
    live(profile, 10, 0);
    live(profile, 50, 0, { olderThan: [over, over, 0, 0] });
    live(profile, 60, 0);
    expect(live(profile, 149, 0).shown).toBe('E');
    expect(live(profile, 150, 0).shown).toBe('A');
  });

  it('keeps a customer with fewer than three settled invoices from being better than B', () => {
    expect(live(customer(), 1, 0, { isProvisional: true }).shown).toBe('B');
  });

  it('forces D after a write-off, for a year', () => {
    const shell = new Shell({ world: worldWith() });
    shell.tell(MONDAY, issued('I1', MONDAY, MONDAY + 30, 1_000_00));
    shell.tell(MONDAY + 1, {
      kind: 'invoice.written_off',
      invoiceId: 'I1',
      amountMinor: 1_000_00,
      writtenOffOn: MONDAY + 1,
    });
    expect(shell.assess().bands.shown).toBe('D');
    shell.advance(MONDAY + 365);
    expect(shell.assess().bands.shown).toBe('D');
    shell.advance(MONDAY + 366);
    expect(shell.assess().bands.shown).toBe('B');
  });

  it('forces D after three failed payments, and lifts when the first leaves the 90 days', () => {
    const shell = new Shell();
    const fail = (id: string, day: number) =>
      shell.tell(day, {
        kind: 'payment.failed',
        attemptId: id,
        paymentId: null,
        invoiceId: null,
        hardFail: false,
        failedOn: day,
      });
    fail('T1', MONDAY);
    fail('T2', MONDAY + 10);
    expect(shell.assess().bands.shown).toBe('B');
    fail('T3', MONDAY + 20);
    expect(shell.assess().bands.shown).toBe('D');
    shell.advance(MONDAY + 89);
    expect(shell.assess().bands.shown).toBe('D');
    shell.advance(MONDAY + 90);
    expect(shell.assess().bands.shown).toBe('B');
  });

  it('keeps a customer from being better than B while its amounts cannot be valued', () => {
    const shell = customerWithHistory({ until: MONDAY, weeks: 60, lateDays: 0 });
    expect(shell.assess().bands.shown).toBe('A');
    shell.tell(MONDAY, issued('I1', MONDAY, MONDAY + 30, 100_00, { currency: 'CHF' }));
    expect(shell.assess()).toMatchObject({ bands: { held: 'A', shown: 'B' } });
    expect(shell.assess().reasons[0]?.code).toBe('RATE_MISSING');
    const rateNano = new Map([['CHF', 1_000_000_000]]);
    shell.world = worldWith({ rates: { base: 'EUR', rateNano } });
    shell.tell(MONDAY, { kind: 'fx.rates_published' });
    expect(shell.assess().bands.shown).toBe('A');
  });

  it('lifts on the day on which the last unvalued invoice is forgotten, in silence', () => {
    const shell = new Shell();
    shell.tell(MONDAY, issued('I1', MONDAY, MONDAY + 10, 100_00, { currency: 'CHF' }));
    shell.tell(MONDAY, paid('P1', 'I1', MONDAY, 100_00));
    for (const id of ['A', 'B', 'C']) {
      shell.tell(MONDAY + 200, issued(id, MONDAY + 200, MONDAY + 200, 100_00));
      shell.tell(MONDAY + 200, paid(`P${id}`, id, MONDAY + 200, 100_00));
    }
    const band = () => shell.assess().bands.shown;
    shell.advance(MONDAY + 399);
    expect(band()).toBe('B');
    expect(shell.assess().nextTransitionOn).toBe(MONDAY + 400);
    shell.advance(MONDAY + 400);
    expect(band()).toBe('A');
  });

  it('names itself as the first reason for the band that it sets', () => {
    const shell = new Shell();
    shell.tell(MONDAY, issued('I1', MONDAY, MONDAY, 1_000_00));
    shell.tell(MONDAY, paid('P1', 'I1', MONDAY, 10_00));
    shell.advance(MONDAY + 31);
    const { bands, reasons } = shell.assess();
    expect(bands.shown).toBe('C');
    expect(reasons[0]?.code).toBe('OVERDUE_30');
    expect(reasons.length).toBeLessThanOrEqual(4);
  });
});
