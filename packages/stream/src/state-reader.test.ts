import type { BusRecord } from '@duewatch/event-bus';
import fc from 'fast-check';
import { add, createTallyLogic, type TallyEvent, toAll } from '../test/tally.ts';
import type { StreamLogic } from './logic.ts';
import { createMemoryStore } from './memory-store.ts';
import { PartitionState } from './partition-state.ts';
import { createStateReader } from './state-reader.ts';
import type { PartitionStore } from './store.ts';

const seed = Number(process.env['DUEWATCH_SEED'] ?? Math.floor(Math.random() * 2 ** 31));

type Step = readonly [key: string | null, amount: number];

/** The owner of partition 0: folds and commits, and never gets round to sweeping. */
class Owner {
  readonly store: PartitionStore = createMemoryStore();
  private state: PartitionState<TallyEvent> | undefined;
  private offset = 0;

  async take(...steps: readonly Step[]): Promise<void> {
    this.state ??= await this.open();
    await this.state.fold(
      'in',
      steps.map((step) => this.recordOf(step)),
    );
    await this.state.commit();
  }

  private async open(): Promise<PartitionState<TallyEvent>> {
    const state = new PartitionState(
      {
        ...{ partition: 0, logic: createTallyLogic(), store: this.store, clusterId: 'memory' },
        ...{ generation: 0, cacheBytes: () => 1_000_000 },
        counters: {
          ...{ folded: 0, emitted: 0, commits: 0 },
          ...{ skipped: new Map(), deadLetters: new Map() },
        },
        toDeadLetter: ({ topic, key, value }) => ({ topic, key, value, headers: {} }),
      },
      await this.store.open(0),
    );
    await state.loadPinned();
    return state;
  }

  private recordOf([key, amount]: Step): BusRecord {
    const [outgoing] = key === null ? toAll(1, { kind: 'raise', amount }) : [add(key, amount)];
    if (outgoing === undefined) throw new Error('there is a partition');
    const record = { ...outgoing, partition: 0, offset: this.offset, timestampMs: 0 };
    this.offset += 1;
    return record;
  }
}

interface Tally {
  readonly total: number;
}

async function totalOf(store: PartitionStore, key: string, logic = createTallyLogic()) {
  const { peek, point } = await createStateReader({ logic, store }).read(0, key);
  const tally = peek<Tally>('tallies', key);
  return { total: tally === 'unloaded' ? tally : tally?.total, below: point.offsets['in'] };
}

/** Folding a broadcast into one key needs the other one, as a customer’s pages are needed. */
function pagedLogic(): StreamLogic<TallyEvent> {
  const plain = createTallyLogic();
  return {
    ...plain,
    needs: (input, _, peek) => ['a', 'b'].flatMap((key) => [...plain.needs(input, key, peek)]),
  };
}

/** What each key comes to when nothing is lazy; a broadcast means nothing to a later key. */
function eagerTotal(steps: readonly Step[], key: string): number | undefined {
  let total: number | undefined;
  for (const [to, amount] of steps) {
    if (to === key) total = (total ?? 0) + amount;
    else if (to === null && total !== undefined) total += amount;
  }
  return total;
}

describe('whoever reads the state of a stream', () => {
  it('sees each key with every broadcast that the owner has taken in', async () => {
    const step = fc.tuple(fc.constantFrom('a', 'b', null), fc.integer({ min: 1, max: 60 }));
    const story = fc.array(fc.array(step, { minLength: 1, maxLength: 5 }), { maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(story, async (chunks) => {
        const owner = new Owner();
        for (const chunk of chunks) await owner.take(...chunk);
        for (const key of ['a', 'b', 'stranger']) {
          const { total } = await totalOf(owner.store, key);
          expect(total).toBe(eagerTotal(chunks.flat(), key));
        }
      }),
      { seed },
    );
  });

  it('is told up to where it is true, and changes nothing', async () => {
    const owner = new Owner();
    await owner.take(['a', 5], [null, 7]);
    const before = await owner.store.open(0);
    expect(await totalOf(owner.store, 'a')).toEqual({ total: 12, below: 2 });
    expect(await owner.store.open(0)).toEqual(before);
  });

  it('never sees one part from before a commit and another from after it', async () => {
    const owner = new Owner();
    await owner.take(['a', 5], ['b', 1], [null, 7]);
    let isDisturbed = false;
    const disturbed: PartitionStore = {
      ...owner.store,
      async glance(partition, needs) {
        if (needs.get('tallies')?.includes('b') && !isDisturbed) {
          isDisturbed = true;
          await owner.take(['a', 100]);
        }
        return owner.store.glance(partition, needs);
      },
    };
    expect(await totalOf(disturbed, 'a', pagedLogic())).toEqual({ total: 112, below: 4 });
    expect(isDisturbed).toBe(true);
  });

  it('gives up on a partition that never stands still', async () => {
    const owner = new Owner();
    await owner.take(['a', 5], ['b', 1], [null, 7]);
    const restless: PartitionStore = {
      ...owner.store,
      async glance(partition, needs) {
        await owner.take(['c', 1]);
        return owner.store.glance(partition, needs);
      },
    };
    await expect(totalOf(restless, 'a', pagedLogic())).rejects.toMatchObject({ code: 'STALE' });
  });
});
