import { type Log, silentLog } from '@duewatch/telemetry';
import { type Bus, createKafkaBus } from '../src/index.ts';
import { eventually } from './eventually.ts';
import { kafkaBrokers } from './infrastructure.ts';
import { outgoing, readAll, startMember, textOf, uniqueName } from './subject.ts';
import { type SwallowingProxy, startSwallowingProxy } from './swallowing-proxy.ts';

jest.setTimeout(60_000);

describe('when the broker is away', () => {
  let warnings: string[];
  let proxy: SwallowingProxy;
  let bus: Bus;
  let direct: Bus;
  let topic: string;
  const withinMs = 45_000;
  const connect = (deadlineMs: number): Bus =>
    createKafkaBus({
      brokers: [`${proxy.address.host}:${proxy.address.port}`],
      clientId: 'broker-away',
      log: { ...silentLog, warn: (message) => void warnings.push(message) } satisfies Log,
      redirect: () => proxy.address,
      requestTimeoutMs: 2_000,
      sessionTimeoutMs: 6_000,
      heartbeatMs: 300,
      deadlineMs,
    });

  beforeEach(async () => {
    warnings = [];
    const [broker = ''] = kafkaBrokers();
    proxy = await startSwallowingProxy(broker);
    bus = connect(withinMs);
    direct = createKafkaBus({ brokers: [broker], clientId: 'direct' });
    topic = uniqueName('away');
    await bus.ensureTopics([{ name: topic, partitions: 2, config: {} }]);
  });
  afterEach(async () => {
    await Promise.all([bus.close(), direct.close()]);
    await eventually(() => expect(proxy.connections()).toBe(0), withinMs);
    await proxy.close();
  });

  it('delivers what was sent meanwhile once it is back, in order (K4)', async () => {
    const producer = bus.producer('test');
    await producer.send([outgoing(topic, 'k', '0')]);
    await proxy.goAway();
    const sent = ['1', '2', '3'].map((text) => producer.send([outgoing(topic, 'k', text)]));
    // By then kafkajs has given up by itself; a fresh client tries to connect from here on.
    const again = 'Kafka did not take a send, it is tried again';
    await eventually(() => {
      expect(warnings.filter((warning) => warning === again).length).toBeGreaterThan(0);
    }, withinMs);
    await proxy.comeBack();
    await Promise.all(sent);
    const texts = (await readAll(direct, topic)).map(textOf);
    expect([...new Set(texts)]).toEqual(['0', '1', '2', '3']);
  });

  it('says so at the deadline', async () => {
    const impatient = connect(700);
    await proxy.goAway();
    const expected = { code: 'SEND_DEADLINE', retriable: true };
    const sent = impatient.producer('test').send([outgoing(topic, 'k', 'x')]);
    await expect(sent).rejects.toMatchObject(expected);
    await expect(impatient.ends(topic)).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    await expect(readAll(impatient, topic)).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    await proxy.comeBack();
    await impatient.close();
  });

  it('lets a consumer go on where it was once it is back', async () => {
    const member = await startMember(bus, uniqueName('group'), [topic]);
    await direct.producer('test').send([outgoing(topic, 'k', 'before')]);
    await eventually(() => expect(member.records.map(textOf)).toEqual(['before']), withinMs);
    await proxy.goAway();
    await direct.producer('test').send([outgoing(topic, 'k', 'meanwhile')]);
    await eventually(() => {
      expect(warnings).toContain('A consumer lost its brokers and joins again');
    }, withinMs);
    await proxy.comeBack();
    await eventually(() => expect(member.records.map(textOf)).toContain('meanwhile'), withinMs);
    expect(member.crashes).toEqual([]);
  });

  it('lets a reader go on where it was once it is back', async () => {
    const texts: string[] = [];
    const stop = new AbortController();
    const reading = bus.read({
      topics: [topic],
      signal: stop.signal,
      onRecord: (record) => void texts.push(textOf(record)),
    });
    await direct.producer('test').send([outgoing(topic, 'k', 'before')]);
    await eventually(() => expect(texts).toEqual(['before']), withinMs);
    await proxy.goAway();
    await direct.producer('test').send([outgoing(topic, 'k', 'meanwhile')]);
    await proxy.comeBack();
    await eventually(() => expect(texts).toEqual(['before', 'meanwhile']), withinMs);
    stop.abort();
    await reading;
  });
});
