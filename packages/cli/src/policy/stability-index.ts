/**
 * Population stability index: Σ (after − before) · ln(after ÷ before) over the shares of classes
 * (Yurdakul and Naranjo). By convention less than 0.10 is stable and more than 0.25 is shifted;
 * a book of some dozen customers passes those by chance. An empty class counts as half a member.
 *
 * @param before members of each class; the two lists have the same classes, and some member each
 */
export function stabilityIndex(before: readonly number[], after: readonly number[]): number {
  const expected = sharesOf(before);
  const actual = sharesOf(after);
  return expected.reduce((sum, share, index) => {
    const now = actual[index] ?? share;
    return sum + (now - share) * Math.log(now / share);
  }, 0);
}

function sharesOf(members: readonly number[]): readonly number[] {
  const all = members.reduce((sum, count) => sum + count, 0);
  return members.map((count) => Math.max(count, 0.5) / all);
}

/** The usual word for an index. */
export function stabilityWord(index: number): 'stable' | 'to be watched' | 'shifted' {
  if (index < 0.1) return 'stable';
  return index <= 0.25 ? 'to be watched' : 'shifted';
}
