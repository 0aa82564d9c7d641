import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readExpectation, repositoryRoot } from '@duewatch/run';
import { makeCertificate, registryUrl } from '@duewatch/testing';
import { type SecuredKafka, startSecuredKafka } from '../support/secured-kafka.ts';
import { startSecuredRedis } from '../support/secured-redis.ts';
import { examplePath } from './stage.ts';

const story = examplePath('limit.jsonl');
const folder = mkdtempSync(join(tmpdir(), 'duewatch-secured-'));
const certificate = makeCertificate();
const password = 'a password that nobody may see';

const npmStart = ['tools/run/src/main.ts', '--play', story, '--exit', '--json'];
const audit = ['packages/cli/src/main.ts', 'audit', '--json'];

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

describe('a deployment on servers that want TLS and a login', () => {
  let kafka: SecuredKafka;
  let redis: Awaited<ReturnType<typeof startSecuredRedis>>;
  const passwordFile = join(folder, 'password');

  beforeAll(async () => {
    writeFileSync(passwordFile, `${password}\n`);
    kafka = await startSecuredKafka(certificate, { user: 'duewatch', password });
    redis = await startSecuredRedis(certificate, { duewatch: password, admin: 'all keys' });
  }, 180_000);
  afterAll(async () => {
    await Promise.all([kafka.stop(), redis.stop()]);
    rmSync(folder, { recursive: true });
  }, 60_000);

  const variables = (passwordFile: string) => ({
    DUEWATCH_STACK_KAFKA_BROKERS: kafka.broker,
    DUEWATCH_STACK_KAFKA_TLS: 'true',
    DUEWATCH_STACK_KAFKA_SASL_MECHANISM: 'scram-sha-512',
    DUEWATCH_STACK_KAFKA_SASL_USER: 'duewatch',
    DUEWATCH_STACK_KAFKA_SASL_PASSWORD_FILE: passwordFile,
    DUEWATCH_STACK_REGISTRY_URL: registryUrl(),
    DUEWATCH_STACK_STATE_REDIS_URL: redis.url,
    DUEWATCH_STACK_QUEUE_REDIS_URL: redis.url,
    DUEWATCH_STACK_REDIS_LOGIN_USER: 'duewatch',
    DUEWATCH_STACK_REDIS_LOGIN_PASSWORD_FILE: passwordFile,
    DUEWATCH_STACK_CA_FILE: certificate.certFile,
  });

  it('plays a story as on any other, and says the password nowhere', async () => {
    const { code, stdout, stderr } = await run(npmStart, variables(passwordFile));
    expect(`${code} ${stderr.slice(-2_000)}`).toMatch(/^0 /);
    const { accepted, alerts } = JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '');
    const { events, alerts: expected } = readExpectation(story);
    expect(accepted).toBe(events);
    expect(alerts.opened).toBe(expected.filter((one) => one.transition === 'opened').length);
    expect(stdout + stderr).not.toContain(password);
  }, 180_000);

  it('is audited from the command line', async () => {
    const { stdout, stderr } = await run(audit, variables(passwordFile));
    expect(stderr).toBe('');
    const customers = Object.keys(readExpectation(story).bands).length;
    expect(JSON.parse(stdout)).toMatchObject({ customers, drifts: [] });
  }, 60_000);

  it('does not start with a wrong password, and says where it is set', async () => {
    const wrongFile = join(folder, 'wrong');
    writeFileSync(wrongFile, 'hunter2');
    const { code, stderr } = await run(npmStart, variables(wrongFile));
    expect(code).toBe(1);
    expect(stderr).toMatch(/Kafka refuses the login.*stack\.kafkaSasl/);
    expect(stderr).not.toContain('hunter2');
  }, 60_000);
});
