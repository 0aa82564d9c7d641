/** Refuses a filter's word that nothing can have: to find nothing looks as if all were well. */
export function checkKnown(
  word: string | undefined,
  known: readonly string[],
  problem: (word: string) => string,
): void {
  if (word === undefined || known.includes(word)) return;
  throw new Error(`${problem(word)} Say ${known.join(', ')}.`);
}
