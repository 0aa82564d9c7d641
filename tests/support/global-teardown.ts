import { takeForTeardown } from './test-stack.ts';

/** Stops what the set-up started. A killed run needs none: the servers end with their launcher. */
export default async function globalTeardown(): Promise<void> {
  await takeForTeardown()?.stop();
}
