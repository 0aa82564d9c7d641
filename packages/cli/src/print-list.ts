import type { Terminal } from './command.ts';

/** Prints items as one JSON array, or in lines each; that there are none is said beside it. */
export function printList<T>(
  items: readonly T[],
  { json }: { readonly json?: boolean | undefined },
  terminal: Terminal,
  linesOf: (item: T) => readonly string[],
): number {
  if (json) terminal.out(JSON.stringify(items));
  else for (const item of items) for (const line of linesOf(item)) terminal.out(line);
  if (!json && items.length === 0) terminal.err('None.');
  return 0;
}
