import type { CommitPoint } from '@duewatch/stream';
import { partitionStoreContract } from '../../packages/stream/test/store.contract.ts';
import { deliveryQueueContract } from '../../services/notifier/test/delivery-queue.contract.ts';
import { createRandom } from '../../tools/run/src/feed/random.ts';
import { QueueServer } from './queue-server.ts';
import { SimProcess } from './sim-process.ts';
import { StateServer } from './state-server.ts';
import { VirtualTime } from './virtual-time.ts';
import { Weather } from './weather.ts';

partitionStoreContract('The state of the simulation', () => new StateServer().direct);

deliveryQueueContract('the queue of the simulation', async () => {
  const random = createRandom(7);
  const time = new VirtualTime(1_000_000);
  const server = new QueueServer(time, random);
  const process = new SimProcess('notifier-1', { time, random, weather: new Weather(random) });
  return {
    open() {
      const queue = server.connect(process);
      // Answers come with the passing of virtual time.
      return { ...queue, add: (jobs) => time.until(queue.add(jobs)) };
    },
    pass: (ms) => time.runFor(ms),
    async until(isTrue) {
      for (let steps = 0; steps < 500 && !isTrue(); steps += 1) await time.runFor(10);
      expect(isTrue()).toBe(true);
    },
    close: async () => {},
  };
});

describe('a state server that goes back', () => {
  it('is as it was so many commits ago, and takes commits from there', async () => {
    const server = new StateServer();
    const store = server.direct;
    const at = (n: number): CommitPoint => ({ offsets: { in: n }, commits: n });
    const start: CommitPoint = { offsets: {}, commits: 0 };
    const write = (next: CommitPoint, value: string) => ({
      next,
      clusterId: 'c',
      fields: new Map([['rows', new Map([['a', Buffer.from(value)]])]]),
      indexes: new Map(),
      outbox: [],
      addBroadcasts: [],
      dropBroadcasts: [],
    });
    await store.commit(0, start, write(at(1), 'first'));
    await store.commit(0, at(1), write(at(2), 'second'));
    await server.rollBack(0, 1);
    expect(await store.open(0)).toMatchObject(at(1));
    const rows = (await store.load(0, new Map([['rows', ['a']]]))).get('rows');
    expect(rows?.[0]?.toString()).toBe('first');
    expect(await store.commit(0, at(2), write(at(3), 'late'))).toBe('stale');
    expect(await store.commit(0, at(1), write(at(2), 'again'))).toBe('committed');
  });
});
