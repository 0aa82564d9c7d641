// `npm start`: everything on this machine, with something to see.
import { createSystemClock, environment } from '@duewatch/config';
import { listenForInterrupts } from './play/interrupts.ts';
import { run } from './play/run.ts';
import { readRunArguments, usage } from './play/run-arguments.ts';

const parsed = readRunArguments(process.argv.slice(2));
if (parsed.kind === 'help') {
  process.stdout.write(usage);
} else if (parsed.kind === 'wrong') {
  process.stderr.write(`${parsed.message}\n\n${usage}`);
  process.exitCode = 2;
} else {
  const { stdout, stderr } = process;
  const clock = createSystemClock();
  const interrupts = listenForInterrupts(clock);
  const exit = (code: number): never => process.exit(code);
  const env = { ...environment() };
  process.exitCode = await run(parsed.run, { env, clock, stdout, stderr, interrupts, exit });
  interrupts.release();
  // Servers that died are still asked for a while; nobody waits for their answer any more.
  if (process.exitCode !== 0) process.exit();
}
