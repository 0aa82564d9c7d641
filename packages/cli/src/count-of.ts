/** The number of lines that somebody wants to see. */
export function countOf(text: string): number {
  const count = Number(text);
  if (Number.isSafeInteger(count) && count > 0) return count;
  throw new Error(`"${text}" is no number of lines.`);
}
