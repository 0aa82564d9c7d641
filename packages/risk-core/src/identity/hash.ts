/**
 * A 52-bit key for an id, so that closed history can be remembered in a few bytes. Ids of one
 * customer meet by chance once in 2⁵² ÷ n² customers: with 10,000 ids, one in 45 million.
 */
export function keyOf(text: string): number {
  let low = 0x9e3779b9;
  let high = 0x7f4a7c15;
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    low = Math.imul(low ^ unit, 0x01000193);
    high = Math.imul(high ^ unit, 0x5bd1e995);
    high ^= high >>> 13;
  }
  low = mixed(low ^ text.length);
  high = mixed(high ^ low);
  return (high >>> 12) * 0x1_0000_0000 + (low >>> 0);
}

/** Spreads every bit over the whole word. */
function mixed(word: number): number {
  let bits = word ^ (word >>> 16);
  bits = Math.imul(bits, 0x45d9f3b5);
  bits ^= bits >>> 15;
  bits = Math.imul(bits, 0x2c1b3c6d);
  return bits ^ (bits >>> 16);
}
