import { createHash } from 'node:crypto';
import type { ProfileUpdated } from '@duewatch/contracts';
import type { OutgoingRecord } from '@duewatch/event-bus';
import {
  decodeProfile,
  defaultPolicy,
  encodeProfile,
  MODEL_VERSION,
  type Policy,
  policyVersionOf,
} from '@duewatch/risk-core';
import fc from 'fast-check';
import type { ScoringApp } from '../src/index.ts';
import { day, Rig } from './rig.ts';

const seed = Number(process.env['DUEWATCH_SEED'] ?? Math.floor(Math.random() * 2 ** 31));
const january = { issuedOn: '2026-01-05', dueOn: '2026-01-15' };

/** Overdue counts from the 21st day on instead of the fourth. */
const patient: Policy = {
  ...defaultPolicy,
  id: 'acme',
  version: 'patient',
  overdue: {
    ...defaultPolicy.overdue,
    graceDays: 20,
    firstAfterDays: 25,
    floorDays: [25, 30, 60, 90],
  },
};

/** Any material sum that is a week late is default. */
const strict: Policy = {
  ...defaultPolicy,
  id: 'acme',
  version: 'strict',
  overdue: { ...defaultPolicy.overdue, floorDays: [4, 5, 6, 7] },
};

describe('a policy in mid-flow', () => {
  let rig: Rig;
  beforeEach(() => {
    rig = new Rig();
  });
  afterEach(() => rig.stop());

  /** Three customers, of which C1 has been overdue for twelve days. */
  async function start(): Promise<ScoringApp> {
    const app = await rig.start();
    await rig.play(rig.tick('2026-01-05'));
    await rig.play([
      rig.invoice('C1', 'I1', january, 120_000),
      rig.invoice('C2', 'I2', { issuedOn: '2026-01-05', dueOn: '2026-03-05' }, 80_000),
      rig.invoice('C3', 'I3', january, 1_000),
    ]);
    await rig.play(rig.cashComplete('2026-01-26'), rig.tick('2026-01-27'));
    return app;
  }

  it('rules for everybody, the silent too, from its place in the log', async () => {
    await start();
    const before = await rig.profile('C1');
    expect(before).toMatchObject({ policyVersion: policyVersionOf(defaultPolicy), band: 'B' });
    await rig.play(rig.activation('2026-01-27', strict));
    for (const customer of ['C1', 'C2', 'C3']) {
      const profile = await rig.profile(customer);
      expect(profile.policyVersion).toBe(policyVersionOf(strict));
      expect(profile.asOf).toBe(day('2026-01-27'));
    }
    expect(await rig.profile('C1')).toMatchObject({ band: 'E', defaultFlag: true });
    await rig.play(rig.activation('2026-01-27', patient));
    expect(await rig.profile('C3')).toMatchObject({ cleanOverdueMinor: 0 });
  });

  it('marks what it moves as suppressed, and what comes after as news', async () => {
    await start();
    await rig.play(rig.activation('2026-01-27', strict));
    const all = await Promise.all(['C1', 'C2', 'C3'].map((one) => rig.profiles(one)));
    const judged = all.flat().filter(({ policyVersion }) => policyVersion.startsWith('acme@'));
    expect(judged.map(({ suppressed }) => suppressed)).toEqual([true, true, true]);
    expect(judged.flatMap(({ conditions }) => conditions.map(({ code }) => code))).not.toContain(
      'RISK_DOWNGRADED',
    );
    await rig.play(rig.invoice('C1', 'I4', january, 500));
    expect((await rig.profile('C1')).suppressed).toBe(false);
  });

  it('keeps its own effects apart from those of the next event, also within a chunk', async () => {
    await start();
    await rig.play([
      ...rig.activation('2026-01-27', strict),
      rig.invoice('C1', 'I4', january, 500),
    ]);
    const [judged, news] = (await rig.profiles('C1')).slice(-2);
    expect(judged).toMatchObject({ suppressed: true, band: 'E', openMinor: 120_000 });
    expect(news).toMatchObject({ suppressed: false, band: 'E', openMinor: 120_500 });
    expect(news?.previousPosition).toEqual(judged?.position);
  });

  it('tells dunning of those that move, as a baseline', async () => {
    await start();
    const told = (await rig.changes('C2')).length;
    await rig.play(rig.activation('2026-01-27', strict));
    expect((await rig.changes('C1')).at(-1)).toMatchObject({
      kinds: expect.arrayContaining(['baseline', 'band']),
      fromBand: 'B',
      toBand: 'E',
      suppressed: true,
      trigger: { type: 'io.duewatch.ar.policy.activated' },
    });
    expect(await rig.changes('C2')).toHaveLength(told);
  });

  it('changes nothing when it is activated again', async () => {
    await start();
    await rig.play(rig.activation('2026-01-27', strict));
    const profiles = (await rig.profiles('C1')).length;
    await rig.play(rig.activation('2026-01-27', strict));
    expect(await rig.profiles('C1')).toHaveLength(profiles);
  });

  it.each([
    ['policy_invalid', { document: '{' }],
    ['policy_mismatch', { document: '{}' }],
    ['policy_invalid', { document: JSON.stringify({ ...strict, horizonDays: 1 }) }],
    ['policy_mismatch', { sha256: '0'.repeat(64) }],
    ['policy_mismatch', { version: 'other' }],
  ])(
    'is set aside as %s when it cannot be believed, and the old one goes on',
    async (reason, wrong) => {
      const app = await start();
      await rig.play(rig.activation('2026-01-27', patient));
      await rig.play(rig.activation('2026-01-27', strict, wrong));
      expect((await app.status()).deadLetters).toEqual({ [reason]: 3 });
      expect(await rig.records('scoring.dead-letters')).toHaveLength(3);
      await rig.play(rig.invoice('C1', 'I4', january, 500));
      expect((await rig.profile('C1')).policyVersion).toBe(policyVersionOf(patient));
    },
  );

  it('is refused under a version that stands for another content', async () => {
    await start();
    await rig.play(rig.activation('2026-01-27', strict));
    await rig.play(rig.activation('2026-01-27', { ...patient, version: 'strict' }));
    expect((await rig.profile('C1')).policyVersion).toBe(policyVersionOf(strict));
    expect(await rig.records('scoring.dead-letters')).toHaveLength(3);
  });

  it('fills in what a document of an earlier release could not know', async () => {
    await start();
    const { midnight, ...old } = strict;
    const document = JSON.stringify(old);
    const sha256 = createHash('sha256').update(canonical(old)).digest('hex');
    await rig.play(rig.activation('2026-01-27', strict, { document, sha256 }));
    expect((await rig.profile('C1')).policyVersion).toBe(policyVersionOf(strict));
  });

  it('survives a restart from the stored state', async () => {
    await start();
    await rig.play(rig.activation('2026-01-27', strict));
    await rig.stop();
    await rig.start();
    await rig.play(rig.invoice('C4', 'I4', january, 500));
    expect((await rig.profile('C4')).policyVersion).toBe(policyVersionOf(strict));
  });
});

describe('a release that judges otherwise', () => {
  it('judges a customer anew and in silence, before the next event is told', async () => {
    const rig = new Rig(1);
    await rig.start();
    await rig.play(rig.tick('2026-01-05'), rig.invoice('C1', 'I1', january, 120_000));
    await rig.play(rig.cashComplete('2026-02-16'), rig.tick('2026-02-17'));
    const told = await rig.profile('C1');
    await rig.stop();
    await pretendOlderRelease(rig, 'acme|C1');
    await rig.start();
    await rig.play(rig.invoice('C1', 'I2', january, 500));
    const [judged, news] = (await rig.profiles('C1')).slice(-2);
    await rig.stop();
    expect(judged).toMatchObject({
      suppressed: true,
      modelVersion: MODEL_VERSION,
      openMinor: 120_000,
      dbt90MilliDays: told.dbt90MilliDays,
    });
    expect(news).toMatchObject({ suppressed: false, openMinor: 120_500 });
  });
});

describe('a log with policies', () => {
  const step = fc.record({
    customer: fc.integer({ min: 0, max: 5 }),
    amount: fc.integer({ min: 1_000, max: 200_000 }),
    dueIn: fc.integer({ min: 0, max: 20 }),
    daysLater: fc.integer({ min: 0, max: 9 }),
    policy: fc.option(fc.constantFrom(strict, patient, defaultPolicy), { freq: 4 }),
  });

  it('gives the same profiles from any number of partitions, in chunks of any size', async () => {
    const story = fc.array(step, { minLength: 1, maxLength: 25 });
    const property = fc.asyncProperty(story, async (steps) => {
      const outcomes = [];
      for (const [partitions, chunkRecords] of [
        [1, 1],
        [6, 3],
        [6, 1_000],
      ] as const) {
        outcomes.push(await runStory(steps, partitions, chunkRecords));
      }
      expect(outcomes[1]).toEqual(outcomes[0]);
      expect(outcomes[2]).toEqual(outcomes[0]);
    });
    await fc.assert(property, { seed, numRuns: 12 });
  }, 60_000);
});

interface Step {
  readonly customer: number;
  readonly amount: number;
  readonly dueIn: number;
  readonly daysLater: number;
  readonly policy: Policy | null;
}

/** Plays the story into a fresh scoring and answers the last profile of every customer. */
async function runStory(steps: readonly Step[], partitions: number, chunkRecords: number) {
  const rig = new Rig(partitions);
  const iso = (on: number) => new Date(on * 86_400_000).toISOString().slice(0, 10);
  let today = day('2026-01-05');
  const records: OutgoingRecord[] = rig.tick(iso(today));
  for (const [index, { customer, amount, dueIn, daysLater, policy }] of steps.entries()) {
    const dates = { issuedOn: iso(today), dueOn: iso(today + dueIn) };
    records.push(rig.invoice(`C${customer}`, `I${index}`, dates, amount));
    today += daysLater;
    if (daysLater > 0) records.push(...rig.cashComplete(iso(today - 1)), ...rig.tick(iso(today)));
    if (policy) records.push(...rig.activation(iso(today), policy));
  }
  await rig.send(records);
  await rig.start({ chunkRecords });
  await rig.settled();
  await rig.stop();
  const profiles = [];
  for (const customer of new Set(steps.map((one) => `C${one.customer}`))) {
    const last = (await rig.profiles(customer)).at(-1);
    if (last !== undefined) profiles.push({ customer, ...withoutTrace(last) });
  }
  return profiles;
}

/** What a profile says, without where in the log and from which event it comes. */
function withoutTrace(profile: ProfileUpdated) {
  const { position, previousPosition, acceptedAt, causedBy, conditions, ...rest } = profile;
  return { ...rest, conditions: conditions.map(({ onsetPosition, ...condition }) => condition) };
}

/** Makes the stored profile one that a release before this one has written, with other sums. */
async function pretendOlderRelease({ store }: Rig, key: string): Promise<void> {
  const [bytes] = (await store.load(0, new Map([['profiles', [key]]]))).get('profiles') ?? [];
  const profile = decodeProfile(bytes ?? new Uint8Array());
  profile.modelVersion = 'older';
  profile.sums.late90 += 1_000_000;
  const { offsets, commits, clusterId, outbox } = await store.open(0);
  const answer = await store.commit(
    0,
    { offsets, commits },
    {
      next: { offsets, commits: commits + 1 },
      clusterId: clusterId ?? '',
      fields: new Map([['profiles', new Map([[key, Buffer.from(encodeProfile(profile))]])]]),
      indexes: new Map(),
      outbox,
      addBroadcasts: [],
      dropBroadcasts: [],
    },
  );
  expect(answer).toBe('committed');
}

function canonical(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  const fields = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${fields.map(([name, one]) => `${JSON.stringify(name)}:${canonical(one)}`).join()}}`;
}
