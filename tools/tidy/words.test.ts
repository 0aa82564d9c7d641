import { files, isTest, matches, sources } from './tree.ts';

// These rules hold the words that they ban, so they do not judge themselves.
const self = 'tools/tidy/';
const code = sources.filter((path) => !path.startsWith(self));
const shipped = code.filter((path) => !isTest(path));
const tests = code.filter(isTest);
const texts = files
  .filter((path) =>
    /\.(ts|mjs|md|json|ya?ml|avsc|properties|xml|jsonl)$|(^|\/)[A-Z]\w+$/.test(path),
  )
  .filter((path) => !path.startsWith(self) && path !== 'package-lock.json');

const none = (paths: readonly string[], pattern: RegExp) =>
  expect(paths.flatMap((path) => matches(path, pattern))).toEqual([]);

describe('the core', () => {
  const core = shipped.filter((path) => path.startsWith('packages/risk-core/src/'));

  it('draws nothing at random and asks no clock', () => {
    none(core, /Math\.random|\bDate[.(]|performance\.now/);
  });

  it('formats nothing by locale, which differs between machines', () => {
    none(core, /toLocale(String|DateString|TimeString|Lower|Upper)|localeCompare|\bIntl\b/);
  });
});

describe('shipped code', () => {
  it('takes the time from records or from the clock port', () => {
    const elsewhere = shipped.filter((path) => path !== 'packages/config/src/clock.ts');
    none(elsewhere, /\bDate\.now\b|new Date\(\s*\)|new Date\b(?!\()/);
  });

  it('names topics in packages/contracts only', () => {
    const outside = shipped.filter((path) => !/^(packages\/contracts|examples)\//.test(path));
    none(outside, /['"](ar\.(events|customers)|risk\.(profiles|changes|alerts))['"]/);
    none(outside, /['"]risk\.(deliveries|commands|policies)['"]/);
  });

  it('builds the keys of Redis from the key builder, not by hand', () => {
    const outside = shipped.filter((path) => !path.startsWith('packages/redis/'));
    none(outside, /['"`]dw:/);
  });
});

describe('comments', () => {
  it('leave no bare to-do: an issue number or nothing', () => {
    none(code, /\b(TODO|FIXME|XXX|HACK)\b(?!\(#\d+\))/);
  });

  it('switch off no check without saying why', () => {
    none(code, /@ts-(ignore|nocheck|expect-error)\s*$|biome-ignore[^:]*:?\s*$|eslint-disable/);
  });

  it('draw no banners', () => {
    none(code, /^\s*(\/\/|\*)\s*[-=*#~─━]{4,}/);
  });
});

describe('tests', () => {
  it('are never skipped', () => {
    none(tests, /\b(it|test|describe)\.(skip|todo|failing)\b|\bx(it|test|describe)\(/);
  });

  it('never mock our own modules', () => {
    none(tests, /\bjest\.(mock|doMock|unstable_mockModule)\(/);
  });

  it('keep no snapshots', () => {
    none(tests, /toMatch(Inline)?Snapshot|toThrowErrorMatching(Inline)?Snapshot/);
  });

  it('are named by what happens', () => {
    none(tests, /\b(it|test)(\.each\(.*\))?\(\s*['"`][^'"`]*\bshould\b/);
  });

  it('are run as they are written', () => {
    none(
      files.filter((path) => /package\.json$|^\.ci\//.test(path)),
      /--forceExit|--passWithNoTests|--runInBand/,
    );
  });
});

describe('everything committed', () => {
  it('names no place of one machine', () => {
    none(texts, /\/work\/(main|shared)|\/tmp\/dw\b|shared\/design/);
  });

  it('names no host of a package registry', () => {
    none(texts, /registry\.npmjs\.org|repo1?\.maven\.(apache\.)?org|proxy\.golang\.org|pypi\.org/);
  });
});
