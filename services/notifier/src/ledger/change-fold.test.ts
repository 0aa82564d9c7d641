import { randomInt } from 'node:crypto';
import { createRandom, type Random } from '../../../../tools/run/src/feed/random.ts';
import { takeChange, takeChangeOutcome } from './change-fold.ts';
import type { Change, ChangeRow } from './change-line.ts';
import { type Customer, EMPTY_CUSTOMER } from './customer.ts';

const KEY = 'acme|c-1';
const audience = { hearing: () => new Set(['dunning']) };

/** The changes of one customer for one system, on plain memory. */
class Line {
  customer: Customer = EMPTY_CUSTOMER;
  private readonly rows = new Map<string, object>();
  private readonly index = new Map<string, number>();
  private readonly context = {
    get: <T>(_: string, place: string) => this.rows.get(place) as T | undefined,
    put: (_: string, place: string, row: object) => void this.rows.set(place, row),
    delete: (_: string, place: string) => void this.rows.delete(place),
    index: (_: string, place: string, score: number | null) => {
      if (score === null) this.index.delete(place);
      else this.index.set(place, score);
    },
  };

  /** The change from the event at this offset is read. */
  change(offset: number, more: Partial<Change> = {}): void {
    const { context } = this;
    this.customer = takeChange(this.customer, changeAt(offset, more), KEY, { audience, context });
  }

  /** A record is read that says how it ended. */
  ended(offset: number): void {
    const { position } = changeAt(offset);
    const end = { kind: 'change_outcome', receiverId: 'dunning', resendId: null } as const;
    const outcome = { ...end, position, isFailed: false, at: 0, reason: null };
    this.customer = takeChangeOutcome(this.customer, outcome, KEY, this.context);
  }

  /** What the system would get from here on, one after the other. */
  rest(): number[] {
    return this.chain().map(([offset]) => offset);
  }

  /** The same, each with the offset that it says it follows. */
  chain(): [offset: number, follows: number | null][] {
    const told: [number, number | null][] = [];
    for (;;) {
      const [place, more] = this.index.keys();
      expect(more).toBeUndefined();
      if (place === undefined) break;
      const { change, follows } = this.rows.get(place) as ChangeRow;
      const { offset } = change.position;
      told.push([offset, follows?.offset ?? null]);
      this.ended(offset);
    }
    expect(this.rows.size).toBe(0);
    return told;
  }
}

function changeAt(offset: number, more: Partial<Change> = {}): Change {
  const at = (place: number) => ({ generation: 0, offset: place, index: 0 });
  const about = { tenantId: 'acme', customerId: 'c-1', cause: 'e', data: {} };
  return {
    ...{ ...about, id: `${offset}`, recordName: 'RiskChanged', isSuppressed: false },
    ...{ position: at(offset), previousPosition: offset > 1 ? at(offset - 1) : null },
    ...{ acceptedAt: 0, offset },
    ...more,
  };
}

/** Two lists as one, the order of each kept. */
function mixed<T>(one: readonly T[], other: readonly T[], random: Random): T[] {
  const [left, right] = [[...one], [...other]];
  const all: T[] = [];
  while (left.length + right.length > 0) {
    const from = random.next() * (left.length + right.length) < left.length ? left : right;
    all.push(...from.splice(0, 1));
  }
  return all;
}

describe('the changes of a customer for a system', () => {
  it('are told one after the other, and what the customer keeps of them stays as small', () => {
    const line = new Line();
    line.change(1_001);
    const { length } = JSON.stringify(line.customer);
    for (let offset = 1_002; offset < 1_100; offset += 1) line.change(offset);
    expect(JSON.stringify(line.customer).length - length).toBeLessThanOrEqual(1);
    expect(line.rest()).toEqual(Array.from({ length: 99 }, (_, at) => 1_001 + at));
  });

  it('are told once, however often they are read', () => {
    const line = new Line();
    for (const offset of [1, 2, 1, 2]) line.change(offset);
    line.ended(1);
    line.ended(1);
    line.change(1);
    expect(line.rest()).toEqual([2]);
  });

  it('are what was not told yet, in whatever order a rebuild reads changes and deliveries', () => {
    const seed = randomInt(2 ** 31);
    process.stdout.write(`changes after a rebuild: seed ${seed}\n`);
    const random = createRandom(seed);
    for (let round = 0; round < 500; round += 1) {
      const history = random.int(0, 8);
      const told = random.int(0, 8);
      const line = new Line();
      const all = Array.from({ length: 8 }, (_, at) => at + 1);
      const steps = mixed(
        all.map((offset) => () => line.change(offset, { isSuppressed: offset <= history })),
        all.slice(0, told).map((offset) => () => line.ended(offset)),
        random,
      );
      for (const step of steps) step();
      const rest = line.chain();
      // Of the history at least the newest word.
      const due = all.slice(Math.max(told, history - 1));
      expect(rest.slice(rest.length - due.length).map(([offset]) => offset)).toEqual(due);
      let held = told;
      for (const [offset, follows] of rest) {
        expect(offset).toBeGreaterThan(held);
        expect(follows ?? 0).toBeLessThanOrEqual(held);
        held = offset;
      }
    }
  });

  it('are none that are older than what it was told, though a rebuild finds them', () => {
    const before = new Line();
    for (const offset of [1, 2, 3, 4]) before.change(offset);
    before.ended(3);
    expect(before.rest()).toEqual([4]);
    const after = new Line();
    after.ended(3);
    for (const offset of [1, 2, 3, 4]) after.change(offset);
    expect(after.rest()).toEqual([4]);
  });

  describe('that are history', () => {
    const history = { isSuppressed: true };
    const fact = { ...history, recordName: 'PromiseKept' } as const;

    it('are overtaken by newer history while they wait, without a hole in the chain', () => {
      const line = new Line();
      line.change(1, history);
      for (const offset of [2, 3, 4, 5]) line.change(offset, history);
      line.change(6);
      // The first may be under way, so it stays.
      expect(line.chain()).toEqual([
        [1, null],
        [5, 1],
        [6, 5],
      ]);
    });

    it('are overtaken by what is whole alone', () => {
      const line = new Line();
      for (const offset of [1, 2]) line.change(offset, history);
      for (const offset of [3, 4]) line.change(offset, fact);
      expect(line.rest()).toEqual([1, 2, 3, 4]);
      for (const offset of [5, 6]) line.change(offset, fact);
      for (const offset of [7, 8]) line.change(offset, history);
      line.change(9, fact);
      expect(line.chain()).toEqual([
        [5, 4],
        [8, 5],
        [9, 8],
      ]);
    });

    it('overtake nothing that is news, and are not overtaken by it', () => {
      const line = new Line();
      for (const offset of [1, 2]) line.change(offset);
      for (const offset of [3, 4]) line.change(offset, history);
      for (const offset of [5, 6]) line.change(offset);
      expect(line.rest()).toEqual([1, 2, 4, 5, 6]);
    });

    it('are not overtaken once they are the next to be told', () => {
      const line = new Line();
      for (const offset of [1, 2, 3]) line.change(offset, history);
      line.ended(1);
      line.change(4, history);
      line.change(5, history);
      expect(line.rest()).toEqual([3, 5]);
    });
  });
});
