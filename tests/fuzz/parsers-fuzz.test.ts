import { randomInt } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readPolicy } from '@duewatch/policy';
import { parseRoutes } from '@duewatch/routing';
import { leavingNothing, withinBounds } from '@duewatch/testing';
import fc from 'fast-check';
import { readImportMap } from '../../packages/cli/src/import/import-map.ts';
import { readInvoice } from '../../packages/cli/src/import/read-invoice.ts';
import { readLedger } from '../../packages/cli/src/import/read-ledger.ts';

/** How many inputs; `npm run fuzz` asks for many. Whole files take longer than events. */
const RUNS = Math.max(100, Number(process.env['DUEWATCH_FUZZ_RUNS'] ?? 0) / 20);
const seed = Number(process.env['DUEWATCH_FUZZ_SEED'] ?? randomInt(2 ** 31));
const HOUR_MS = 3_600_000;

const example = (name: string) =>
  readFileSync(join(import.meta.dirname, '..', '..', 'examples', name), 'utf8');

const nonsense = fc.oneof(
  fc.constantFrom('__proto__', 'constructor', '{', ']', '"', "'", '&a', '*a', '<<: *a', '\u0000'),
  fc.constantFrom('1e999', '-0', '99999999999999999999', 'null', '2026-02-30', '\n', ': ', '!!js'),
  fc.constantFrom('['.repeat(5_000), '{"a":'.repeat(5_000), 'x'.repeat(100_000)),
  fc.string({ unit: 'binary', maxLength: 20 }),
);

/** A text that was right, with pieces cut out and nonsense put in. */
const spoilt = (text: string) =>
  fc
    .array(fc.tuple(fc.nat({ max: text.length }), fc.nat({ max: 40 }), nonsense), {
      ...{ minLength: 1, maxLength: 4 },
    })
    .map((cuts) =>
      cuts.reduce((left, [at, length, put]) => {
        return left.slice(0, at) + put + left.slice(at + length);
      }, text),
    );

/** Nine lines that stand for a thousand million values once aliases are followed. */
const aliasBomb = ['a0: &a0 [x,x,x,x,x,x,x,x,x,x]']
  .concat(
    Array.from({ length: 8 }, (_, at) => {
      return `a${at + 1}: &a${at + 1} [${Array(10).fill(`*a${at}`).join(',')}]`;
    }),
  )
  .join('\n');

async function each<T>(input: fc.Arbitrary<T>, check: (one: T) => Promise<void>): Promise<void> {
  await leavingNothing(() => fc.assert(fc.asyncProperty(input, check), { numRuns: RUNS, seed }));
}

function expectCleanPrototype(): void {
  expect(Object.keys(Object.prototype)).toEqual([]);
  expect(Reflect.get({}, 'polluted')).toBeUndefined();
}

describe(`files that people write, under nonsense, seed ${seed}`, () => {
  afterEach(expectCleanPrototype);

  it(
    'a policy is read or refused with its mistakes, in time',
    async () => {
      const text = example('policies/default.json');
      const input = fc.oneof(spoilt(text), fc.json(), fc.constant('{"__proto__":{"polluted":1}}'));
      await each(input, async (policy) => {
        const parsed = await withinBounds(() => readPolicy(policy));
        expect(parsed.kind === 'ok' || parsed.problems.length > 0).toBe(true);
      });
    },
    HOUR_MS,
  );

  it(
    'routes are read or refused with their mistakes, in time',
    async () => {
      const text = example('routes.yaml');
      const input = fc.oneof(
        spoilt(text),
        fc.constant(aliasBomb),
        fc.constant(`route:\n${aliasBomb}`),
      );
      await each(input, async (routes) => {
        const parsed = await withinBounds(() => parseRoutes(routes));
        expect(parsed.kind === 'ok' || parsed.problems.length > 0).toBe(true);
      });
    },
    HOUR_MS,
  );

  it(
    'each row of a ledger is taken or refused by itself',
    async () => {
      const folder = mkdtempSync(join(tmpdir(), 'duewatch-fuzz-'));
      const [mapFile, ledgerFile] = [join(folder, 'map.json'), join(folder, 'ledger.csv')];
      const columns = { customerId: 'c', invoiceId: 'i', issuedOn: 'd', dueOn: 'e', amount: 'a' };
      const map = { source: 'fuzz', columns, dateFormats: ['YYYY-MM-DD'], currency: 'EUR' };
      writeFileSync(mapFile, JSON.stringify({ ...map, calendar: { id: 'import-fuzz' } }));
      const rows = fc.array(spoilt('C-1,I-1,2026-01-05,2026-02-05,1250.00'), { maxLength: 10 });
      try {
        const read = readImportMap(mapFile, 'history');
        await each(rows, async (lines) => {
          // Told apart, so that the good row can be found among whatever the others come to.
          const good = 'C-9,GOOD,2026-01-05,2026-02-05,1.00';
          writeFileSync(ledgerFile, ['c,i,d,e,a', good, ...lines].join('\n'));
          const ledger = await withinBounds(() =>
            readLedger(ledgerFile, read, (row) => readInvoice(row, read, 30_000)),
          );
          const ids = ledger.rows.map(({ invoice }) => invoice.invoiceId);
          expect(ids).toContain('GOOD');
        });
      } finally {
        rmSync(folder, { recursive: true });
      }
    },
    HOUR_MS,
  );
});
