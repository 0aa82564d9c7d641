import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { TOPICS } from '@duewatch/contracts';
import type { CloudEventJson } from '@duewatch/door-client';
import { createRedisClient } from '@duewatch/redis';
import { createRedisStore } from '@duewatch/stream';
import { until } from '@duewatch/testing';
import { duewatch } from './command-line.ts';
import { dun, dunning, repeat } from './dunning-consumer.ts';
import { eventsOf, examplePath, raise, type Stage } from './stage.ts';

const tenantId = 'demo';

interface Listed {
  readonly last: { readonly transition: string };
}

/** Personal data wherever an event may hold it, and wherever it may not. */
const seeded = [
  ...['Zebulon Quist', 'zq@quist.example', '+33 1 99 00 12 34', 'DE02120300000000202051'],
  ...['Drenovan Joinery', 'he has a weak heart'],
];
const [name, email, phone, iban, , note] = seeded;
const personal: readonly CloudEventJson[] = [
  { type: 'customer.registered', data: { country: 'DE', kind: 'sole_trader', legalName: name } },
  { type: 'customer.updated', data: { contacts: [{ role: 'owner', name, email, phone }] } },
  // Refused at the door: what is wrong is told to the sender alone.
  { type: 'customer.updated', data: { legalName: { name, iban } } },
  { type: 'invoice.disputed', data: { disputedOn: note, note: iban } },
].map(({ type, data }, at) => ({
  ...{ specversion: '1.0', id: `personal-${at}`, source: '/test', time: '2026-03-02T08:30:00Z' },
  type: `io.duewatch.ar.${type}`,
  data: { customerId: 'Q-1', ...data },
}));

describe('operators of a system on real Kafka, registry and Redis', () => {
  let stage: Stage;
  const run = (...args: readonly string[]) => duewatch(stage, ...args);
  const json = async (...args: readonly string[]) => JSON.parse(await run(...args, '--json'));

  beforeAll(async () => {
    stage = await raise(undefined, [{ tenantId, calendarId: 'sample' }]);
    await stage.send(tenantId, await eventsOf(examplePath('late-payer.jsonl')));
    await stage.send(tenantId, personal);
    await stage.drained();
  }, 300_000);

  afterAll(async () => {
    await stage.close();
  }, 120_000);

  it('are told nothing again when Redis is emptied, and nobody else is', async () => {
    const before = await counts();
    const folded = await foldedTo();
    const redis = createRedisClient(stateRedisUrl(), { name: 'test' });
    await redis.command(['FLUSHALL']);
    await redis.close();
    await until('scoring has come as far again', async () => (await foldedTo()) === folded);
    await stage.drained();
    expect(await counts()).toEqual(before);
  }, 120_000);

  it('rebuild each service in turn without a message or an alert coming twice', async () => {
    const before = await counts();
    for (const service of ['scoring', 'alerting', 'notifier']) {
      expect((await json('rebuild', service)).stream).toBe(service);
    }
    await stage.drained();
    expect(await counts()).toEqual(before);
    const acts = await json('acts', '--kind', 'state');
    expect(acts.map(({ target }: { readonly target: string }) => target)).toEqual([
      ...['scoring', 'alerting', 'notifier'],
    ]);
  }, 180_000);

  it('leave a dunning system as it was when scoring forgets all and tells it again', async () => {
    await dunning(stage, async (dunOn) => {
      const before = await dunOn();
      expect(Object.keys(before.treatments).length).toBeGreaterThanOrEqual(5);
      const { records } = await counts();
      await run('rebuild', 'scoring', '--republish');
      await stage.drained();
      expect((await counts()).records[1]).toBe(2 * (records[1] ?? 0));
      await repeat(stage.pipeline.bus, TOPICS.changes);
      expect(await dunOn()).toEqual(before);
      expect(await dun(stage)).toEqual(before);
    });
  }, 120_000);

  it('have a message sent once more, and the log says whose wish it was', async () => {
    const list = await json('deliveries', 'list', '--receiver', 'systems', '--state', 'sent');
    const { deliveryId } = list.find(({ last }: Listed) => last.transition === 'opened').last;
    const before = await counts();
    await run('deliveries', 'resend', deliveryId, '--by', 'anna');
    await until('it has arrived', async () => {
      const [{ history }] = await json('deliveries', 'show', deliveryId);
      return history.length === 2;
    });
    await stage.drained();
    const { webhook } = before.messages;
    expect((await counts()).messages).toEqual({ ...before.messages, webhook: webhook + 1 });
    expect(await run('acts', '--by', 'anna')).toContain(`delivery.resend`);
    expect(await run('deliveries', 'show', deliveryId)).toContain('sent once more');
  }, 120_000);

  it('find a record that nobody can read among dead letters, replay it, and drop it', async () => {
    const producer = stage.pipeline.bus.producer('test');
    const poison = { topic: TOPICS.events, key: 'demo|P-1', value: Buffer.from('not avro') };
    await producer.send([{ ...poison, headers: { ce_tenantid: tenantId } }]);
    await producer.close();
    const [letter] = await until('the letter is there', async () => {
      const letters = await json('dead-letters', 'list');
      return letters.length > 0 && letters;
    });
    expect(letter).toMatchObject({ consumer: 'scoring', reason: 'unreadable', key: 'demo|P-1' });
    expect(await run('dead-letters', 'show', letter.letterId)).toMatch(/bad_frame[\s\S]* at /);
    await run('dead-letters', 'replay', letter.letterId, '--by', 'anna');
    const [again] = await until('it is dead again', async () => {
      const letters = await json('dead-letters', 'list');
      return letters.length > 0 && letters;
    });
    expect(again.headers).toMatchObject({ ce_replayof: letter.letterId, ce_replayedby: 'anna' });
    await run('dead-letters', 'drop', '--topic', TOPICS.events, '--why', 'a test', '--by', 'ben');
    expect(await json('dead-letters', 'list')).toEqual([]);
    expect(await run('acts', '--by', 'ben')).toContain('dead_letter.drop');
  }, 120_000);

  it('find by audit that the state of scoring is what the log comes to', async () => {
    const { customers, drifts } = await json('audit', '--sample', '50');
    expect(customers).toBeGreaterThan(3);
    expect(drifts).toEqual([]);
  }, 120_000);

  it('make a key whose secret is nowhere but on their screen, and withdraw it', async () => {
    const settings = JSON.parse(readFileSync(stage.settingsFile, 'utf8'));
    const keysFile = join(stage.logDir, 'keys.json');
    const settingsFile = join(stage.logDir, 'settings-with-keys.json');
    const ingest = { ...settings.ingest, keysFile };
    writeFileSync(settingsFile, JSON.stringify({ ...settings, ingest }));
    const keys = (...args: readonly string[]) =>
      duewatch({ ...stage, settingsFile }, 'keys', ...args);
    const secret = (await keys('create', '--tenant', tenantId, '--id', 'erp-9')).trim();
    expect(secret).toMatch(/^dw_[\w-]{43}$/);
    expect(readFileSync(keysFile, 'utf8')).not.toContain(secret);
    expect(await keys('list')).toMatch(/^erp-9 +demo +events:write$/m);
    await keys('retire', 'erp-9');
    expect(await keys('list')).toBe('');
    const acts = await run('acts', '--kind', 'key');
    expect(acts).toMatch(/key\.create.*demo erp-9[\s\S]*key\.retire.*demo erp-9/);
    expect(acts).not.toContain(secret);
  }, 120_000);

  it('erase a customer, and get proof that nothing is left but what is said to stay', async () => {
    const before = await json('erase', 'nobody', '--reason', 'a first look');
    expect(before).toMatchObject({ key: 'demo|nobody', isKnown: false, isGone: true });
    const report = await json('erase', 'L-100', '--reason', 'asked by letter');
    expect(report).toMatchObject({ isKnown: true, isGone: true });
    const { traces } = report;
    for (const { place, found } of traces.slice(0, 3)) {
      expect([place, found > 0]).toEqual([place, true]);
    }
    expect(traces.map(({ place }: { readonly place: string }) => place)).toEqual([
      ...['ar.customers', 'risk.profiles', 'state of scoring', 'state of alerting'],
      ...['state of notifier', 'queue of notifier'],
    ]);
    await expect(run('erase', 'L|1', '--reason', 'mistyped')).rejects.toThrow('Refused');
    const acts = await run('acts', '--kind', 'customer.erase');
    expect(acts).toContain('L-100: asked by letter');
    expect(acts).toMatch(/customer\.erase\.refused +demo L\|1: /);
  }, 180_000);

  it('find no name, mail, number or account in what the services log', async () => {
    const logs = readdirSync(stage.logDir).map((file) => {
      return readFileSync(join(stage.logDir, file), 'utf8');
    });
    expect(logs.join('')).toContain('"service":"scoring"');
    const leaks = seeded.filter((text) => logs.some((log) => log.includes(text)));
    expect(leaks).toEqual([]);
  });

  function stateRedisUrl(): string {
    return stage.pipeline.stack?.stateRedisUrl ?? '';
  }

  /** How far scoring has folded, over all partitions. */
  async function foldedTo(): Promise<number> {
    const redis = createRedisClient(stateRedisUrl(), { name: 'test' });
    const store = createRedisStore({ redis, stream: 'scoring', inputs: [TOPICS.events] });
    const points = await store.audit([0, 1, 2, 3, 4, 5]);
    await redis.close();
    const offsets = [...points.values()].map((point) => point.offsets[TOPICS.events] ?? 0);
    return offsets.reduce((sum, offset) => sum + offset, 0);
  }

  /** Records on the topics of risk, and messages that people and systems got. */
  async function counts() {
    const { bus, sinks } = stage.pipeline;
    const topics = [TOPICS.profiles, TOPICS.changes, TOPICS.alerts, TOPICS.deliveries];
    const ends = await Promise.all(topics.map((topic) => bus.ends(topic)));
    const records = ends.map((ofTopic) => ofTopic.reduce((sum, { end }) => sum + end, 0));
    return { records, messages: sinks.counts() };
  }
});
