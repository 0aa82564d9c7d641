import { randomUUID } from 'node:crypto';
import { createSystemClock } from '@duewatch/config';
import { type Bus, type BusRecord, createKafkaBus, partitionOf } from '@duewatch/event-bus';
import { createRedisClient, type RedisClient } from '@duewatch/redis';
import { silentLog } from '@duewatch/telemetry';
import { kafkaBrokers, stateRedisUrl, until } from '@duewatch/testing';
import { createRedisStore, createStream, type PartitionStore, type Stream } from '../src/index.ts';
import { add, createTallyLogic, readCarefully, type TallyEvent, toAll } from './tally.ts';

const PARTITIONS = 6;
const clock = createSystemClock();

/** The tally stream on topics, group and keys of its own, on the real Kafka and Redis. */
class RealRig {
  readonly run = randomUUID().slice(0, 8);
  readonly input = `test-${this.run}-in`;
  readonly output = `test-${this.run}-out`;
  readonly redis: RedisClient = createRedisClient(stateRedisUrl(), { name: 'stream-test' });
  readonly bus: Bus = this.connect('test');
  readonly fatal: Error[] = [];
  readonly store: PartitionStore = createRedisStore({
    redis: this.redis,
    stream: 'tally',
    inputs: [this.input],
    prefix: `test-${this.run}`,
  });
  private readonly open: { stream: Stream; bus: Bus }[] = [];

  async prepare(): Promise<void> {
    await this.bus.ensureTopics(
      [this.input, this.output].map((name) => ({ name, partitions: PARTITIONS, config: {} })),
    );
  }

  async start(): Promise<Stream> {
    const bus = this.connect('tally');
    const stream = createStream<TallyEvent>({
      name: `test-${this.run}`,
      inputs: [this.input],
      logic: createTallyLogic(this.output),
      bus,
      store: this.store,
      clock,
      log: silentLog,
      toDeadLetter: (record, { reason }) => ({
        topic: this.output,
        key: record.key,
        value: null,
        headers: { reason },
      }),
      onFatal: (error) => this.fatal.push(error),
    });
    this.open.push({ stream, bus });
    await stream.start();
    return stream;
  }

  async send(records: ReturnType<typeof add>[]): Promise<void> {
    const producer = this.bus.producer('test');
    await producer.send(records.map((record) => ({ ...record, topic: this.input })));
    await producer.close();
  }

  /** All members together own each partition once and have folded it to the end. */
  async drained(): Promise<number[]> {
    return until(
      'the members have shared out and folded all partitions',
      async () => {
        const states = await Promise.all(this.open.map(({ stream }) => stream.status()));
        if (this.fatal[0] !== undefined) throw this.fatal[0];
        const owned = states.flatMap(({ partitions }) => partitions).sort();
        const isShared = owned.join() === '0,1,2,3,4,5';
        const isDone = states.every(
          ({ ready, partitions, lag, pendingBroadcasts }) =>
            (ready || partitions.length === 0) && lag === 0 && pendingBroadcasts === 0,
        );
        return isShared && isDone && states.map(({ partitions }) => partitions.length);
      },
      45_000,
    );
  }

  async totals(keys: readonly string[]): Promise<number[]> {
    return Promise.all(
      keys.map(async (key) => {
        const loaded = await this.store.load(
          partitionOf(key, PARTITIONS),
          new Map([['tallies', [key]]]),
        );
        return (JSON.parse(String(loaded.get('tallies')?.[0])) as { total: number }).total;
      }),
    );
  }

  async outputs(): Promise<BusRecord[]> {
    const found: BusRecord[] = [];
    await this.bus.read({
      topics: [this.output],
      untilEnd: true,
      onRecord: (record) => void found.push(record),
    });
    return found;
  }

  async stopOne(): Promise<void> {
    const last = this.open.pop();
    await last?.stream.stop();
    await last?.bus.close();
  }

  async close(): Promise<void> {
    while (this.open.length > 0) await this.stopOne();
    await this.bus.close();
    await this.redis.close();
  }

  private connect(clientId: string): Bus {
    return createKafkaBus({ brokers: kafkaBrokers(), clientId, log: silentLog, clock });
  }
}

describe('a stream on Kafka and Redis', () => {
  let rig: RealRig;
  beforeEach(async () => {
    rig = new RealRig();
    await rig.prepare();
  });
  afterEach(() => rig.close());

  const keys = Array.from({ length: 60 }, (_, index) => `k${index}`);

  it('ends right while members come and go, with more members than partitions', async () => {
    await rig.start();
    await rig.send(keys.map((key) => add(key, 1, 5)));
    for (let more = 0; more < 6; more += 1) await rig.start();
    await rig.send(toAll(PARTITIONS, { kind: 'day', date: 6 }));
    await rig.send(keys.map((key) => add(key, 1)));
    const shares = await rig.drained();
    expect(shares.sort()).toEqual([0, 1, 1, 1, 1, 1, 1]);
    for (let fewer = 0; fewer < 5; fewer += 1) await rig.stopOne();
    await rig.send(keys.map((key) => add(key, 1)));
    expect((await rig.drained()).sort()).toEqual([3, 3]);

    expect(await rig.totals(keys)).toEqual(keys.map(() => 4));
    const { told, losses } = readCarefully(await rig.outputs());
    expect(losses).toBe(0);
    const last = new Map(told.map(({ key, total }) => [key, total]));
    expect([...last.values()]).toEqual(keys.map(() => 4));
  }, 90_000);

  it('comes back by itself when its keys in Redis are gone', async () => {
    await rig.start();
    await rig.send(keys.map((key) => add(key, 120)));
    await rig.drained();
    for (let partition = 0; partition < PARTITIONS; partition += 1) {
      const names = ['offsets', 'outbox', 'tallies', 'world', 'due:x'];
      await rig.redis.command([
        'DEL',
        ...names.map((name) => `test-${rig.run}:{tally:${partition}}:${name}`),
      ] as ['DEL', ...string[]]);
    }
    await until('the audit has noticed', async () => {
      const { commits } = await rig.store.open(partitionOf('k0', PARTITIONS));
      return commits > 0;
    });
    await rig.drained();
    expect(await rig.totals(keys)).toEqual(keys.map(() => 120));
    const { told, losses } = readCarefully(await rig.outputs());
    expect(losses).toBe(0);
    expect(told).toHaveLength(keys.length);
  }, 60_000);
});
