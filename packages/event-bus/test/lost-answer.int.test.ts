import { type Bus, createKafkaBus } from '../src/index.ts';
import { eventually } from './eventually.ts';
import { kafkaBrokers } from './infrastructure.ts';
import { outgoing, readAll, textOf, uniqueName } from './subject.ts';
import { type SwallowingProxy, startSwallowingProxy } from './swallowing-proxy.ts';

jest.setTimeout(60_000);

/*
 * kafkajs 2.2.4 without our guards, tried by hand through this proxy on Kafka 4.3.1, with
 * `idempotent: true` and `maxInFlightRequests: 1` as its documentation asks:
 * - A, B, C sent without waiting for each other, the answer to A swallowed: all three sends
 * resolve,
 *   the log holds A, B, A. C is lost. (Not idempotent: A, C, B, A.)
 * - A rejected after its answers were swallowed, then B and C sent with the same producer: both
 *   resolve, the log holds A, C. B is lost.
 */
describe('when an answer of the broker is lost', () => {
  let proxy: SwallowingProxy;
  let bus: Bus;
  let topic: string;
  const withinMs = 20_000;
  const connect = (options: { requestTimeoutMs: number; deadlineMs: number }): Bus =>
    createKafkaBus({
      brokers: [`${proxy.address.host}:${proxy.address.port}`],
      clientId: 'lost-answer',
      redirect: () => proxy.address,
      ...options,
    });
  const produced = async () => (await readAll(bus, topic)).map(textOf);

  beforeEach(async () => {
    const [broker = ''] = kafkaBrokers();
    proxy = await startSwallowingProxy(broker);
    bus = connect({ requestTimeoutMs: 500, deadlineMs: 15_000 });
    topic = uniqueName('lost');
    await bus.ensureTopics([{ name: topic, partitions: 1, config: {} }]);
  });
  afterEach(async () => {
    await bus.close();
    // No client that was given up may be left behind, trying.
    await eventually(() => expect(proxy.connections()).toBe(0), withinMs);
    await proxy.close();
  });

  it('keeps acknowledged records of callers that did not wait for each other (K1)', async () => {
    const producer = bus.producer('test');
    await producer.send([outgoing(topic, 'k', 'warm')]);
    proxy.swallow(1);
    const first = producer.send([outgoing(topic, 'k', 'A')]);
    await eventually(() => expect(proxy.produced()).toBe(2), withinMs);
    const others = ['B', 'C'].map((text) => producer.send([outgoing(topic, 'k', text)]));
    await Promise.all([first, ...others]);
    expect(proxy.swallowed()).toBe(1);
    expect(await produced()).toEqual(['warm', 'A', 'B', 'C']);
  });

  it('keeps every acknowledged record after a send was given up (K2)', async () => {
    const impatient = connect({ requestTimeoutMs: 300, deadlineMs: 1_000 });
    const producer = impatient.producer('test');
    await producer.send([outgoing(topic, 'k', 'warm')]);
    proxy.swallow(1_000);
    await expect(producer.send([outgoing(topic, 'k', 'A')])).rejects.toMatchObject({
      code: 'SEND_DEADLINE',
      retriable: true,
    });
    proxy.swallow(0);
    await producer.send([outgoing(topic, 'k', 'B')]);
    await producer.send([outgoing(topic, 'k', 'C')]);
    await impatient.close();
    const texts = await produced();
    // A was never acknowledged: it may be there, once or more. B and C were.
    expect(texts.filter((text) => text !== 'A')).toEqual(['warm', 'B', 'C']);
    expect(proxy.swallowed()).toBeGreaterThan(0);
  });
});
