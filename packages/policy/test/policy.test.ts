import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { contentHash, defaultPolicy, type PolicyJson } from '@duewatch/risk-core';
import fc from 'fast-check';
import { type ParsedPolicy, parsePolicy, policyFields, readPolicy } from '../src/index.ts';

type Json = Record<string, unknown>;

const seed = Number(process.env['DUEWATCH_SEED'] ?? Math.floor(Math.random() * 2 ** 31));
const example = join(__dirname, '..', '..', '..', 'examples', 'policies', 'default.json');

/** The default document with values put at paths such as `overdue.floorDays.2`. */
function documentWith(changes: Readonly<Record<string, unknown>>): Json {
  const document = { ...structuredClone(defaultPolicy), version: 'mine' } as unknown as Json;
  for (const [path, value] of Object.entries(changes)) {
    const names = path.split('.');
    const last = names.pop() ?? '';
    let here = document;
    for (const name of names) here = here[name] as Json;
    if (value === undefined) delete here[last];
    else here[last] = value;
  }
  return document;
}

const checked = (changes: Readonly<Record<string, unknown>>): ParsedPolicy =>
  parsePolicy(JSON.stringify(documentWith(changes)));

function said(parsed: ParsedPolicy): string[] {
  if (parsed.kind === 'ok') return [];
  return parsed.problems.map(({ path, problem, mend }) => `${path} ${problem}. ${mend}`);
}

const rate = (from: number) => ({ from, referencePpm: 20_000 });

/** Every field of the default policy that is not a group, by what the schema calls one. */
function leavesOf(value: unknown, path: string): string[] {
  const isGroup = typeof value === 'object' && value !== null && !Array.isArray(value);
  if (!isGroup || 'steps' in value) return [path];
  return Object.entries(value).flatMap(([name, one]) =>
    leavesOf(one, path === '' ? name : `${path}.${name}`),
  );
}

describe('the default policy', () => {
  it('has every field in the schema', () => {
    const described = new Set(policyFields().map(({ path }) => path));
    const mend = 'add it to packages/policy/src/schema.ts, then run `npm run generate`';
    const missing = leavesOf(defaultPolicy, '').filter((path) => !described.has(path));
    expect(missing.map((path) => `${path}: ${mend}`)).toEqual([]);
  });

  it('is the document in examples, and may rule', () => {
    const text = readFileSync(example, 'utf8');
    expect(JSON.parse(text)).toEqual(defaultPolicy);
    expect(parsePolicy(text)).toMatchObject({ kind: 'ok', policy: defaultPolicy });
  });
});

describe('a policy that may rule', () => {
  it('has the hash of its canonical text, whatever the order of its fields', () => {
    const backwards = Object.fromEntries(Object.entries(defaultPolicy).reverse());
    const parsed = parsePolicy(JSON.stringify(backwards, null, 4));
    expect(parsed).toMatchObject({
      sha256: contentHash(defaultPolicy as unknown as PolicyJson),
    });
    const sorted = (value: unknown): unknown =>
      typeof value !== 'object' || value === null || Array.isArray(value)
        ? Array.isArray(value)
          ? value.map(sorted)
          : value
        : Object.fromEntries(
            Object.keys(value)
              .sort()
              .map((name) => [name, sorted((value as Json)[name])]),
          );
    const text = JSON.stringify(sorted(defaultPolicy));
    expect(parsed).toMatchObject({ sha256: createHash('sha256').update(text).digest('hex') });
  });
});

describe('a broken policy is refused', () => {
  it.each([
    ['no JSON', '{ "id": ', ' is no JSON'],
    ['a list', '[]', ' is no JSON object. Begin with a copy of examples/policies/default.json.'],
  ])('for being %s', (_, text, problem) => {
    expect(said(parsePolicy(text))[0]).toContain(problem);
  });

  it('with the place of every field that is missing, and what to add', () => {
    fc.assert(
      fc.property(fc.constantFrom(...leavesOf(defaultPolicy, '')), (path) => {
        const [problem, ...others] = said(checked({ [path]: undefined }));
        const name = path.slice(path.lastIndexOf('.') + 1);
        expect(problem).toMatch(`${path} is missing. Add "${name}": `);
        expect(others).toEqual([]);
      }),
      { seed },
    );
  });

  it('with the name that an unknown field most likely means', () => {
    expect(said(checked({ 'overdue.grace_day': 3 }))).toEqual([
      'overdue.grace_day is no field of a policy. Did you mean "graceDays"?',
    ]);
    expect(said(checked({ 'points.P1.steps.0': { limit: 0, point: 0 } }))).toContain(
      'points.P1.steps[0].point is no field of a policy. Did you mean "points"?',
    );
    expect(said(checked({ 'promises.zebra': 1 }))).toEqual([
      'promises.zebra is no field of a policy. Known here: toleranceDays, errorLevel.',
    ]);
  });

  it('with what a value must be, what is usual, and what it is for', () => {
    expect(said(checked({ 'overdue.graceDays': 3.5 }))).toEqual([
      'overdue.graceDays must be days, 0 to 60. The default is 3. ' +
        'It is for this: Days past due that nobody counts: transfers take time.',
    ]);
    expect(said(checked({ 'overdue.floorDays.1': '30' }))[0]).toMatch(
      /^overdue\.floorDays\[1\] must be days, four rising numbers up to 730\. The default is 30\./,
    );
    expect(said(checked({ 'points.X2.worse': 'higher' }))[0]).toContain('The default is "lower"');
    expect(said(checked({ version: 'a b' }))[0]).toContain('1 to 20 letters, digits and _.-');
  });

  it.each([
    ['points.P1.steps[1].limit must rise', { 'points.P1.steps.1.limit': 0 }],
    ['points.X2.steps[1].limit must fall', { 'points.X2.steps.1.limit': 2_600 }],
    ['points.E1.steps[2].points is less than', { 'points.E1.steps.2.points': 10 }],
    ['points.E1.rest is less than the 120 points', { 'points.E1.rest': 119 }],
    [
      'points.P3.missing costs more than the worst',
      { 'points.P3.missing': 61, 'points.P1.rest': 169 },
    ],
    ['points cost 1001 points at worst', { 'points.P1.rest': 171 }],
    ['bands.lowerBounds[2] must be above 300', { 'bands.lowerBounds.2': 300 }],
    ["bands.improveMargin is not below B's lower", { 'bands.improveMargin': 150 }],
    ['bands.lowerBounds[0] leaves no score', { 'bands.lowerBounds.0': 0 }],
    ['overdue.floorDays[3] must be above 60', { 'overdue.floorDays.3': 60 }],
    ['overdue.graceDays is not below', { 'overdue.graceDays': 14, 'overdue.firstAfterDays': 14 }],
    ['overdue.firstAfterDays comes before', { 'overdue.firstAfterDays': 2 }],
    ['overdue.materialMinor is below', { 'overdue.materialMinor': 49_99 }],
    ['behaviour.slowPermille is not below', { 'behaviour.slowPermille': 350 }],
    ['behaviour.driftCalmDays is not below', { 'behaviour.driftCalmDays': 8 }],
    ['limits.levels.warningPpm is not above', { 'limits.levels.warningPpm': 800_000 }],
    ['limits.levels.errorPpm is not above', { 'limits.levels.errorPpm': 900_000 }],
    ['overdueShare.clearPpm is not below', { 'overdueShare.clearPpm': 500_000 }],
    ['disputes.clearPpm is not below', { 'disputes.clearPpm': 9_000_000 }],
    ['eclJump.jumpPpm is not above', { 'eclJump.jumpPpm': 1_000_000, 'eclJump.clearPpm': 900_000 }],
    ['eclJump.clearPpm is not below', { 'eclJump.clearPpm': 2_000_000 }],
    ['scoreJump.clearPoints is not below', { 'scoreJump.clearPoints': 120 }],
    ['orderPattern.surgePpm is not above', { 'orderPattern.surgePpm': 1_000_000 }],
    ['orderPattern.collapsePpm is not below', { 'orderPattern.collapsePpm': 1_000_000 }],
    ['orderPattern.steepPpm is below surgePpm', { 'orderPattern.steepPpm': 1_900_000 }],
    ['ecl.ownPpm[2] is less than 20', { 'ecl.ownPpm': [10, 20, 15, 30, 40] }],
    ['regimes[0].currency XYZ is no currency', { 'interest.regimes.0.currency': 'XYZ' }],
    ['rates[0].from 20260230 is no date', { 'interest.regimes.0.rates': [rate(20_260_230)] }],
    [
      'rates[1].from must be after 20260701',
      { 'interest.regimes.0.rates': [rate(20_260_701), rate(20_260_101)] },
    ],
    ['creditCheck.refuseBand is better than', { 'creditCheck.refuseBand': 'B' }],
    ['creditCheck.referBand is worse than', { 'orders.holdBand': 'B' }],
    ['creditCheck.referAbovePpm is above', { 'creditCheck.referAbovePpm': 1_100_001 }],
    ['limits.levels.clearPpm is not below', { 'limits.levels.clearPpm': 800_000 }],
  ] as [string, Json][])('because %s', (problem, changes) => {
    expect(said(checked(changes))).toEqual([expect.stringContaining(problem)]);
  });
});

describe('a policy that is built in', () => {
  it('cannot be another one under its version', () => {
    expect(said(checked({ 'overdue.graceDays': 5 }))).toEqual([]);
    expect(said(checked({ 'overdue.graceDays': 5, version: '1' }))).toEqual([
      'version is taken: default@1 is built in, with another content. ' +
        'Give the document an id or a version of its own.',
    ]);
    expect(said(checked({ version: '1' }))).toEqual([]);
  });
});

describe('a policy in the log', () => {
  const kept = join(__dirname, 'activated');

  it.each(readdirSync(kept))('that was activated once is readable for ever: %s', (name) => {
    const parsed = readPolicy(readFileSync(join(kept, name), 'utf8'));
    const mend = 'bounds may be widened, never narrowed, and fields not removed';
    expect(said(parsed).map((problem) => `${problem} (${mend})`)).toEqual([]);
  });

  it('may lack fields of later releases, and nothing else', () => {
    const old = JSON.stringify(documentWith({ midnight: undefined, 'bands.improveMargin': 20 }));
    expect(said(parsePolicy(old))[0]).toContain('midnight is missing');
    expect(readPolicy(old)).toMatchObject({
      kind: 'ok',
      policy: { midnight: defaultPolicy.midnight, bands: { improveMargin: 20 } },
      sha256: contentHash(JSON.parse(old) as PolicyJson),
    });
    const broken = JSON.stringify(documentWith({ 'overdue.graceDays': -1 }));
    expect(said(readPolicy(broken))).toHaveLength(1);
  });
});
