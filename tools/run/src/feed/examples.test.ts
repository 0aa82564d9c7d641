import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { epochDayOf, inputShapeOf } from '@duewatch/contracts';
import { type CloudEventJson, isTick } from '@duewatch/door-client';
import { type Expectation, readExpectation } from './expectation.ts';
import { readStory } from './story-file.ts';

const folder = join(__dirname, '../../../../examples');
const stories = readdirSync(folder).filter((name) => name.endsWith('.jsonl'));

async function load(name: string): Promise<[CloudEventJson[], Expectation]> {
  const path = join(folder, name);
  const events: CloudEventJson[] = [];
  for await (const event of readStory(path)) events.push(event);
  return [events, readExpectation(path)];
}

describe.each(stories)('the example %s', (name) => {
  it('holds events that the door takes', async () => {
    const [events] = await load(name);
    for (const { type, data, subject } of events) {
      const shape = inputShapeOf(type);
      const fields = [...(shape?.fields ?? []), ...(shape?.card ?? [])];
      expect(fields.map((field) => field.name)).toEqual(expect.arrayContaining(Object.keys(data)));
      const given = new Set([...Object.keys(data), 'sourceSystem', subject && 'customerId']);
      for (const field of fields.filter(({ required }) => required)) {
        expect([type, field.name, given.has(field.name)]).toEqual([type, field.name, true]);
      }
    }
  });

  it('goes forward in time, on days that have begun, with ids of its own', async () => {
    const [events] = await load(name);
    const times = events.map(({ time }) => time);
    expect([...times].sort()).toEqual(times);
    expect(new Set(events.map(({ id }) => id)).size).toBe(events.length);
    const began = new Set(events.filter(isTick).map(({ data }) => data['date']));
    for (const time of times) expect(began).toContain(time.slice(0, 10));
  });

  it('has an expectation about its own customers and days', async () => {
    const [events, expectation] = await load(name);
    const customers = [...new Set(events.flatMap(({ subject }) => subject ?? []))].sort();
    expect(Object.keys(expectation.bands).sort()).toEqual(customers);
    expect(Object.keys(expectation.why).sort()).toEqual(customers);
    expect(expectation.events).toBe(events.length);
    const days = events.filter(isTick).map(({ data }) => data['date']);
    for (const { customer, date } of expectation.alerts) {
      expect(customers).toContain(customer);
      expect(days).toContain(date);
      expect(epochDayOf(date)).toBeDefined();
    }
  });
});
