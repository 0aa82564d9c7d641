import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { waitUntilReady } from '../src/stack/server-start.ts';
import { type SupervisedProcesses, superviseProcesses } from '../src/stack/supervised-processes.ts';

const folder = mkdtempSync(join(tmpdir(), 'duewatch-start-'));

function server(script: string) {
  const logFile = join(folder, `${script.length}.log`);
  return { name: 'server', command: 'sh', args: ['-c', script], cwd: folder, logFile };
}

const check = (isReady: boolean) => ({
  name: 'The server',
  port: 4711,
  isReady: async () => isReady,
});

describe('waiting for a server', () => {
  let supervised: SupervisedProcesses;

  beforeEach(async () => {
    supervised = await superviseProcesses(process.env, join(folder, 'supervisor.log'));
  });

  afterEach(async () => {
    await supervised.stop();
  });

  it('ends when it is ready', async () => {
    const spec = server('exec sleep 60');
    await supervised.start(spec);
    await waitUntilReady(supervised, spec, check(true), 10_000);
  });

  it('shows the end of its log when it does not become ready in time', async () => {
    const spec = server('echo still reading the log; exec sleep 60');
    await supervised.start(spec);
    await expect(waitUntilReady(supervised, spec, check(false), 300)).rejects.toThrow(
      /The server was not ready on port 4711 after 0.3 s.*still reading the log/s,
    );
  });

  it('is over at once when it ends, with the end of its log', async () => {
    const spec = server('echo no space left on device; sleep 0.1; exit 1');
    await supervised.start(spec);
    await expect(waitUntilReady(supervised, spec, check(false), 60_000)).rejects.toThrow(
      /The server ended before it was ready.*no space left on device/s,
    );
  });
});
