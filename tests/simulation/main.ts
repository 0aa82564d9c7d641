// `npm run sim`: plays seeds of the simulation, and proves by planted mistakes that it can fail.
//
//   npm run sim -- --seeds 2000 --json    seeds 1 to 2000 and every mistake; one line at the end
//   npm run sim -- --seed 17              one seed; what it breaks is made as small as it gets
//   npm run sim -- --seed 5000 --seeds 9  seeds 5000 to 5008
import { parseArgs } from 'node:util';
import { workOff } from './crew.ts';
import { describePlan } from './describe-plan.ts';
import { judge } from './judge.ts';
import { mutations } from './mutations/all.ts';
import { drawPlan } from './plan.ts';
import { shrink } from './shrink.ts';
import type { Broken, Task } from './work.ts';

const { values } = parseArgs({
  options: {
    seed: { type: 'string' },
    seeds: { type: 'string' },
    json: { type: 'boolean', default: false },
  },
});

const SEEDS_PER_TASK = 20;
/** Each mistake must be noticed within so many seeds. */
const SEEDS_PER_MUTATION = 1_000;

const first = Number(values.seed ?? 1);
const seeds = Number(values.seeds ?? (values.seed === undefined ? 200 : 1));
process.exitCode = seeds === 1 ? await playOne(first) : await playMany(first, seeds);

async function playOne(seed: number): Promise<number> {
  const plan = drawPlan(seed);
  const violation = await judge(plan, null);
  if (violation === null) {
    say(`seed ${seed}: every promise kept`);
    return 0;
  }
  say(`seed ${seed} breaks: ${violation.promise}`, ...violation.found.map((one) => `  ${one}`));
  say('The least that still breaks it:', ...describePlan(await shrink(plan, violation)));
  return 1;
}

async function playMany(from: number, count: number): Promise<number> {
  const broken: Broken[] = [];
  const missed: string[] = [];
  let played = 0;
  await workOff(tasksFor(from, count), (done) => {
    if (done.kind === 'mutation') {
      if (done.caughtAfter === null) missed.push(done.name);
      const after = done.caughtAfter === null ? 'MISSED' : `noticed after ${done.caughtAfter}`;
      say(`${after}: ${done.name}`);
      return;
    }
    played += done.count;
    broken.push(...done.broken);
    for (const { seed, violation } of done.broken) say(`seed ${seed} breaks: ${violation.promise}`);
    if (played % 500 === 0) say(`${played} seeds played`);
  });
  const mutationsCaught = `${mutations.length - missed.length}/${mutations.length}`;
  const result = { seeds: played, violations: broken.length, mutationsCaught };
  if (values.json) process.stdout.write(`${JSON.stringify(result)}\n`);
  else say(`${played} seeds, ${broken.length} violations, ${mutationsCaught} mistakes noticed`);
  const [worst] = broken;
  if (worst !== undefined) say(`See one: npm run sim -- --seed ${worst.seed}`);
  return broken.length + missed.length === 0 ? 0 : 1;
}

/** The mistakes first: one that takes many seeds then has company to the end. */
function tasksFor(from: number, count: number): Task[] {
  const tasks: Task[] = mutations.map((_, index) => {
    return { kind: 'mutation', index, count: SEEDS_PER_MUTATION };
  });
  for (let at = from; at < from + count; at += SEEDS_PER_TASK) {
    tasks.push({ kind: 'seeds', from: at, count: Math.min(SEEDS_PER_TASK, from + count - at) });
  }
  return tasks;
}

/** Beside the result, which has standard output to itself. */
function say(...lines: readonly string[]): void {
  for (const line of lines) process.stderr.write(`${line}\n`);
}
