interface Timer {
  readonly dueAtMs: number;
  readonly order: number;
  act: (() => void) | null;
}

/**
 * The only clock of a simulation, and its scheduler: everything that anybody waits for, be it a
 * timer or the answer of a server, is an entry here. One entry runs at a time, and what it sets in
 * motion comes to rest before the next, so the order of all that happens follows from the seed.
 */
export class VirtualTime {
  private readonly heap: Timer[] = [];
  private nowMs: number;
  private made = 0;
  private turned = 0;

  constructor(startMs: number) {
    this.nowMs = startMs;
  }

  /** Whole milliseconds, though what happens within one has an order, too. */
  now(): number {
    return Math.floor(this.nowMs);
  }

  /** Calls `act` once, so much later. The answer cancels it. */
  schedule(delayMs: number, act: () => void): () => void {
    const timer: Timer = { dueAtMs: this.nowMs + Math.max(0, delayMs), order: this.made++, act };
    push(this.heap, timer);
    return () => {
      timer.act = null;
    };
  }

  pause(delayMs: number): Promise<void> {
    return new Promise((resolve) => void this.schedule(delayMs, resolve));
  }

  /** The machine sleeps: time goes by and nothing happens; what was due then is due now. */
  sleep(forMs: number): void {
    this.nowMs += forMs;
  }

  /** Runs for so long. */
  async runFor(durationMs: number): Promise<void> {
    const untilMs = this.nowMs + durationMs;
    while (this.actBy(untilMs)) await this.rest();
    this.nowMs = Math.max(this.nowMs, untilMs);
  }

  /** Runs until the promise settles. */
  async until<T>(promise: Promise<T>): Promise<T> {
    let isSettled = false;
    const settle = (): void => {
      isSettled = true;
    };
    promise.then(settle, settle);
    await this.rest();
    while (!isSettled && this.actBy(Number.POSITIVE_INFINITY)) await this.rest();
    if (!isSettled) throw new Error('waits for what nothing will bring');
    return await promise;
  }

  /**
   * While the promise is pending, all rests are turns of the event loop, which some of what settles
   * it may wait for, as Fastify does. Promises alone need none, and a turn costs six times as much.
   */
  async turning<T>(promise: Promise<T>): Promise<T> {
    this.turned += 1;
    try {
      return await promise;
    } finally {
      this.turned -= 1;
    }
  }

  /** Runs the next entry; false when there is none until then. */
  private actBy(untilMs: number): boolean {
    for (let next = this.heap[0]; next && next.dueAtMs <= untilMs; next = this.heap[0]) {
      pop(this.heap);
      if (next.act === null) continue;
      this.nowMs = Math.max(this.nowMs, next.dueAtMs);
      next.act();
      return true;
    }
    return false;
  }

  /** All promises that can settle do. */
  private rest(): Promise<void> {
    const later = this.turned > 0 ? setImmediate : process.nextTick;
    return new Promise((resolve) => void later(resolve));
  }
}

function isBefore(a: Timer, b: Timer): boolean {
  return a.dueAtMs < b.dueAtMs || (a.dueAtMs === b.dueAtMs && a.order < b.order);
}

function push(heap: Timer[], timer: Timer): void {
  let at = heap.length;
  heap.push(timer);
  while (at > 0) {
    const parentAt = (at - 1) >> 1;
    const parent = heap[parentAt];
    if (parent === undefined || !isBefore(timer, parent)) break;
    heap[at] = parent;
    at = parentAt;
  }
  heap[at] = timer;
}

function pop(heap: Timer[]): Timer | undefined {
  const [first] = heap;
  const last = heap.pop();
  if (first === undefined || last === undefined || heap.length === 0) return first;
  let at = 0;
  for (;;) {
    const left = heap[2 * at + 1];
    const right = heap[2 * at + 2];
    if (left === undefined) break;
    const isRight = right !== undefined && isBefore(right, left);
    const child = isRight ? right : left;
    if (!isBefore(child, last)) break;
    heap[at] = child;
    at = 2 * at + (isRight ? 2 : 1);
  }
  heap[at] = last;
  return first;
}
