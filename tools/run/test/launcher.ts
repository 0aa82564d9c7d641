/** A launcher for tests to kill: starts what its argument says, tells about it, waits for ever. */
import { startNativeStack } from '../src/stack/native-stack.ts';
import { superviseProcesses } from '../src/stack/supervised-processes.ts';

const [what = '', home = ''] = process.argv.slice(2);

function tell(news: unknown): void {
  process.stdout.write(`${JSON.stringify(news)}\n`);
}

if (what === 'native') {
  const stack = await startNativeStack({ home, env: process.env, log: () => undefined });
  tell(stack.processes);
} else {
  const supervised = await superviseProcesses(process.env, `${home}/supervisor.log`);
  const beating = await supervised.start({
    name: 'beating',
    command: 'sh',
    args: ['-c', 'while :; do printf .; sleep 0.02; done'],
    cwd: home,
    logFile: `${home}/beating.log`,
  });
  if (what === 'detached') await supervised.detach();
  tell([beating, supervised.supervisor]);
  process.on('SIGUSR2', () => {
    throw new Error('an uncaught error, for the test');
  });
}
setInterval(() => undefined, 60_000);
