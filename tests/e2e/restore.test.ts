import { readFileSync } from 'node:fs';
import { cp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createSystemClock } from '@duewatch/config';
import { isTick } from '@duewatch/door-client';
import { createRedisClient } from '@duewatch/redis';
import {
  type NativeStack,
  type ProcessServices,
  readExpectation,
  serviceNames,
  waitUntilDrained,
} from '@duewatch/run';
import { until } from '@duewatch/testing';
import { duewatch } from './command-line.ts';
import { alertsOf, bandsOf, eventsOf, examplePath, inOrder, raise, type Stage } from './stage.ts';

const tenantId = 'demo';
const story = examplePath('late-payer.jsonl');
/** The servers of which there is a backup: the log, and the schemas that its records name. */
const kept = ['kafka', 'registry'] as const;

/** The drill of docs/operating.md, Backup, in its order. */
describe('a log that is restored from an older backup', () => {
  let stage: Stage;
  let told: object;

  beforeAll(async () => {
    stage = await raise('native', [{ tenantId, calendarId: 'sample' }]);
  }, 300_000);

  afterAll(async () => {
    await stage.close();
  }, 120_000);

  it('was copied while nothing ran, and the services went on with it afterwards', async () => {
    const events = await eventsOf(story);
    const tillApril = events.findIndex((one) => isTick(one) && one.data['date'] === '2026-04-01');
    await stage.send(tenantId, events.slice(0, tillApril));
    await settled();
    told = messages();
    await offline(() => copyAll('data', 'backup'));
    await start();
    await stage.send(tenantId, events.slice(tillApril));
    await settled();
    expect(messages()).not.toEqual(told);
    told = messages();
  }, 120_000);

  it('stops whoever knows more than it, with the mend', async () => {
    await offline(() => copyAll('backup', 'data'));
    // As a spare member one may be ready for as long as Kafka believes in the member before it.
    await Promise.allSettled(serviceNames.map((service) => services().restart(service)));
    for (const service of ['scoring', 'alerting', 'notifier']) {
      await until(`${service} stops`, () =>
        /fatal.*LOG_MISMATCH.*empty the state Redis/.test(logOf(service)),
      );
    }
  }, 120_000);

  it('is folded once the state is emptied, and nobody is told again', async () => {
    await stop();
    const redis = createRedisClient(native().stateRedisUrl, { name: 'test' });
    await redis.command(['FLUSHALL']);
    await redis.close();
    await start();
    await settled();
    const audit = JSON.parse(await duewatch(stage, 'audit', '--sample', '50', '--json'));
    expect(audit).toMatchObject({ customers: 5, drifts: [] });
    expect(messages()).toEqual(told);
  }, 120_000);

  it('becomes what it was when the sources send again what may be missing', async () => {
    const { accepted } = await stage.send(tenantId, await eventsOf(story));
    expect(accepted).toBe(87);
    await settled();
    const { alerts, bands } = readExpectation(story);
    const { tally } = await stage.look(tenantId);
    expect(bandsOf(tally)).toEqual(bands);
    expect(alertsOf(tally)).toEqual(inOrder(alerts));
  }, 120_000);

  const services = () => stage.pipeline.services as ProcessServices;
  const native = () => stage.pipeline.stack as NativeStack;
  const logOf = (service: string) => readFileSync(join(stage.logDir, `${service}.log`), 'utf8');
  const messages = () => stage.pipeline.sinks.counts();

  /** Does it while no service and no server with a backup runs. */
  async function offline(act: () => Promise<void>): Promise<void> {
    await stop();
    await Promise.all(kept.map((server) => native().killServer(server)));
    await act();
    await Promise.all(kept.map((server) => native().restartServer(server)));
  }

  /** Those that have ended by themselves, too. */
  async function stop(): Promise<void> {
    await Promise.allSettled(serviceNames.map((service) => services().kill(service)));
  }

  async function start(): Promise<void> {
    await Promise.all(serviceNames.map((service) => services().restart(service)));
  }

  async function copyAll(from: string, to: string): Promise<void> {
    for (const server of kept) {
      const target = join(native().dataDir, '..', to, server);
      await rm(target, { recursive: true, force: true });
      await cp(join(native().dataDir, '..', from, server), target, { recursive: true });
    }
  }

  /** Not by the signal of the pipeline, which takes a server that is gone for the end of a run. */
  async function settled(): Promise<void> {
    const { recordsWritten } = stage.pipeline;
    const { signal } = new AbortController();
    const clock = createSystemClock();
    await waitUntilDrained({ status: () => services().status(), recordsWritten, clock, signal });
  }
});
