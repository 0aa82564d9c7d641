/** Packs yes-or-no answers into one number, the first asked in the lowest bit. */
export class Bits {
  value = 0;
  private next = 1;

  add(answer: boolean): boolean {
    if (answer) this.value += this.next;
    this.next *= 2;
    return answer;
  }
}

/** Takes the answers out again in the order in which they were added. */
export class BitsReader {
  private rest: number;

  constructor(value: number) {
    this.rest = value;
  }

  take(): boolean {
    const low = this.rest % 2;
    this.rest = (this.rest - low) / 2;
    return low === 1;
  }
}
