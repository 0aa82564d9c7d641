import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readExpectation, repositoryRoot } from '@duewatch/run';
import { until } from '@duewatch/testing';
import { examplePath } from './stage.ts';

const story = examplePath('late-payer.jsonl');
const expected = readExpectation(story);

interface Running {
  readonly child: ChildProcess;
  /** Every process that was seen below it, by id and start time. */
  readonly family: Set<string>;
  stdout(): string;
  stderr(): string;
}

const home = mkdtempSync(join(tmpdir(), 'duewatch-npm-start-'));
const cleanUps: (() => void)[] = [];

/**
 * `npm start -- …`, with an eye on everything that comes of it. In a process group of its own, as
 * in a terminal: what is pressed there reaches npm and all that it runs.
 */
function npmStart(...args: readonly string[]): Running {
  const env = { ...process.env, DUEWATCH_HOME: home };
  const child = spawn('npm', ['start', '--', ...args], {
    cwd: repositoryRoot,
    env,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const texts = { stdout: '', stderr: '' };
  child.stdout?.on('data', (chunk) => (texts.stdout += String(chunk)));
  child.stderr?.on('data', (chunk) => (texts.stderr += String(chunk)));
  const family = new Set<string>();
  const timer = setInterval(() => descendants(child.pid ?? 0, family), 500);
  cleanUps.push(() => {
    clearInterval(timer);
    if (child.exitCode === null && child.signalCode === null) press(child, 'SIGKILL');
  });
  return { child, family, stdout: () => texts.stdout, stderr: () => texts.stderr };
}

/** Reaches all of the process group. */
function press(child: ChildProcess, signal: NodeJS.Signals): void {
  process.kill(-(child.pid ?? 0), signal);
}

interface Process {
  readonly pid: number;
  readonly parent: number;
  readonly startedAt: string;
}

function allProcesses(): readonly Process[] {
  const table = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,stat=,lstart='], { encoding: 'utf8' });
  return table
    .split('\n')
    .map((line) => /^\s*(\d+)\s+(\d+)\s+(\S+)\s+(.+)$/.exec(line))
    .flatMap((match) => {
      const [, pid, parent, stat, startedAt = ''] = match ?? [];
      // A zombie has ended; only nobody has asked how.
      if (pid === undefined || stat?.startsWith('Z')) return [];
      return [{ pid: Number(pid), parent: Number(parent), startedAt }];
    });
}

/** Adds what is below the process now. A parent may go first, so they are gathered over time. */
function descendants(root: number, family: Set<string>): void {
  const all = allProcesses();
  const found = new Set([root]);
  for (let before = 0; before !== found.size; ) {
    before = found.size;
    for (const { pid, parent } of all) if (found.has(parent)) found.add(pid);
  }
  for (const { pid, startedAt } of all) if (found.has(pid)) family.add(`${pid} ${startedAt}`);
}

/** The one process of the family that runs this file. */
function pidOf(file: string, family: ReadonlySet<string>): number {
  const table = execFileSync('ps', ['-A', '-o', 'pid=,args='], { encoding: 'utf8' });
  const ours = new Set([...family].map((one) => one.split(' ')[0]));
  const rows = table.split('\n').map((line) => line.trim());
  const found = rows.find((line) => line.endsWith(file) && ours.has(line.split(' ')[0]));
  if (found === undefined) throw new Error(`${file} does not run`);
  return Number(found.split(' ')[0]);
}

function alive(family: ReadonlySet<string>): readonly string[] {
  return allProcesses()
    .map(({ pid, startedAt }) => `${pid} ${startedAt}`)
    .filter((one) => family.has(one));
}

function cleanUpAll(): void {
  for (const cleanUp of cleanUps.splice(0)) cleanUp();
}

describe('npm start', () => {
  afterEach(cleanUpAll);

  it('plays a file, prints its outcome as the last line, and leaves nothing behind', async () => {
    const run = npmStart('--play', story, '--exit', '--json');
    const [code] = await once(run.child, 'close');
    expect(`${code} ${run.stderr().slice(-2_000)}`).toMatch(/^0 /);
    const outcome = JSON.parse(run.stdout().trimEnd().split('\n').at(-1) ?? '');
    const did = (what: string) => expected.alerts.filter((one) => one.transition === what).length;
    expect(outcome).toEqual({
      infra: expect.stringMatching(/^(native|docker)$/),
      accepted: expected.events,
      rejected: 0,
      customers: Object.keys(expected.bands).length,
      bands: {
        A: expect.any(Number),
        B: expect.any(Number),
        C: expect.any(Number),
        D: expect.any(Number),
        E: expect.any(Number),
      },
      alerts: {
        opened: did('opened'),
        escalated: did('escalated'),
        resolved: did('resolved'),
      },
      deliveries: {
        slack: expect.any(Number),
        email: expect.any(Number),
        webhook: expected.alerts.filter(({ keptBack }) => keptBack === undefined).length,
      },
      deadLetters: 0,
      latencyMs: {
        acceptToAlertP50: expect.any(Number),
        acceptToAlertP99: expect.any(Number),
      },
    });
    // npm, node, two supervisors, four servers, four services.
    expect(run.family.size).toBeGreaterThanOrEqual(11);
    expect(alive(run.family)).toEqual([]);
    expect(readdirSync(home)).toEqual([]);
  }, 300_000);

  it('says what is wrong with an option that it does not know', async () => {
    const run = npmStart('--plya', story);
    const [code] = await once(run.child, 'close');
    expect(code).toBe(2);
    expect(run.stderr()).toContain("Unknown option '--plya'");
  });
});

describe('npm start without --exit', () => {
  let run: Running;
  afterAll(cleanUpAll);

  it('starts a service again that is killed, and plays the file to its end', async () => {
    run = npmStart('--play', story);
    await until('it plays', () => run.stdout().includes('Playing'), 240_000);
    const scoring = join(repositoryRoot, 'services/scoring/src/main.ts');
    process.kill(pidOf(scoring, run.family), 'SIGKILL');
    await until('it says how to stop it', () => run.stdout().includes('Ctrl-C stops'), 240_000);
    expect(run.stdout()).toContain('scoring ended by itself, by SIGKILL. Starting it again');
    const opened = expected.alerts.filter((one) => one.transition === 'opened').length;
    expect(run.stdout()).toMatch(new RegExp(`^ *events +${expected.events} accepted`, 'm'));
    expect(run.stdout()).toMatch(new RegExp(`^ *alerts +${opened} opened`, 'm'));
  }, 300_000);

  it('stays until Ctrl-C, and leaves nothing behind then either', async () => {
    expect(alive(run.family).length).toBeGreaterThanOrEqual(11);
    press(run.child, 'SIGINT');
    await once(run.child, 'close');
    await until('all of it has ended', () => alive(run.family).length === 0);
    expect(readdirSync(home)).toEqual([]);
  }, 300_000);
});
