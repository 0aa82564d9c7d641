import { judge, type Violation } from './judge.ts';
import { mutations } from './mutations/all.ts';
import { drawPlan } from './plan.ts';

/** What one worker does at a time. */
export type Task =
  | { readonly kind: 'seeds'; readonly from: number; readonly count: number }
  /** Seeds until the simulation notices a mistake of the list. */
  | { readonly kind: 'mutation'; readonly index: number; readonly count: number };

export type Done =
  | { readonly kind: 'seeds'; readonly count: number; readonly broken: readonly Broken[] }
  | { readonly kind: 'mutation'; readonly name: string; readonly caughtAfter: number | null };

/** A seed whose run broke a promise. */
export interface Broken {
  readonly seed: number;
  readonly violation: Violation;
}

export async function work(task: Task): Promise<Done> {
  return task.kind === 'seeds' ? await playSeeds(task) : await catchMutation(task);
}

async function playSeeds({ from, count }: Extract<Task, { kind: 'seeds' }>): Promise<Done> {
  const broken: Broken[] = [];
  for (let seed = from; seed < from + count; seed += 1) {
    const violation = await judge(drawPlan(seed), null);
    if (violation !== null) broken.push({ seed, violation });
  }
  return { kind: 'seeds', count, broken };
}

async function catchMutation({ index, count }: Extract<Task, { kind: 'mutation' }>): Promise<Done> {
  const mutation = mutations[index];
  if (mutation === undefined) throw new RangeError(`there is no mutation ${index}`);
  const { name } = mutation;
  for (let seed = 1; seed <= count; seed += 1) {
    const violation = await judge(drawPlan(seed), mutation);
    if (violation !== null) return { kind: 'mutation', name, caughtAfter: seed };
  }
  return { kind: 'mutation', name, caughtAfter: null };
}
