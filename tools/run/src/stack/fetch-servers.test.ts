import { chmodSync, existsSync, mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fetchServers } from './fetch-servers.ts';
import { describeDownload, javaMajorVersion } from './maven.ts';

/** An empty cache, and scripts that pose as the given commands. */
function fetchWith(scripts: Readonly<Record<string, string>>) {
  const folder = mkdtempSync(join(tmpdir(), 'duewatch-fetch-'));
  for (const [name, script] of Object.entries(scripts)) {
    writeFileSync(join(folder, name), `#!/bin/sh\n${script}\n`);
    chmodSync(join(folder, name), 0o755);
  }
  const path = `${folder}${delimiter}${process.env['PATH']}`;
  const env = { PATH: path, XDG_CACHE_HOME: join(folder, 'cache') };
  return { done: fetchServers(env, () => undefined), kept: join(folder, 'cache/duewatch/native') };
}

const java = 'echo \'openjdk version "17.0.15" 2025-04-15\' >&2';

describe('fetching the servers', () => {
  it('says how to install Java when there is none', async () => {
    const { done } = fetchWith({ java: 'exit 1' });
    await expect(done).rejects.toThrow(/No Java found.*apt-get install default-jre-headless/s);
  });

  it('refuses a Java that is too old for the broker', async () => {
    const { done } = fetchWith({ java: 'echo \'java version "1.8.0_412"\' >&2' });
    await expect(done).rejects.toThrow(/Java 8 is too old/);
  });

  it('says how to install Maven when there is none', async () => {
    const { done } = fetchWith({ java, mvn: 'exit 1' });
    await expect(done).rejects.toMatchObject({ code: 'MAVEN_MISSING' });
    await expect(done).rejects.toThrow(/apt-get install maven/);
  });

  it('shows the end of the log when Maven fails', async () => {
    const { done } = fetchWith({
      java,
      mvn: '[ "$1" = --version ] && exit 0; echo no route to the repository; exit 1',
    });
    await expect(done).rejects.toMatchObject({ code: 'FETCH_FAILED', retriable: true });
    await expect(done).rejects.toThrow(/no route to the repository/);
  });

  it('refuses files other than the pinned ones, keeping none of them', async () => {
    const { done, kept } = fetchWith({
      java,
      mvn: '[ "$1" = --version ] && exit 0; mkdir kafka; echo evil > kafka/k.jar',
    });
    await expect(done).rejects.toMatchObject({ code: 'FETCH_CORRUPT', retriable: false });
    const finished = readdirSync(kept).filter((name) =>
      existsSync(join(kept, name, 'manifest.json')),
    );
    expect(finished).toEqual([]);
  });
});

describe('the lines of Maven', () => {
  it.each([
    {
      description: 'a large jar is told with its size',
      line: 'Downloaded from central: https://repo/org/x/kafka-clients-4.3.1.jar (10 MB at 9 MB/s)',
      told: '  kafka-clients-4.3.1.jar (10 MB)',
    },
    {
      description: 'a small jar is not told',
      line: 'Downloaded from central: https://repo/org/x/slf4j-api-1.7.36.jar (41 kB at 1 MB/s)',
      told: undefined,
    },
    {
      description: 'other lines are not told',
      line: '[INFO] BUILD SUCCESS',
      told: undefined,
    },
  ])('$description', ({ line, told }) => {
    expect(describeDownload(line)).toBe(told);
  });
});

describe('the version of Java', () => {
  it.each([
    ['openjdk version "17.0.15" 2025-04-15', 17],
    ['java version "1.8.0_412"', 8],
    ['openjdk version "21" 2023-09-19', 21],
    ['command not understood', undefined],
  ])('%s is %s', (output, version) => {
    expect(javaMajorVersion(output)).toBe(version);
  });
});
