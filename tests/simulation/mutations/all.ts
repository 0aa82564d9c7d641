import { inLog } from './in-log.ts';
import { inQueue } from './in-queue.ts';
import { inState } from './in-state.ts';
import type { Mutation } from './mutation.ts';

/** Every mistake that the simulation must notice. */
export const mutations: readonly Mutation[] = [...inState, ...inLog, ...inQueue];
