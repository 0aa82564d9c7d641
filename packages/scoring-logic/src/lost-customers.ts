/**
 * Customers of whom the log tells and scoring's state does not. At most so many are followed, each
 * from its first record on; who is erased begins anew.
 */
export class LostCustomers {
  private readonly stored: ReadonlySet<string>;
  private readonly passedOver = new Set<string>();
  /** Whether something was told of each that scoring must have stored. */
  private readonly followed = new Map<string, boolean>();
  private readonly most: number;
  private readonly below: number;

  /** Scoring had folded all that lies `below` when the keys of what it stores were read. */
  constructor(
    stored: readonly string[],
    { sample, below }: { readonly sample: number; readonly below: number },
  ) {
    this.stored = new Set(stored);
    this.most = sample;
    this.below = below;
  }

  /** Whether the customer must be folded to know. */
  mayBe(key: string, offset: number): boolean {
    if (this.followed.has(key)) return true;
    if (this.stored.has(key) || this.passedOver.has(key)) return false;
    const isTaken = offset < this.below && this.followed.size < this.most;
    if (isTaken) this.followed.set(key, false);
    else this.passedOver.add(key);
    return isTaken;
  }

  /** To be called with each event that counted. */
  folded(key: string, erases: boolean): void {
    if (erases) this.followed.delete(key);
    else if (this.followed.has(key)) this.followed.set(key, true);
  }

  keys(): readonly string[] {
    return [...this.followed].filter(([, isKnown]) => isKnown).map(([key]) => key);
  }
}
