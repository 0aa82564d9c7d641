import { isoDateOf } from '@duewatch/contracts';
import fc from 'fast-check';
import { arbitraryEvent, drawnTypes, FIRST_DAY } from './arbitrary-event.ts';
import { DoorAndScoring } from './door-and-scoring.ts';
import { DAYS, play } from './play-drawn.ts';

const seed = Number(process.env['DUEWATCH_SEED'] ?? Math.floor(Math.random() * 2 ** 31));
const runs = Number(process.env['DUEWATCH_RUNS'] ?? 15);

const customers = ['C0', 'C1', 'C2', 'C3', 'C4', 'C5'];
const stories = fc.array(arbitraryEvent(DAYS), { maxLength: 60, size: 'max' });

describe('events of every kind in the catalogue', () => {
  it('are taken by the door and come to the same profiles over six partitions as over one', () => {
    const property = fc.property(stories, (events) => {
      const [one, six] = [new DoorAndScoring(1), new DoorAndScoring(6)];
      const outcomes = [one, six].map((system) => play(system, events));
      expect(outcomes[1]).toEqual(outcomes[0]);
      for (const customerId of customers) {
        expect(statementOf(six, customerId)).toEqual(statementOf(one, customerId));
      }
    });
    fc.assert(property, { seed, numRuns: 2 * runs });
  });

  it('are accepted in the shape that their schema promises', () => {
    const refused = new Map<string, string>();
    const system = new DoorAndScoring();
    const drawn = fc.sample(arbitraryEvent(0), { seed, numRuns: 30 * drawnTypes.length });
    drawn.forEach(({ type, data }, index) => {
      const time = `${isoDateOf(FIRST_DAY)}T09:00:00Z`;
      const event = { specversion: '1.0', id: `e${index}`, source: '/random', type, time, data };
      const told = system.tell(event, Date.parse(time));
      if (told.kind === 'refused' && told.by === 'door') refused.set(type, told.why);
    });
    expect(new Set(drawn.map(({ type }) => type))).toEqual(new Set(drawnTypes));
    expect([...refused]).toEqual([]);
  });
});

/** Everything that is said of a customer, but where in the log it comes from. */
function statementOf(system: DoorAndScoring, customerId: string): unknown {
  const assessment = system.assessment(customerId);
  if (assessment === undefined) return undefined;
  const { conditions, ...rest } = assessment;
  return { ...rest, conditions: conditions.map(({ onsetPosition, ...told }) => told) };
}
