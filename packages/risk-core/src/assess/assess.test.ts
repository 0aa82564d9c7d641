import fc from 'fast-check';
import { customerWithHistory } from '../../test/customers.ts';
import { noticed } from '../../test/dossier-events.ts';
import { issued, limitOf, received } from '../../test/events.ts';
import { MONDAY, Shell, weekdays, worldWith } from '../../test/shell.ts';
import { stories } from '../../test/stories.ts';

const seed = Number(process.env['DUEWATCH_SEED'] ?? Math.floor(Math.random() * 2 ** 31));
const runs = Number(process.env['DUEWATCH_RUNS'] ?? 15);

describe('an assessment', () => {
  it('adds up: points to the score, stages to exposure, buckets to what is open', () => {
    const story = stories({ happenings: 40, deals: 25, days: 400 });
    const property = fc.property(story, (happenings) => {
      const shell = new Shell({ world: worldWith({ calendar: weekdays }), isStrict: false });
      for (const { day, event } of happenings) {
        shell.tellStamped(day, event);
        const { score, features, exposure, exposureMinor, ageing, ...rest } = shell.assess();
        expect(features.reduce((sum, { points }) => sum + points, 0)).toBe(score);
        expect(exposure.reduce((sum, { baseMinor }) => sum + baseMinor, 0)).toBe(exposureMinor);
        // Buckets are at issue-date rates, which here never move.
        expect(ageing.reduce((sum, { baseMinor }) => sum + baseMinor, 0)).toBe(rest.openMinor);
        expect(rest.reasons.length).toBeLessThanOrEqual(4);
        expect(rest.cleanOverdueMinor).toBeGreaterThanOrEqual(0);
        expect(rest.nextTransitionOn ?? Number.MAX_SAFE_INTEGER).toBeGreaterThan(rest.asOf);
      }
    });
    fc.assert(property, { seed, numRuns: runs });
  });

  it('holds only whole numbers', () => {
    const shell = customerWithHistory({ until: MONDAY, weeks: 20, lateDays: 7 });
    shell.tell(MONDAY, limitOf(3_333_33, MONDAY));
    shell.tell(MONDAY, issued('I1', MONDAY - 40, MONDAY - 17, 777_77, { currency: 'USD' }));
    const numbers: number[] = [];
    JSON.stringify(shell.assess(), (_, value) => {
      if (typeof value === 'number') numbers.push(value);
      return value as unknown;
    });
    expect(numbers.length).toBeGreaterThan(50);
    expect(numbers.filter((value) => !Number.isSafeInteger(value) || Object.is(value, -0))).toEqual(
      [],
    );
  });

  it('of a prompt customer has no points for behaviour, and reasons say what is missing', () => {
    const shell = customerWithHistory({ until: MONDAY, weeks: 170, lateDays: 0 });
    const { score, bands, reasons, promptnessIndex } = shell.assess();
    expect(score).toBe(30);
    expect(bands).toEqual({ computed: 'A', held: 'A', shown: 'A' });
    expect(promptnessIndex).toBe(80);
    expect(reasons.map(({ code, points }) => `${code} ${points}`)).toEqual([
      'X1_MISSING 15',
      'X2_MISSING 10',
      'X3_MISSING 5',
    ]);
  });

  it('of one who is always ten days late reaches B by its points alone', () => {
    const shell = customerWithHistory({ until: MONDAY, weeks: 170, lateDays: 10 });
    shell.tell(MONDAY, issued('O1', MONDAY - 40, MONDAY - 10, 1_000_00));
    const points = Object.fromEntries(
      shell.assess().features.map((each) => [each.code, each.points]),
    );
    expect(points).toMatchObject({ P1: 60, P2: 0, P3: 60, P4: 0, E1: 15 });
    expect(shell.assess().bands.shown).toBe('B');
  });

  it('keeps behaviour out of the score of a provisional customer, and shows it', () => {
    const shell = customerWithHistory({ until: MONDAY, weeks: 2, lateDays: 50 });
    const { provisional, features, bands } = shell.assess();
    const late = features.find(({ code }) => code === 'P1');
    expect(provisional).toBe(true);
    expect(late).toMatchObject({ value: 50_000, points: 0 });
    expect(bands.shown).toBe('B');
    const third = customerWithHistory({ until: MONDAY, weeks: 3, lateDays: 50 });
    expect(third.assess()).toMatchObject({ provisional: false });
    expect(third.assess().features.find(({ code }) => code === 'P1')?.points).toBe(140);
  });

  it('never adds unlike currencies: each subtotal is valued once, half to even', () => {
    const world = worldWith({
      rates: { base: 'EUR', rateNano: new Map([['USD', 500_000_000]]) },
    });
    const shell = new Shell({ world });
    for (const id of ['I1', 'I2', 'I3']) {
      shell.tell(MONDAY, issued(id, MONDAY, MONDAY + 30, 1, { currency: 'USD' }));
    }
    // Three half cents one by one would be nought each; their subtotal is one and a half.
    expect(shell.assess().openMinor).toBe(2);
    shell.tell(MONDAY, received('P1', MONDAY, 1, 'USD'));
    expect(shell.assess().exposureMinor).toBe(1);
  });

  it('says of a customer that its ledger is silent, and leaves its treatment alone', () => {
    const shell = new Shell();
    shell.tell(MONDAY, issued('I1', MONDAY, MONDAY + 30, 100_00));
    shell.world = worldWith({ isFeedSilent: true });
    shell.tell(MONDAY, { kind: 'feed.went_silent' });
    const { dataQuality, features, treatment } = shell.assess();
    expect({ dataQuality, treatment }).toEqual({
      dataQuality: ['FEED_SILENT'],
      treatment: 'standard',
    });
    expect(features.find(({ code }) => code === 'E2')?.stale).toBe(true);
    shell.world = worldWith();
    shell.tell(MONDAY, { kind: 'feed.resumed' });
    expect(shell.assess().dataQuality).toEqual([]);
  });

  it('never lets anybody press an insolvent customer, whatever it promised', () => {
    const shell = customerWithHistory({ until: MONDAY, weeks: 60, lateDays: 0 });
    shell.tell(MONDAY, issued('I1', MONDAY - 60, MONDAY - 10, 100_00));
    shell.tell(MONDAY, {
      ...{ kind: 'promise.made', promiseId: 'PR', invoiceIds: ['I1'], amountMinor: 100_00 },
      ...{ currency: 'EUR', madeOn: MONDAY, promisedFor: MONDAY + 5, level: 1 },
    });
    expect(shell.assess().treatment).toBe('pause');
    shell.tell(MONDAY, noticed('CASE', 'petition', MONDAY));
    expect(shell.assess()).toMatchObject({
      treatment: 'hold_legal',
      pauses: [
        { kind: 'legal', ref: 'CASE', until: null },
        { kind: 'promise', until: MONDAY + 7 },
      ],
    });
    shell.tell(MONDAY + 1, noticed('CASE', 'petition', MONDAY + 1, true));
    expect(shell.assess().treatment).toBe('pause');
  });

  it('gives the two forms of days beyond terms side by side', () => {
    const shell = customerWithHistory({ until: MONDAY, weeks: 4, lateDays: 0 });
    shell.tell(MONDAY, issued('O1', MONDAY - 60, MONDAY - 45, 1_000_00));
    const { dbt90MilliDays, ageing } = shell.assess();
    // Four paid on terms, one open for 45 days: a fifth of the weight.
    expect(dbt90MilliDays).toBe(9_000);
    expect(ageing.find(({ bucket }) => bucket === 'd31_60')?.baseMinor).toBe(1_000_00);
  });
});
