import fc from 'fast-check';
import { issued, limitOf, paid } from '../../test/events.ts';
import { MONDAY, Shell, weekdays, worldWith } from '../../test/shell.ts';
import { stories } from '../../test/stories.ts';
import { decide, diffDecisions } from './decide.ts';

const seed = Number(process.env['DUEWATCH_SEED'] ?? Math.floor(Math.random() * 2 ** 31));
const runs = Number(process.env['DUEWATCH_RUNS'] ?? 15);

const decideOn = (shell: Shell) => decide(shell.profile, shell.world);

describe('a decision', () => {
  it('differs exactly when something that others act on differs', () => {
    const story = stories({ happenings: 40, deals: 25, days: 500 });
    const property = fc.property(story, (happenings) => {
      const shell = new Shell({ world: worldWith({ calendar: weekdays }), isStrict: false });
      let before = decideOn(shell);
      let text = '';
      for (const { day, event } of happenings) {
        shell.tellStamped(day, event);
        const after = decideOn(shell);
        const { bands, treatment, pauses, conditions, recommendations } = shell.assess();
        const told = conditions.map(({ evidence, onsetPosition, ...condition }) => condition);
        const advised = recommendations.map(({ id }) => id);
        const now = JSON.stringify([bands.shown, treatment, pauses, told, advised]);
        if (text !== '') {
          expect(diffDecisions(before, after).kinds.length > 0).toBe(now !== text);
        }
        before = after;
        text = now;
      }
    });
    fc.assert(property, { seed, numRuns: runs });
  });

  it('names what changed, from what, and which way', () => {
    const shell = new Shell();
    shell.tell(MONDAY, limitOf(1_000_00, MONDAY));
    const before = decideOn(shell);
    shell.tell(MONDAY, issued('I1', MONDAY - 100, MONDAY - 95, 1_000_00));
    const after = decideOn(shell);
    expect(diffDecisions(before, after)).toEqual({
      kinds: ['band', 'treatment', 'condition', 'recommendation'],
      direction: 'worse',
      fromBand: 'B',
      toBand: 'E',
      previousScore: before.score,
      previousTreatment: 'standard',
      issued: [
        `order_hold.${MONDAY}.hold`,
        `delivery_hold.${MONDAY}.hold`,
        `prepayment.${MONDAY}.cash_in_advance`,
        `limit.${MONDAY}.0`,
      ],
      withdrawn: [],
      defaulted: { on: MONDAY },
      cured: null,
    });
    expect(diffDecisions(after, before).direction).toBe('better');
    expect(diffDecisions(undefined, after)).toMatchObject({ direction: 'same', fromBand: null });
  });

  it('is unmoved by values alone', () => {
    const shell = new Shell();
    shell.tell(MONDAY, issued('I1', MONDAY, MONDAY + 30, 100_00));
    const before = decideOn(shell);
    shell.tell(MONDAY + 1, paid('P1', 'I1', MONDAY + 1, 20_00));
    expect(diffDecisions(before, decideOn(shell)).kinds).toEqual([]);
  });
});
