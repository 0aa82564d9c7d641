import { createMemoryBus, createMemoryCluster } from './memory-bus.ts';
import type { Batch, BusRecord, OutgoingRecord } from './ports.ts';

const record: OutgoingRecord = { topic: 't', key: 'k', value: Buffer.from('v'), headers: {} };

async function readAll(bus: ReturnType<typeof createMemoryBus>): Promise<BusRecord[]> {
  const records: BusRecord[] = [];
  await bus.read({ topics: ['t'], untilEnd: true, onRecord: (one) => void records.push(one) });
  return records;
}

describe('memory bus', () => {
  it('makes topics at first use when it is told their partition count', async () => {
    const bus = createMemoryBus({ partitions: 6 });
    await bus.producer('p').send([record]);
    expect(await bus.ends('t')).toHaveLength(6);
  });

  it('keeps the log when one of its users closes', async () => {
    const cluster = createMemoryCluster({ partitions: 1 });
    const gone = cluster.connect();
    await gone.producer('p').send([record]);
    await gone.close();
    expect(await readAll(cluster.connect())).toHaveLength(1);
    await expect(gone.ends('t')).rejects.toMatchObject({ code: 'CLOSED' });
  });

  it('does not change history when the sender reuses its buffer', async () => {
    const bus = createMemoryBus({ partitions: 1 });
    const value = Buffer.from('before');
    await bus.producer('p').send([{ ...record, value }]);
    value.fill('x');
    expect((await readAll(bus))[0]?.value?.toString()).toBe('before');
  });

  it('loses a send, or its acknowledgement, when a fault says so', async () => {
    const cluster = createMemoryCluster({ partitions: 1 });
    const fail = (): never => {
      throw new Error('fault');
    };
    const lossy = cluster.connect({ beforeAppend: fail }).producer('p');
    const unacknowledged = cluster.connect({ afterAppend: fail }).producer('p');
    await expect(lossy.send([record])).rejects.toThrow('fault');
    expect(await readAll(cluster.connect())).toHaveLength(0);
    await expect(unacknowledged.send([record])).rejects.toThrow('fault');
    expect(await readAll(cluster.connect())).toHaveLength(1);
  });

  it('gives a hung member’s partitions to the others when its session expires', async () => {
    const cluster = createMemoryCluster({ partitions: 1 });
    await cluster.connect().producer('p').send([record]);
    const hung = Promise.withResolvers<Batch>();
    const woken = Promise.withResolvers<void>();
    const inherited = Promise.withResolvers<Batch>();
    const join = (onBatch: (batch: Batch) => Promise<void>) => {
      const handlers = { onJoin: () => {}, onBatch, onCrash: () => {} };
      return cluster.connect().consume({ groupId: 'g', topics: ['t'], handlers });
    };
    const zombie = await join(async (batch) => {
      hung.resolve(batch);
      await woken.promise;
    });
    const batch = await hung.promise;
    zombie.expire();
    await join(async (next) => {
      inherited.resolve(next);
      next.resolve(1);
    });
    expect((await inherited.promise).records).toHaveLength(1);
    expect(batch.isStale()).toBe(true);
    await expect(batch.heartbeat()).rejects.toMatchObject({ code: 'REBALANCING' });
    woken.resolve();
  });
});
