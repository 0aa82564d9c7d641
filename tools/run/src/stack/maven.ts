import { spawnSync } from 'node:child_process';
import { closeSync, openSync, readSync, rmSync } from 'node:fs';
import { StackError } from './error.ts';
import { logTail } from './log-tail.ts';
import { superviseProcesses } from './supervised-processes.ts';

/** Files smaller than this come and go too fast to be worth a line. */
const notableBytes = 3_000_000;
const progressIntervalMs = 500;

interface MavenRun {
  readonly env: NodeJS.ProcessEnv;
  readonly pomFile: string;
  readonly outDir: string;
  readonly logFile: string;
  readonly log: (line: string) => void;
}

/** Runs the fetching POM; its mirrors and credentials are those of the user's Maven settings. */
export async function runMaven({ env, pomFile, outDir, logFile, log }: MavenRun): Promise<void> {
  requireJava(env);
  requireMaven(env);
  rmSync(logFile, { force: true });
  const processes = await superviseProcesses(env, logFile);
  const follower = followDownloads(logFile, log);
  try {
    const exit = await processes.runToEnd({
      name: 'maven',
      command: 'mvn',
      args: ['-B', '-f', pomFile, `-Dduewatch.out=${outDir}`, 'generate-resources'],
      cwd: outDir,
      logFile,
    });
    if (exit.code === 0) return;
    throw new StackError(
      'FETCH_FAILED',
      'Maven could not fetch the servers. Is Maven Central (or the mirror of your settings) in ' +
        'reach? Run the same command again to go on where it stopped, or use --embedded, which ' +
        `needs no servers.\nThe end of ${logFile}:\n${logTail(logFile)}`,
    );
  } finally {
    follower.stop();
    await processes.stop();
  }
}

/** Throws when there is no Java that can run the servers. */
export function requireJava(env: NodeJS.ProcessEnv): void {
  const run = spawnSync('java', ['-version'], { env, encoding: 'utf8' });
  const mend = 'Install a Java 17 runtime or newer (Debian: apt-get install default-jre-headless)';
  if (run.error !== undefined || run.status !== 0) {
    throw new StackError('JAVA_MISSING', `No Java found. ${mend}, or use --embedded.`);
  }
  const version = javaMajorVersion(run.stderr + run.stdout);
  if (version !== undefined && version < 17) {
    throw new StackError('JAVA_MISSING', `Java ${version} is too old. ${mend}, or use --embedded.`);
  }
}

/** Reads `17` out of `openjdk version "17.0.15"` and `8` out of `java version "1.8.0_412"`. */
export function javaMajorVersion(output: string): number | undefined {
  const match = /version "(?:1\.)?(\d+)/.exec(output);
  return match?.[1] === undefined ? undefined : Number(match[1]);
}

function requireMaven(env: NodeJS.ProcessEnv): void {
  const run = spawnSync('mvn', ['--version'], { env, stdio: 'ignore' });
  if (run.error === undefined && run.status === 0) return;
  throw new StackError(
    'MAVEN_MISSING',
    'No Maven found, which fetches Kafka, the registry and Redis once. Install it ' +
      '(Debian: apt-get install maven; macOS: brew install maven), or use --embedded.',
  );
}

/** The artifact and its size, if Maven's line reports a download worth telling. */
export function describeDownload(line: string): string | undefined {
  const match = /Downloaded from \S+: \S+\/(\S+\.(?:jar|tar\.gz)) \(([\d.]+) ([kMG]?B)/.exec(line);
  const [, file, amount, unit] = match ?? [];
  if (file === undefined || amount === undefined || unit === undefined) return undefined;
  const factor = { B: 1, kB: 1e3, MB: 1e6, GB: 1e9 }[unit] ?? 1;
  if (Number(amount) * factor < notableBytes) return undefined;
  return `  ${file} (${amount} ${unit})`;
}

function followDownloads(logFile: string, log: (line: string) => void): { stop(): void } {
  let position = 0;
  let rest = '';
  const readOn = (): void => {
    const added = readFrom(logFile, position);
    position += added.length;
    const lines = (rest + added.toString('utf8')).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      const description = describeDownload(line);
      if (description !== undefined) log(description);
    }
  };
  const timer = setInterval(readOn, progressIntervalMs);
  return {
    stop: () => {
      clearInterval(timer);
      readOn();
    },
  };
}

function readFrom(file: string, position: number): Buffer {
  let fd: number;
  try {
    fd = openSync(file, 'r');
  } catch {
    return Buffer.alloc(0);
  }
  try {
    const chunk = Buffer.alloc(1 << 20);
    return chunk.subarray(0, readSync(fd, chunk, 0, chunk.length, position));
  } finally {
    closeSync(fd);
  }
}
