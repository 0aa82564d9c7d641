import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { PARTITIONS_DEFAULT, topicDefinitions } from '@duewatch/contracts';
import { createKafkaBus, createRegistryClient } from '@duewatch/event-bus';
import { createRedisClient } from '@duewatch/redis';
import { until } from '@duewatch/testing';
import {
  createServiceSupervisor,
  findFreePorts,
  prepareStack,
  type ServiceDeath,
  type ServiceSupervisor,
  startNativeStack,
} from '../src/index.ts';
import { homePlaces } from '../src/stack/places.ts';
import { identify, isRunning, type ProcessIdentity } from '../src/stack/process-identity.ts';
import type { OwnStack } from '../src/stack/running-stack.ts';
import { readRecord } from '../src/stack/stack-record.ts';

const home = mkdtempSync(join(tmpdir(), 'duewatch-native-'));
const start = () => startNativeStack({ home, env: process.env, log: () => undefined });

/** The whole fetch, should the cache be empty, and two cold Java starts. */
jest.setTimeout(300_000);

async function topicEnds(stack: OwnStack, topic: string): Promise<readonly number[]> {
  const bus = createKafkaBus({ brokers: stack.kafkaBrokers, clientId: 'test' });
  const ends = await bus.ends(topic);
  await bus.close();
  return ends.map(({ end }) => end);
}

async function withRedis(url: string, ...command: [string, ...string[]]) {
  const redis = createRedisClient(url, { name: 'test' });
  const reply = await redis.command(command);
  await redis.close();
  return String(reply);
}

const superviseServices = (settingsFile: string) =>
  createServiceSupervisor({ settingsFile, logDir: homePlaces(home).logDir, env: process.env });

describe('a native stack', () => {
  let stack: OwnStack;
  let schemaId: number;

  afterAll(async () => {
    // Harmless after a test that stopped it; needed after one that failed.
    await stack?.stop();
    rmSync(home, { recursive: true, force: true });
  });

  it('comes up with topics and schemas, on loopback, in its home', async () => {
    stack = await start();
    await prepareStack(stack, PARTITIONS_DEFAULT, () => undefined);
    for (const { name, partitions } of topicDefinitions()) {
      expect(await topicEnds(stack, name)).toHaveLength(partitions);
    }
    schemaId = (await createRegistryClient(stack.registryUrl).lookup()).idOf('InvoiceIssued');
    expect(readdirSync(join(home, 'data')).sort()).toEqual(
      expect.arrayContaining(['kafka', 'redis-queue', 'redis-state', 'registry']),
    );
  });

  it('refuses a second stack in the same home while it runs', async () => {
    await expect(start()).rejects.toThrow(/already runs a stack.*DUEWATCH_HOME/s);
  });

  it('runs each Redis without eviction and with an append-only file', async () => {
    for (const url of [stack.stateRedisUrl, stack.queueRedisUrl]) {
      expect(await withRedis(url, 'CONFIG', 'GET', 'maxmemory-policy')).toContain('noeviction');
      expect(await withRedis(url, 'CONFIG', 'GET', 'appendfsync')).toContain('everysec');
      expect(await withRedis(url, 'CONFIG', 'GET', 'appendonly')).toContain('yes');
    }
  });

  describe('with services', () => {
    let services: ServiceSupervisor;
    const deaths: ServiceDeath[] = [];

    afterAll(async () => {
      await services?.stop();
    });

    it('starts them and waits until they are ready', async () => {
      const settingsFile = join(home, 'settings.json');
      const { kafkaBrokers, registryUrl, stateRedisUrl, queueRedisUrl } = stack;
      const addresses = { kafkaBrokers, registryUrl, stateRedisUrl, queueRedisUrl };
      writeFileSync(settingsFile, JSON.stringify({ stack: addresses }));
      services = await superviseServices(settingsFile);
      services.onDeath((death) => deaths.push(death));
      const [first = 0, second = 0] = await findFreePorts([0, 0]);
      await services.start([
        { name: 'alerting', service: 'alerting', port: first },
        { name: 'alerting-2', service: 'alerting', port: second },
      ]);
      const status = await services.status('alerting-2');
      expect(status).toMatchObject({ service: 'alerting', lag: 0, pending: 0 });
    });

    it('ends the one that is asked to end without taking it for a death', async () => {
      expect(await services.end('alerting-2', 'SIGTERM')).toMatchObject({ code: 0 });
      expect(deaths).toEqual([]);
    });

    it('tells when one ends by itself', async () => {
      const pid = services.pidOf('alerting');
      if (pid === undefined) throw new Error('It does not run');
      process.kill(pid, 'SIGKILL');
      const [death] = await until('the death was told', () => deaths.length > 0 && deaths);
      expect(death).toMatchObject({ name: 'alerting', signal: 'SIGKILL' });
    });

    it('starts the dead one again', async () => {
      const [port = 0] = await findFreePorts([0]);
      await services.start([{ name: 'alerting', service: 'alerting', port }]);
      expect(await services.status('alerting')).toMatchObject({ ready: true });
    });

    it('says why one could not start', async () => {
      const settingsFile = join(home, 'wrong-settings.json');
      writeFileSync(settingsFile, JSON.stringify({ stack: {}, alerting: { chunkRecords: 0 } }));
      const wrong = await superviseServices(settingsFile);
      try {
        const starting = wrong.start([{ name: 'wrong', service: 'alerting', port: 1 }]);
        await expect(starting).rejects.toThrow(/wrong ended before it was ready.*chunkRecords/s);
      } finally {
        await wrong.stop();
      }
    });

    it('leaves none behind', async () => {
      const pid = services.pidOf('alerting') ?? 0;
      expect(identify(pid)).toBeDefined();
      await services.stop();
      expect(identify(pid)).toBeUndefined();
    });
  });

  it('comes back after a restart with its data, its ids and its addresses', async () => {
    const bus = createKafkaBus({ brokers: stack.kafkaBrokers, clientId: 'test' });
    const producer = bus.producer('test');
    const record = { topic: 'ar.events', partition: 0, key: null, value: null, headers: {} };
    await producer.send([record]);
    await producer.close();
    await bus.close();
    const [before] = await topicEnds(stack, 'ar.events');
    await withRedis(stack.stateRedisUrl, 'SET', 'kept', 'yes');
    const first = stack;
    await first.stop();
    expect(first.processes.some(isRunning)).toBe(false);

    stack = await start();
    expect(stack.kafkaBrokers).toEqual(first.kafkaBrokers);
    expect((await topicEnds(stack, 'ar.events'))[0]).toBe(before);
    expect(await withRedis(stack.stateRedisUrl, 'GET', 'kept')).toBe('yes');
    const ids = await createRegistryClient(stack.registryUrl).lookup();
    expect(ids.idOf('InvoiceIssued')).toBe(schemaId);
    await stack.stop();
  });

  it('ends when its launcher is killed, and the next start finds no trace of it', async () => {
    const { child, processes } = await startLauncher();
    expect(processes).toHaveLength(5);
    child.kill('SIGKILL');
    await until('all servers have ended', () => !processes.some(isRunning));

    stack = await start();
    expect(readRecord(homePlaces(home))?.processes).toEqual(stack.processes);
    await stack.stop();
    expect(readRecord(homePlaces(home))).toBeUndefined();
  });
});

async function startLauncher() {
  const child: ChildProcess = spawn(
    process.execPath,
    [join(__dirname, 'launcher.ts'), 'native', home],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  if (child.stdout === null) throw new Error('no output to read');
  const [line] = await once(createInterface({ input: child.stdout }), 'line');
  return { child, processes: JSON.parse(String(line)) as ProcessIdentity[] };
}
