// `npm run bench:idle`: what each service takes of a core while nobody sends anything.
import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { serviceNames } from '@duewatch/run';
import { onGround } from '../ground.ts';
import { sectionsOf } from '../sections-of.ts';

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '60' },
    json: { type: 'boolean', default: false },
  },
});

const PERCENT_MAX = 1.5;
/** Until code is compiled, groups have settled and the first collection is over. */
const SETTLE_MS = 20_000;
/** Linux counts the time of a process in hundredths of a second. */
const TICKS_PER_SECOND = 100;

await onGround(serviceNames, sectionsOf, async (ground) => {
  await pause(SETTLE_MS);
  const before = serviceNames.map((name) => cpuSeconds(ground.pidOf(name) ?? 0));
  await pause(Number(values.seconds) * 1_000);
  const percent = serviceNames.map((name, at) => {
    const seconds = cpuSeconds(ground.pidOf(name) ?? 0) - (before[at] ?? 0);
    return [name, Math.round((seconds / Number(values.seconds)) * 10_000) / 100] as const;
  });
  process.stdout.write(
    values.json
      ? `${JSON.stringify(Object.fromEntries(percent))}\n`
      : percent.map(([name, share]) => `${name.padEnd(9)} ${share} % of a core\n`).join(''),
  );
  process.exitCode = percent.every(([, share]) => share <= PERCENT_MAX) ? 0 : 1;
});

function cpuSeconds(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  // The command name may hold spaces and brackets, so fields count from its closing bracket.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
}
