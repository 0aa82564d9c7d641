import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadSettings, stackSettings, trustAuthorities } from '@duewatch/config';
import { TOPICS, type TopicName } from '@duewatch/contracts';
import { type Bus, createKafkaBus, kafkaAccess } from '@duewatch/event-bus';
import { createRedisClient, type RedisClient } from '@duewatch/redis';
import { readExpectation, repositoryRoot } from '@duewatch/run';
import { makeCertificate, registryUrl, until } from '@duewatch/testing';
import { access, type LoginName } from '../../tools/run/src/stack/access.ts';
import { grantAccess } from '../support/grant-access.ts';
import { type SecuredKafka, startSecuredKafka } from '../support/secured-kafka.ts';
import { startSecuredRedis } from '../support/secured-redis.ts';
import { type SecuredServices, startSecuredServices } from './secured-play.ts';
import { alertsOf, bandsOf, eventsOf, examplePath, inOrder } from './stage.ts';

const story = examplePath('limit.jsonl');
const expected = readExpectation(story);
const folder = mkdtempSync(join(tmpdir(), 'duewatch-secured-'));
const passwordFile = join(folder, 'password');
const logDir = join(folder, 'logs');
const tenantId = 'demo';
const certificate = makeCertificate();
const client = makeCertificate('duewatch');
const password = 'a password that nobody may see';
const logins = Object.keys(access) as LoginName[];
const topics = access.operator.reads;
const policy = join(repositoryRoot, 'examples/policies/default.json');

const npmStart = ['tools/run/src/main.ts', '--play', story, '--exit', '--json'];
const duewatch = (...args: readonly string[]) => ['packages/cli/src/main.ts', ...args];
const scoring = ['services/scoring/src/main.ts'];

/** Runs a command on the servers that the variables name; answers all that it says. */
async function run([program = '', ...args]: readonly string[], env: Record<string, string>) {
  const options = { env: { ...process.env, ...env, DUEWATCH_HOME: folder } };
  return await new Promise<{ code: unknown; stdout: string; stderr: string }>((resolve) => {
    const command = [join(repositoryRoot, program), ...args];
    execFile(process.execPath, command, options, (error, stdout, stderr) =>
      resolve({ code: error?.code ?? 0, stdout, stderr }),
    );
  });
}

describe('a deployment on servers that want TLS, certificates, logins and rights', () => {
  let kafka: SecuredKafka;
  let state: Awaited<ReturnType<typeof startSecuredRedis>>;
  let queue: typeof state;
  let services: SecuredServices;
  const buses = new Map<LoginName, Bus>();

  const variables = (login: LoginName) => ({
    DUEWATCH_STACK_KAFKA_BROKERS: kafka.broker,
    DUEWATCH_STACK_KAFKA_TLS: 'true',
    DUEWATCH_STACK_KAFKA_SASL_MECHANISM: 'scram-sha-512',
    DUEWATCH_STACK_KAFKA_SASL_USER: `duewatch-${login}`,
    DUEWATCH_STACK_KAFKA_SASL_PASSWORD_FILE: passwordFile,
    DUEWATCH_STACK_REGISTRY_URL: registryUrl(),
    DUEWATCH_STACK_STATE_REDIS_URL: state.url,
    DUEWATCH_STACK_QUEUE_REDIS_URL: queue.url,
    DUEWATCH_STACK_REDIS_LOGIN_USER: `duewatch-${login}`,
    DUEWATCH_STACK_REDIS_LOGIN_PASSWORD_FILE: passwordFile,
    DUEWATCH_STACK_CA_FILE: certificate.certFile,
    DUEWATCH_STACK_CLIENT_CERTIFICATE_CERT_FILE: client.certFile,
    DUEWATCH_STACK_CLIENT_CERTIFICATE_KEY_FILE: client.keyFile,
  });
  const stackOf = (login: LoginName) =>
    loadSettings({ stack: stackSettings }, { env: variables(login) }).stack;

  beforeAll(async () => {
    writeFileSync(passwordFile, `${password}\n`);
    const users = ['duewatch', ...logins.map((login) => `duewatch-${login}`)];
    kafka = await startSecuredKafka(certificate, client, { users, password });
    const passwords = { duewatch: password, admin: password };
    state = await startSecuredRedis(certificate, client, passwords);
    queue = await startSecuredRedis(certificate, client, passwords);
    trustAuthorities(stackOf('setup'));
    const asAdmin = { name: 'test', login: { user: 'admin', passwordFile }, certificate: client };
    const redis = {
      $STATE_REDIS: createRedisClient(state.url, asAdmin),
      $QUEUE_REDIS: createRedisClient(queue.url, asAdmin),
    };
    const { stdout: script } = await run(duewatch('stack', 'access'), {});
    await grantAccess(script, { broker: kafka.openBroker, redis, password });
    await Promise.all([redis.$STATE_REDIS.close(), redis.$QUEUE_REDIS.close()]);
    expect(await run(duewatch('stack', 'prepare'), variables('setup'))).toMatchObject({ code: 0 });
    for (const login of logins) {
      buses.set(login, createKafkaBus({ ...kafkaAccess(stackOf(login)), clientId: login }));
    }
    services = await startSecuredServices({
      ...{ tenantId, home: folder, logDir, stack: stackOf('operator'), bus: busOf('operator') },
      envOf: (service) => variables(service),
    });
  }, 240_000);
  afterAll(async () => {
    await services.stop();
    await Promise.all([...buses.values()].map((bus) => bus.close()));
    await Promise.all([kafka.stop(), state.stop(), queue.stop()]);
    rmSync(folder, { recursive: true });
  }, 60_000);

  const busOf = (login: LoginName) => buses.get(login) as Bus;

  it('plays a story as on any other, and says the password nowhere', async () => {
    const played = await services.play(await eventsOf(story));
    expect(played.report).toMatchObject({ accepted: expected.events, rejected: [] });
    expect(alertsOf(played.tally)).toEqual(inOrder(expected.alerts));
    expect(bandsOf(played.tally)).toEqual(expected.bands);
    expect(played.messages).toBeGreaterThan(0);
    const logs = readdirSync(logDir).map((name) => readFileSync(join(logDir, name), 'utf8'));
    expect(logs.join('\n')).toMatch(/"service":"notifier"/);
    expect(logs.join('\n')).not.toContain(password);
  }, 180_000);

  it('is audited from the command line', async () => {
    const { stdout, stderr } = await run(duewatch('audit', '--json'), variables('operator'));
    expect(stderr).toBe('');
    const customers = Object.keys(expected.bands).length;
    expect(JSON.parse(stdout)).toMatchObject({ customers, drifts: [] });
  }, 60_000);

  it('lets people do with their logins what the command line is for', async () => {
    const as = async (login: LoginName, ...args: readonly string[]) => {
      const env = { ...variables(login), ...services.doorVariables };
      const { code, stdout, stderr } = await run(duewatch(...args), env);
      expect(`${code} ${stderr}`).toMatch(/^0 /);
      return stdout;
    };
    const [delivery] = JSON.parse(await as('operator', 'deliveries', 'list', '--json'));
    await as('operator', 'deliveries', 'resend', delivery.last.deliveryId);
    await as('operator', 'policy', 'activate', policy);
    const [customer = ''] = Object.keys(expected.bands);
    const reasons = ['--reason', 'asked by letter', '--tenant', tenantId];
    await as('operator', 'erase', customer, ...reasons);
    const key = `${tenantId}|${customer}`;
    const poison = { topic: TOPICS.events, key, value: Buffer.from('no event'), headers: {} };
    await busOf('replay').producer('test').send([poison]);
    await until('scoring has set it aside', async () => {
      const ends = await busOf('operator').ends('scoring.dead-letters');
      return ends.some(({ end }) => end > 0);
    });
    await as('replay', 'dead-letters', 'replay', '--topic', TOPICS.events);
    const acts = JSON.parse(await as('operator', 'acts', '--json'));
    const kinds = acts.map(({ kind }: { readonly kind: string }) => kind);
    const did = ['customer.erase', 'dead_letter.replay', 'delivery.resend'];
    expect(kinds).toEqual(expect.arrayContaining(did));
  }, 120_000);

  it.each(logins)('lets nobody with the login of %s write what it need not', async (login) => {
    const producer = busOf(login).producer('trespasser');
    const write = (topic: TopicName) =>
      producer.send([{ topic, key: 'k', value: Buffer.from('v'), headers: {} }]);
    const forbidden = topics.filter((topic) => !access[login].writes.includes(topic));
    expect(forbidden).not.toEqual([]);
    for (const topic of forbidden) {
      await expect(write(topic)).rejects.toMatchObject({
        code: 'REFUSED',
        message: expect.stringMatching(/Grant it Write on .*`npx duewatch stack access`/),
      });
    }
  });

  const readers = logins.filter((login) => access[login].reads.length < topics.length);
  it.each(readers)('lets nobody with the login of %s read what it need not', async (login) => {
    for (const topic of topics.filter((one) => !access[login].reads.includes(one))) {
      const reading = busOf(login).read({ topics: [topic], onRecord: () => undefined });
      const message = expect.stringContaining(`Grant it Read on ${topic}: `);
      await expect(reading).rejects.toMatchObject({ code: 'REFUSED', message });
    }
  });

  it('lets nobody join the group of another service', async () => {
    const refusal = await new Promise((resolve) => {
      const nothing = { onJoin: () => undefined, onBatch: async () => undefined };
      busOf('scoring')
        .consume({
          ...{ groupId: 'alerting', topics: ['ar.events'] },
          handlers: { ...nothing, onCrash: resolve },
        })
        .catch(resolve);
    });
    const message = expect.stringMatching(
      /grant this login Read on ar\.events and on the group alerting$/,
    );
    expect(refusal).toMatchObject({ code: 'CONSUMER_LOST', message });
  });

  it.each([
    ['alerting', 'dw:{scoring:0}:offsets'],
    ['notifier', 'dw:{alerting:0}:offsets'],
    ['scoring', 'dw:{seen}:x'],
    ['ingest', 'duewatch:x'],
  ] as const)('lets nobody with the login of %s touch %s', async (login, key) => {
    const { stateRedisUrl, redisLogin } = stackOf(login);
    const asked: RedisClient = createRedisClient(stateRedisUrl, {
      ...{ name: 'test', login: redisLogin, certificate: client },
    });
    const asking = asked.command(['GET', key]);
    await expect(asking).rejects.toThrow(/NOPERM.*`npx duewatch stack access`/);
    await asked.close();
  });

  it('does not start with another service’s login, and says what to grant', async () => {
    const { code, stdout } = await run(scoring, variables('notifier'));
    expect(code).toBe(1);
    const lines = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    const fatal = lines.filter(({ level }) => level === 'fatal').map(({ error }) => error);
    expect(fatal).toEqual([expect.stringContaining('Grant it Read on ar.events: ')]);
  }, 60_000);

  it('does not start with a wrong password, and says where it is set', async () => {
    const wrongFile = join(folder, 'wrong');
    writeFileSync(wrongFile, 'hunter2');
    const wrong = { DUEWATCH_STACK_KAFKA_SASL_PASSWORD_FILE: wrongFile };
    const { code, stderr } = await run(npmStart, { ...variables('setup'), ...wrong });
    expect(code).toBe(1);
    expect(stderr).toMatch(/Kafka refuses the login.*stack\.kafkaSasl/);
    expect(stderr).not.toContain('hunter2');
  }, 60_000);
});
