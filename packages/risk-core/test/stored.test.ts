import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import {
  createProfile,
  defaultPolicy,
  encodePage,
  encodeProfile,
  type Page,
  type PageRef,
} from '../src/index.ts';
import { issued } from './events.ts';
import { rebuilt } from './rebuild.ts';
import { Shell, weekdays, worldWith } from './shell.ts';
import { stories } from './stories.ts';

/** Customers as a store holds them, written once per version of the encoding and never again. */
interface StoredCustomer {
  readonly profile: string;
  readonly pages: readonly (readonly [PageRef, string])[];
  /** Facts that no release may lose on reading. */
  readonly today: number;
  readonly openMinor: readonly (readonly [currency: string, minor: number])[];
  readonly settled: number;
  readonly held: number;
}

const folder = join(__dirname, 'stored');
const currentVersion = `${encodeProfile(createProfile(''))[0]}.${encodePage(emptyPage())[0]}`;
const mend = 'DUEWATCH_WRITE_STORED=1 npx jest packages/risk-core/test/stored.test.ts';
if (process.env['DUEWATCH_WRITE_STORED'] === '1') write();

/** `<profile version>.<page version>.json` */
const versions = readdirSync(folder).map((name) => name.replace('.json', ''));

describe('what earlier releases stored', () => {
  it('is kept for the current version, too', () => {
    const isKept = versions.includes(currentVersion);
    expect(isKept ? 'kept' : `run ${mend} and commit what it writes`).toBe('kept');
  });

  it.each(versions)('in version %s is read and folded on', (version) => {
    for (const stored of read(version)) {
      const shell = open(stored);
      expect(shell.profile.today).toBe(stored.today);
      const books = shell.profile.books.map(({ currency, openMinor }) => [currency, openMinor]);
      expect(books).toEqual(stored.openMinor);
      expect(shell.profile.stats.count).toBe(stored.settled);
      expect(shell.profile.closed.held).toBe(stored.held);
      const day = stored.today + 40;
      shell.advance(day);
      shell.tell(day, issued('NEW', day, day + 30, 1_000_00));
      expect(shell.profile).toEqual(rebuilt(shell));
    }
  });

  it.each(versions)('in version %s is read and adds up under a new policy', (version) => {
    for (const stored of read(version)) {
      const shell = open(stored);
      const overdue = { ...defaultPolicy.overdue, graceDays: 7 };
      shell.world = worldWith({ calendar: weekdays, rules: { version: 'next', overdue } });
      shell.tell(stored.today + 3, { kind: 'policy.activated' });
      expect(shell.profile).toEqual(rebuilt(shell));
    }
  });
});

function open({ profile, pages }: StoredCustomer): Shell {
  const bytes = pages.map(([ref, text]) => [ref, Buffer.from(text, 'base64')] as const);
  const shell = Shell.ofBytes(Buffer.from(profile, 'base64'), bytes);
  shell.world = worldWith({ calendar: weekdays });
  return shell;
}

function read(version: string): StoredCustomer[] {
  return JSON.parse(readFileSync(join(folder, `${version}.json`), 'utf8')) as StoredCustomer[];
}

/** Three customers of very different size, of random but always the same stories. */
function write(): void {
  const path = join(folder, `${currentVersion}.json`);
  if (existsSync(path)) throw new Error(`${path} is there already: what was stored stays`);
  const shapes = [
    { happenings: 12, deals: 6, days: 120 },
    { happenings: 30, deals: 30, days: 250 },
    { happenings: 60, deals: 120, days: 900 },
  ];
  const customers = shapes.map((shape, index): StoredCustomer => {
    const drawn = fc.sample(stories(shape), { seed: 20_260_101 + index, numRuns: 20 });
    const longest = drawn.reduce((best, one) => (one.length > best.length ? one : best));
    const shell = new Shell({ world: worldWith({ calendar: weekdays }) });
    for (const { day, event } of longest) shell.tellStamped(day, event);
    shell.profile.shell = [7, 20_100, 20_101, -1, 0, 5, 0];
    const text = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64');
    return {
      profile: text(encodeProfile(shell.profile)),
      pages: [...shell.storedPages()].map(([ref, bytes]) => [ref, text(bytes)]),
      today: shell.profile.today,
      openMinor: shell.profile.books.map(({ currency, openMinor }) => [currency, openMinor]),
      settled: shell.profile.stats.count,
      held: shell.profile.closed.held,
    };
  });
  writeFileSync(path, `${JSON.stringify(customers, null, 1)}\n`);
}

function emptyPage(): Page {
  return { type: 'where', pageNo: 0 } as Page;
}
