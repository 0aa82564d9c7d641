import { randomInt } from 'node:crypto';
import { leavingNothing, withinBounds } from '@duewatch/testing';
import fc from 'fast-check';
import { closeDoors, type Door, invoice, openDoor } from './door.ts';

/** How many inputs; `npm run fuzz` asks for many. */
const RUNS = Number(process.env['DUEWATCH_FUZZ_RUNS'] ?? 200);
const seed = Number(process.env['DUEWATCH_FUZZ_SEED'] ?? randomInt(2 ** 31));

afterEach(closeDoors);

/** Values that no field of an event may have. */
const nonsense = fc.oneof(
  fc.constantFrom(null, {}, [], [[]], '', '\u0000', '\ud800', -1, 1e300, 0.5, true, 'NaN'),
  fc.constantFrom('x'.repeat(100_000), '2026-13-45', '__proto__', `${'['.repeat(500)}`),
  fc.object({ maxDepth: 3 }),
);

/** An invoice with one required field gone wrong. */
const wrongField = fc
  .tuple(fc.constantFrom('issuedOn', 'dueOn', 'amountMinor', 'currency'), nonsense)
  .map(([name, value]) => JSON.stringify(invoice('1', { [name]: value })));

/** An invoice with a field too many. */
const unknownField = fc
  .tuple(fc.string({ minLength: 1 }), nonsense)
  .filter(([name]) => name !== '__proto__')
  .map(([name, value]) => JSON.stringify(invoice('1', { [`x${name}`]: value })));

const polluting = fc.constantFrom('__proto__', 'constructor', 'prototype').map((name) => {
  const text = JSON.stringify(invoice('1'));
  return text.replace('"data":{', `"data":{"${name}":{"polluted":true},`);
});

/** JSON that is cut off, nested without end, or none at all. */
const broken = fc.oneof(
  fc.nat({ max: 100 }).map((length) => JSON.stringify(invoice('1')).slice(0, length)),
  fc.integer({ min: 1, max: 20_000 }).map((depth) => '['.repeat(depth)),
  fc
    .integer({ min: 1, max: 5_000 })
    .map((depth) => `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`),
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc.json(),
);

const wrongAttribute = fc
  .tuple(fc.constantFrom('specversion', 'type', 'time'), nonsense)
  .map(([name, value]) => JSON.stringify(invoice('1', {}, { [name]: value })));

const poison = fc.oneof(wrongField, unknownField, polluting, broken, wrongAttribute);

const isOk = (status: number): boolean => status >= 200 && status < 300;

async function sendPoison(door: Door, body: string, type?: string): Promise<void> {
  const answer = await withinBounds(() => door.post(body, type === undefined ? {} : { type }));
  expect(answer.status).toBeGreaterThanOrEqual(400);
  expect(answer.status).toBeLessThan(500);
}

describe(`the door under nonsense, seed ${seed}`, () => {
  it('answers every body with a status, in time, and goes on', async () => {
    const door = await openDoor();
    let sent = 0;
    let good = 0;
    // Few among many: the twin of Kafka keeps what is good, each in buffers shared with garbage.
    const every = Math.max(50, Math.ceil(RUNS / 50));
    const nonsenseAndGood = fc.asyncProperty(poison, async (body) => {
      await sendPoison(door, body);
      sent += 1;
      if (sent % every !== 0) return;
      good += 1;
      expect(isOk((await door.post(invoice(`good-${good}`))).status)).toBe(true);
    });
    await leavingNothing(() => fc.assert(nonsenseAndGood, { numRuns: RUNS, seed }));
    expect(await door.events()).toHaveLength(good);
    expect(Object.keys(Object.prototype)).toEqual([]);
    expect(Reflect.get({}, 'polluted')).toBeUndefined();
  }, 3_600_000);

  it('refuses headers of binary mode that are no attributes', async () => {
    const door = await openDoor();
    const attribute = fc.constantFrom('ce-id', 'ce-type', 'ce-source', 'ce-time', 'ce-specversion');
    const value = fc.oneof(
      fc.constantFrom('', '%', '%zz', '%00', '__proto__', '1'.repeat(2_000), '%F0%9F'),
      fc.string({ unit: fc.integer({ min: 33, max: 126 }).map((c) => String.fromCharCode(c)) }),
    );
    const { data, ...attributes } = invoice('1');
    const headers = Object.fromEntries(
      Object.entries(attributes).map(([name, text]) => [`ce-${name}`, String(text)]),
    );
    await fc.assert(
      fc.asyncProperty(attribute, value, async (name, text) => {
        const type = 'application/json';
        const { status } = await door.post(data, { type, headers: { ...headers, [name]: text } });
        // An id or a source may be nearly anything; all else must be right.
        expect(status < 500 && (status >= 400 || /id|source|time/.test(name))).toBe(true);
      }),
      { numRuns: Math.ceil(RUNS / 5), seed },
    );
  }, 3_600_000);
});
