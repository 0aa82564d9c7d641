import { exists, files, read, sources } from './tree.ts';

const services = ['alerting', 'ingest', 'notifier', 'scoring'];
const rooms = files
  .filter((path) => /^(packages|services|tools)\/[^/]+\/package\.json$/.test(path))
  .map((path) => path.replace('/package.json', ''));

const missing = (paths: readonly string[]) => paths.filter((path) => !exists(path));

describe('services', () => {
  it.each(['README.md', 'src/main.ts', 'src/config.ts', 'src/app.ts', 'src/index.ts'])(
    'all have %s, so that who knows one knows all',
    (file) => {
      expect(missing(services.map((service) => `services/${service}/${file}`))).toEqual([]);
    },
  );

  it('start from a main of at most 20 lines', () => {
    const long = services
      .map((service) => `services/${service}/src/main.ts`)
      .filter((path) => exists(path) && read(path).trimEnd().split('\n').length > 20);
    expect(long).toEqual([]);
  });

  it('say in their README what they read, write, decide, how they fail and run', () => {
    const wanted = ['Reads', 'Writes', 'Decides', 'Fails', 'Runs'];
    const wrong = services
      .map((service) => `services/${service}/README.md`)
      .filter(exists)
      .filter((path) => {
        const headings = [...read(path).matchAll(/^## (.+)$/gm)].map((match) => match[1]);
        return headings.join() !== wanted.join();
      });
    expect(wrong).toEqual([]);
  });
});

describe('rooms', () => {
  it('open their door with what they do and what they refuse', () => {
    const silent = rooms
      .map((room) => `${room}/src/index.ts`)
      .filter(exists)
      .filter((path) => {
        const opening = /^(\/\/ .*\n)+|^\/\*\*\n( \*.*\n)+? \*\/\n/.exec(read(path))?.[0] ?? '';
        const lines = opening.split('\n').filter((line) => /\w/.test(line));
        return lines.length < 2 || lines.length > 6;
      });
    expect(silent).toEqual([]);
  });

  it('that are packages stand in the import table', () => {
    const config = read('.dependency-cruiser.mjs');
    const [table = ''] = /const packages = \{[\s\S]*?\n\};/.exec(config) ?? [];
    const unlisted = rooms
      .filter((room) => room.startsWith('packages/') && room !== 'packages/testing')
      .map((room) => room.replace('packages/', ''))
      .filter((name) => !new RegExp(`^  '?${name}'?: \\[`, 'm').test(table));
    expect(unlisted).toEqual([]);
  });

  it('ask for exact versions, and for the same one everywhere', () => {
    const versions = new Map<string, string>();
    const wrong: string[] = [];
    for (const path of ['package.json', 'tests/package.json', ...rooms.map(manifestOf)]) {
      const manifest = JSON.parse(read(path)) as Record<string, Record<string, string>>;
      const asked = { ...manifest['dependencies'], ...manifest['devDependencies'] };
      for (const [name, version] of Object.entries(asked)) {
        const first = versions.get(name) ?? version;
        versions.set(name, first);
        if (!/^\d/.test(version) || version !== first) wrong.push(`${path}: ${name} ${version}`);
      }
    }
    expect(wrong).toEqual([]);
  });
});

describe('files', () => {
  it('are named after what they hold, not after a drawer', () => {
    const drawers = /(^|[/-])(utils?|helpers?|managers?|impl|misc|common|base)(-|\.(\w+\.)*ts$)/;
    expect(sources.filter((path) => drawers.test(path))).toEqual([]);
  });

  it('that are tests are run by one of the projects', () => {
    const isRun = (path: string) =>
      /\.(int|sim)\.test\.ts$/.test(path) ||
      /^tests\/e2e\//.test(path) ||
      !/\.\w+\.test\.ts$/.test(path);
    expect(sources.filter((path) => path.endsWith('.test.ts') && !isRun(path))).toEqual([]);
  });
});

describe('schemas', () => {
  it('are all in the table of messages and topics', () => {
    const table = read('packages/contracts/src/generated/catalogue-rows.ts');
    const homeless = files
      .filter((path) => /^schemas\/(?!history\/).*\.avsc$/.test(path))
      .filter((path) => {
        const { namespace, name } = JSON.parse(read(path)) as Record<string, string>;
        return !table.includes(`'${namespace}.${name}'`);
      });
    expect(homeless).toEqual([]);
  });
});

function manifestOf(room: string): string {
  return `${room}/package.json`;
}
