import { type Batch, createKafkaBus } from '../src/index.ts';
import { eventually } from './eventually.ts';
import { kafkaBrokers } from './infrastructure.ts';
import { outgoing, resolveAll, startMember, textOf, uniqueName } from './subject.ts';

jest.setTimeout(60_000);

describe('a member whose handler hangs', () => {
  it('loses its partitions after the session, learns it by heartbeat and joins again', async () => {
    const connect = () => {
      const options = { clientId: 'zombie', sessionTimeoutMs: 6_000, heartbeatMs: 300 };
      return createKafkaBus({ brokers: kafkaBrokers(), ...options });
    };
    const [bus, other] = [connect(), connect()];
    const topic = uniqueName('zombie');
    const groupId = uniqueName('group');
    await bus.ensureTopics([{ name: topic, partitions: 2, config: {} }]);
    await bus.producer('test').send([{ ...outgoing(topic, 'k', 'a'), partition: 0 }]);

    const woken = Promise.withResolvers<void>();
    const kept: Batch[] = [];
    const zombie = await startMember(bus, groupId, [topic], async (batch) => {
      kept.push(batch);
      if (kept.length > 1) return resolveAll(batch);
      await woken.promise;
      await batch.heartbeat();
    });
    await eventually(() => expect(kept).toHaveLength(1), 20_000);
    const heir = await startMember(other, groupId, [topic]);
    await eventually(() => expect(heir.owned()).toEqual([0, 1]), 30_000);
    await eventually(() => expect(heir.records.map(textOf)).toEqual(['a']), 20_000);

    woken.resolve();
    await eventually(() => expect(zombie.owned()).toHaveLength(1), 30_000);
    expect(kept[0]?.isStale()).toBe(true);
    await expect(kept[0]?.heartbeat()).rejects.toMatchObject({ code: 'REBALANCING' });
    expect(zombie.crashes).toEqual([]);
    await Promise.all([bus.close(), other.close()]);
  });
});
