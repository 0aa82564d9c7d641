import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..', '..');
const page = readFileSync(join(root, 'docs', 'reliability.md'), 'utf8');
const rows = page.split('\n').filter((line) => line.startsWith('| '));

/** Where files lie that are named without a folder. */
const places = [
  '',
  'packages/event-bus/src/',
  'packages/event-bus/test/',
  'tools/chaos/src/oracle/',
];

describe('docs/reliability.md', () => {
  const tests = [...page.matchAll(/`([\w./-]+\.(?:test|contract)\.ts)`/g)].map(
    ([, file = '']) => file,
  );

  it.each([...new Set(tests)])('names %s, which is there', (file) => {
    expect(places.some((place) => existsSync(join(root, place, file)))).toBe(true);
  });

  it('has a row for each known fault of the client', () => {
    const named = rows.flatMap((row) => /^\| (K[^|]+) \|/.exec(row)?.[1]?.split(', ') ?? []);
    expect(named).toEqual(Array.from({ length: 18 }, (_, at) => `K${at + 1}`));
  });

  it('names a test for each promise', () => {
    const promises = rows.filter((row) => /^\| P\d/.test(row));
    expect(promises.length).toBeGreaterThan(0);
    for (const promise of promises) expect(promise).toMatch(/\.(test|contract)\.ts`/);
  });
});
