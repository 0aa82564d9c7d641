import { scored } from '../../../test/dossier-events.ts';
import { described, issued, paid } from '../../../test/events.ts';
import { MONDAY, Shell, worldWith } from '../../../test/shell.ts';
import { defaultPolicy } from '../../index.ts';

const x1 = (shell: Shell) => shell.assess().features.find(({ code }) => code === 'X1');

describe('an outside score', () => {
  it('costs the points of its percentile, whichever way its scale runs', () => {
    const shell = new Shell();
    expect(x1(shell)).toMatchObject({ value: null, points: 15, asOf: null, sampleSize: 0 });
    shell.tell(MONDAY, scored(30, MONDAY - 5));
    expect(x1(shell)).toMatchObject({ value: 700_000, points: 35, asOf: MONDAY - 5 });
    const upside = { minMilli: 300_000, maxMilli: 700_000, higherIsBetter: false } as const;
    shell.tell(MONDAY, scored(500, MONDAY - 4, upside));
    expect(x1(shell)).toMatchObject({ value: 500_000, points: 15, sampleSize: 1 });
  });

  it('goes by the percentile where the provider publishes one', () => {
    const shell = new Shell();
    shell.tell(MONDAY, scored(90, MONDAY, { percentilePpm: 149_999 }));
    expect(x1(shell)).toMatchObject({ value: 850_001, points: 70 });
  });

  it('takes the dearest of several providers', () => {
    const shell = new Shell();
    shell.tell(MONDAY, scored(20, MONDAY - 40));
    shell.tell(MONDAY, scored(80, MONDAY, { provider: 'agency' }));
    expect(x1(shell)).toMatchObject({ value: 800_000, asOf: MONDAY - 40, sampleSize: 2 });
  });

  it('keeps three days of a score and twelve readings at most, in whatever order they come', () => {
    const readings = Array.from({ length: 6 }, (_, no) =>
      [3, 0, 7, 9].map((age) => scored(50, MONDAY - age - no, { provider: `bureau-${no}` })),
    ).flat();
    const shell = new Shell();
    const other = new Shell();
    readings.forEach((event, at) => {
      shell.tell(MONDAY, { ...event, occurredAtMs: at * 1_000 });
    });
    readings.reverse().forEach((event, at) => {
      other.tell(MONDAY, { ...event, occurredAtMs: (readings.length - 1 - at) * 1_000 });
    });
    expect(other.profile.dossier).toEqual(shell.profile.dossier);
    expect(shell.profile.dossier.externalScores?.readings).toHaveLength(12);
  });

  it('ignores what is older than a correction, and refuses a scale without a length', () => {
    const shell = new Shell();
    shell.tell(MONDAY, scored(50, MONDAY, { sourceVersion: 2 }));
    const late = shell.tell(MONDAY, scored(90, MONDAY, { sourceVersion: 1 }));
    expect(late).toMatchObject({ kind: 'ignored', reason: 'older_version' });
    const flat = shell.tell(MONDAY, scored(1, MONDAY, { minMilli: 5, maxMilli: 5 }));
    expect(flat.kind).toBe('refused');
  });

  it('is stale the day after a year, and then counts the mean with a missing one, up', () => {
    const shell = new Shell();
    shell.tell(MONDAY, scored(20, MONDAY));
    shell.advance(MONDAY + 365);
    expect(x1(shell)).toMatchObject({ points: 55, stale: false });
    expect(shell.profile.nextOn).toBe(MONDAY + 366);
    shell.advance(MONDAY + 366);
    expect(x1(shell)).toMatchObject({ points: 35, stale: true, value: 800_000 });
    const good = new Shell();
    good.tell(MONDAY, scored(90, MONDAY));
    good.advance(MONDAY + 366);
    expect(x1(good)).toMatchObject({ points: 8, stale: true });
  });

  it('never improves a band by going stale, however well the customer pays meanwhile', () => {
    const { bands } = defaultPolicy;
    const rules = { bands: { ...bands, lowerBounds: [89, 300, 450, 600] as const } };
    const shell = new Shell({ world: worldWith({ rules }), isStrict: false });
    shell.tell(MONDAY, described({ onboardedOn: MONDAY - 2_000 }));
    shell.tell(MONDAY, scored(0, MONDAY));
    shell.tell(MONDAY, scored(10, MONDAY, { provider: 'agency', asOf: MONDAY }));
    const liveTo = (until: number) => {
      for (let day = shell.profile.today; day <= until; day += 7) {
        shell.tell(day, issued(`I${day}`, day, day + 1, 100_00));
        shell.tell(day + 1, paid(`P${day}`, `I${day}`, day + 1, 100_00));
      }
    };
    liveTo(MONDAY + 30);
    // One late payment lowers the band; later on only the bad score keeps it from rising.
    shell.tell(MONDAY + 40, issued('LATE', MONDAY + 1, MONDAY + 20, 5_000_00));
    shell.tell(MONDAY + 41, paid('PAID', 'LATE', MONDAY + 41, 5_000_00));
    liveTo(MONDAY + 365);
    expect(shell.assess()).toMatchObject({ score: 85, bands: { held: 'B' } });
    liveTo(MONDAY + 500);
    expect(shell.assess()).toMatchObject({ score: 58, bands: { computed: 'A', held: 'B' } });
    shell.tell(MONDAY + 510, scored(60, MONDAY + 510));
    shell.tell(MONDAY + 510, scored(60, MONDAY + 510, { provider: 'agency' }));
    liveTo(MONDAY + 540);
    expect(shell.assess().bands.held).toBe('A');
  });

  it.each([
    { name: 'asOf', changes: { asOf: 200_000 }, reason: 'date_out_of_range' },
    { name: 'valueMilli', changes: { valueMilli: 0.5 }, reason: 'amount_out_of_range' },
    {
      name: 'recommendedLimitMinor',
      changes: { recommendedLimitMinor: -1 },
      reason: 'amount_out_of_range',
    },
  ])('is refused with a $name that nobody means, and leaves no trace', ({ changes, reason }) => {
    const shell = new Shell();
    expect(shell.tell(MONDAY, scored(50, MONDAY, changes))).toMatchObject({
      kind: 'refused',
      reason,
    });
    expect(shell.profile.dossier.externalScores).toBeNull();
  });
});
