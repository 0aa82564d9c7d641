import { randomInt } from 'node:crypto';
import type { OutgoingRecord } from '@duewatch/event-bus';
import fc from 'fast-check';
import { Rig } from './rig.ts';

/** How many inputs; `npm run fuzz` asks for many. */
const RUNS = Number(process.env['DUEWATCH_FUZZ_RUNS'] ?? 2_000);
const BATCH = 500;
const seed = Number(process.env['DUEWATCH_FUZZ_SEED'] ?? randomInt(2 ** 31));

const rig = new Rig();
afterAll(() => rig.stop());

const january = { issuedOn: '2026-01-05', dueOn: '2026-01-20' };
const good = rig.invoice('C1', 'I1', january, 100);
const body = good.value ?? Buffer.alloc(0);

/** What makes a record of `ar.events` one that nobody can use. */
const poison: fc.Arbitrary<Partial<OutgoingRecord>> = fc.oneof(
  fc.uint8Array({ maxLength: 300 }).map((bytes) => ({ value: Buffer.from([1, ...bytes]) })),
  fc.nat({ max: body.length - 2 }).map((length) => ({ value: body.subarray(0, length) })),
  // A frame of ours whose body is no more than its first bytes say.
  fc
    .uint8Array({ maxLength: 20 })
    .map((bytes) => ({ value: Buffer.concat([body.subarray(0, 5), Buffer.from(bytes)]) })),
  fc
    .integer({ min: 100_000, max: 2 ** 31 - 1 })
    .map((id) => ({ value: Buffer.concat([Buffer.from([0]), idOf(id), body.subarray(5)]) })),
  fc.constant({ value: null }),
  fc.string({ minLength: 1 }).map((key) => ({ key: `acme|not-${key}` })),
  fc
    .constantFrom(
      ...Object.keys(good.headers).filter((name) => /_(id|source|type|time)$/.test(name)),
    )
    .map((name) => ({ headers: { ...good.headers, [name]: '' } })),
  fc
    .constantFrom('yesterday', '', '99999999999999999999', '__proto__', '2026-02-30T00:00:00Z')
    .map((time) => ({ headers: { ...good.headers, ce_time: time } })),
);

function idOf(id: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(id);
  return bytes;
}

describe('scoring under poison', () => {
  it(`sets aside each poisonous record and nothing else, seed ${seed}`, async () => {
    const app = await rig.start();
    await rig.play(rig.tick('2026-01-05'));
    let [sent, owed] = [0, 0];
    for (let at = 0; at < RUNS; at += BATCH) {
      const batch = fc.sample(poison, { seed: seed + at, numRuns: Math.min(BATCH, RUNS - at) });
      owed += 100;
      const neighbour = rig.invoice('C1', `I-${at}`, january, 100);
      await rig.play([...batch.map((change) => ({ ...good, ...change })), neighbour]);
      sent += batch.length;
    }
    const { deadLetters } = await app.status();
    expect(Object.values(deadLetters).reduce((sum, count) => sum + count, 0)).toBe(sent);
    expect(await rig.records('scoring.dead-letters')).toHaveLength(sent);
    expect((await rig.profile('C1')).openMinor).toBe(owed);
    expect(rig.fatal).toEqual([]);
  }, 3_600_000);
});
