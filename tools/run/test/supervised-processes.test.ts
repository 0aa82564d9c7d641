import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { until } from '@duewatch/testing';
import { isRunning, type ProcessIdentity, signalProcess } from '../src/stack/process-identity.ts';
import { superviseProcesses } from '../src/stack/supervised-processes.ts';

const folder = mkdtempSync(join(tmpdir(), 'duewatch-supervised-'));

function spec(name: string, script: string) {
  return {
    name,
    command: 'sh',
    args: ['-c', script],
    cwd: folder,
    logFile: join(folder, `${name}.log`),
  };
}

const supervise = () => superviseProcesses(process.env, join(folder, 'supervisor.log'));

/** Starts a launcher process and returns it with all that it started. */
async function startLauncher(what: 'attached' | 'detached') {
  const child: ChildProcess = spawn(
    process.execPath,
    [join(__dirname, 'launcher.ts'), what, folder],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  );
  if (child.stdout === null) throw new Error('no output to read');
  child.stderr?.resume();
  const [line] = await once(createInterface({ input: child.stdout }), 'line');
  return { child, started: JSON.parse(String(line)) as ProcessIdentity[] };
}

describe('supervised processes', () => {
  it.each([
    { description: 'is interrupted', signal: 'SIGINT' },
    { description: 'is told to end', signal: 'SIGTERM' },
    { description: 'loses its terminal', signal: 'SIGHUP' },
    { description: 'is killed', signal: 'SIGKILL' },
    { description: 'throws an error that nobody catches', signal: 'SIGUSR2' },
  ] as const)('end when their launcher $description', async ({ signal }) => {
    const { child, started } = await startLauncher('attached');
    expect(started.every(isRunning)).toBe(true);
    child.kill(signal);
    await until('all processes have ended', () => !started.some(isRunning));
  });

  it('end when their supervisor is killed, and the launcher hears of it', async () => {
    const supervised = await supervise();
    const server = await supervised.start(spec('orphan', 'exec sleep 600'));
    const exits: string[] = [];
    supervised.onExit(({ name, reason }) => exits.push(`${name}: ${reason}`));
    signalProcess(supervised.supervisor, 'SIGKILL');
    await until('the server has ended', () => !isRunning(server));
    await until('the launcher heard of it', () => exits.length > 0);
    expect(exits).toEqual(['orphan: its supervisor was killed']);
    await supervised.stop();
  });

  it('outlive their launcher once they are detached', async () => {
    const { child, started } = await startLauncher('detached');
    child.kill('SIGKILL');
    await once(child, 'exit');
    const log = join(folder, 'beating.log');
    const beats = (): number => readFileSync(log, 'utf8').length;
    const before = beats();
    await until('it went on for a while', () => beats() > before + 5);
    for (const one of started) signalProcess(one, 'SIGTERM');
    await until('all processes have ended', () => !started.some(isRunning));
  });

  it('keep nobody waiting who reads what their launcher says', async () => {
    const { child, started } = await startLauncher('detached');
    let isClosed = false;
    child.on('close', () => {
      isClosed = true;
    });
    child.kill('SIGKILL');
    try {
      await until('standard output and error have ended', () => isClosed);
      expect(started.every(isRunning)).toBe(true);
    } finally {
      for (const one of started) signalProcess(one, 'SIGTERM');
    }
  });

  it('tell how they ended', async () => {
    const supervised = await supervise();
    const ran = await supervised.runToEnd(spec('brief', 'echo done; exit 3'));
    expect(ran).toMatchObject({ name: 'brief', code: 3, signal: null });
    expect(readFileSync(join(folder, 'brief.log'), 'utf8')).toBe('done\n');
    await supervised.stop();
  });

  it('say why they could not be started', async () => {
    const supervised = await supervise();
    const missing = { ...spec('missing', ''), command: join(folder, 'no-such-command') };
    await expect(supervised.start(missing)).rejects.toThrow(/no-such-command.*ENOENT/);
    await supervised.stop();
  });

  it('are not started twice under one name, for one of them would stay behind', async () => {
    const supervised = await supervise();
    const first = await supervised.start(spec('twin', 'exec sleep 600'));
    await expect(supervised.start(spec('twin', 'exec sleep 600'))).rejects.toThrow(/runs already/);
    signalProcess(first, 'SIGKILL');
    await until('it has ended', () => supervised.exitOf('twin') !== undefined);
    const second = await supervised.start(spec('twin', 'exec sleep 600'));
    await supervised.stop();
    expect([first, second].some(isRunning)).toBe(false);
  });

  it('have ended when stop resolves', async () => {
    const supervised = await supervise();
    const servers = [
      await supervised.start(spec('one', 'exec sleep 600')),
      await supervised.start(spec('two', 'exec sleep 600')),
    ];
    await supervised.stop();
    expect(servers.some(isRunning)).toBe(false);
  });
});
