import type { TestStack } from '@duewatch/testing';

/**
 * Jest loads set-up and teardown apart, but in one process: the global object carries the stack.
 */
const slot = globalThis as { duewatchTestStack?: TestStack };

/** Hands the stack from set-up to teardown. */
export function keepForTeardown(stack: TestStack): void {
  slot.duewatchTestStack = stack;
}

/** The stack that set-up started, if it came that far. */
export function takeForTeardown(): TestStack | undefined {
  const stack = slot.duewatchTestStack;
  delete slot.duewatchTestStack;
  return stack;
}
