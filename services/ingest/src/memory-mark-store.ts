import type { MarkStore } from './mark-store.ts';

/** The twin of the Redis adapter for `--embedded` and tests. */
export function createMemoryMarkStore(): MarkStore {
  const marks = new Map<string, string>();
  return {
    read: async (name) => marks.get(name) ?? null,
    write: async (name, value) => void marks.set(name, value),
  };
}
