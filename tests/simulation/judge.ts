import { gather } from './evidence.ts';
import type { Mutation } from './mutations/mutation.ts';
import { oracles } from './oracles/all.ts';
import type { Plan } from './plan.ts';
import { simulate } from './simulate.ts';

/** A promise that a run broke. */
export interface Violation {
  readonly promise: string;
  /** The first few places where it shows. */
  readonly found: readonly string[];
}

const SHOWN = 5;

/** Plays a plan and answers the first promise that it broke, or null. */
export async function judge(plan: Plan, mutation: Mutation | null): Promise<Violation | null> {
  try {
    const evidence = await gather(await simulate(plan, mutation));
    for (const { name, check } of oracles) {
      const found = await check(evidence);
      if (found.length > 0) return { promise: name, found: found.slice(0, SHOWN) };
    }
    return null;
  } catch (error) {
    return { promise: 'a run comes to its end', found: [String(error)] };
  }
}
