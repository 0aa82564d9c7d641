/** Thirty-two bits for each record of a full page: of thirty keys it lacks one is looked for. */
const BITS = 4_096;

/** Says of nearly all keys that a page lacks that it lacks them, without looking at its records. */
export class KeyFilter {
  private readonly words = new Int32Array(BITS / 32);

  add(key: number): void {
    // Keys are hashes: any of their bits will do.
    const bit = (key >>> 0) % BITS;
    const word = bit >> 5;
    this.words[word] = (this.words[word] ?? 0) | (1 << (bit & 31));
  }

  mayHave(key: number): boolean {
    const bit = (key >>> 0) % BITS;
    return ((this.words[bit >> 5] ?? 0) & (1 << (bit & 31))) !== 0;
  }
}
