import { judge, type Violation } from './judge.ts';
import type { Mutation } from './mutations/mutation.ts';
import type { Plan, Step } from './plan.ts';

/** How many runs a reader waits for. */
const RUNS_MAX = 400;

/**
 * A smaller plan that breaks the same promise: halves, then single faults, requests and steps are
 * left out for as long as it still does.
 */
export async function shrink(
  plan: Plan,
  { promise }: Violation,
  mutation: Mutation | null = null,
): Promise<Plan> {
  let smallest = plan;
  let runs = 0;
  const tryWith = async (steps: readonly Step[]): Promise<boolean> => {
    if (runs >= RUNS_MAX) return false;
    runs += 1;
    const smaller = { ...smallest, steps };
    if ((await judge(smaller, mutation))?.promise !== promise) return false;
    smallest = smaller;
    return true;
  };
  await leaveOut(smallest.steps.length, (at, count) => tryWith(without(smallest.steps, at, count)));
  for (const part of ['faults', 'posts'] as const) {
    for (let index = 0; index < smallest.steps.length; index += 1) {
      await leaveOut(smallest.steps[index]?.[part].length ?? 0, (at, count) =>
        tryWith(
          smallest.steps.map((step, position) =>
            position === index
              ? { ...step, [part]: without<unknown>(step[part], at, count) }
              : step,
          ),
        ),
      );
    }
  }
  return smallest;
}

/** Tries to leave out runs of entries, long ones first, from the end to the beginning. */
async function leaveOut(
  length: number,
  tryWithout: (at: number, count: number) => Promise<boolean>,
): Promise<void> {
  let left = length;
  for (let count = Math.ceil(length / 2); count >= 1; count = Math.floor(count / 2)) {
    for (let at = left - count; at >= 0; at -= count) {
      if (await tryWithout(at, count)) left -= count;
    }
  }
}

function without<T>(list: readonly T[], at: number, count: number): T[] {
  return [...list.slice(0, at), ...list.slice(at + count)];
}
