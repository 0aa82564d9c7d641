import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { loadSettings } from './load-settings.ts';
import { SettingsError, type SettingsProblem } from './settings-error.ts';
import { stackSettings } from './stack-settings.ts';

const stack = {
  kafkaBrokers: ['127.0.0.1:9092'],
  registryUrl: 'http://127.0.0.1:8081/apis/ccompat/v7',
  stateRedisUrl: 'redis://127.0.0.1:6379',
  queueRedisUrl: 'redis://127.0.0.1:6380',
};

const door = z.object({
  port: z.int().min(0).max(65535).default(8080),
  isOpen: z.boolean().default(false),
  signingSecret: z.string().min(4).optional(),
  limits: z.object({ bodyBytes: z.int().default(1_000) }).prefault({}),
  receivers: z.array(z.object({ url: z.string() })).default([]),
});

const folder = mkdtempSync(join(tmpdir(), 'duewatch-settings-'));

afterAll(() => rmSync(folder, { recursive: true }));

function write(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

function load(file: unknown, env: Record<string, string> = {}) {
  const path = write('settings.json', JSON.stringify(file));
  return loadSettings({ stack: stackSettings, door }, { env: { DUEWATCH_SETTINGS: path, ...env } });
}

function problemsOf(act: () => unknown): readonly SettingsProblem[] {
  try {
    act();
  } catch (error) {
    if (error instanceof SettingsError) return error.problems;
    throw error;
  }
  return [];
}

describe('settings', () => {
  it('come from the file, with defaults for what it leaves out', () => {
    const settings = load({ stack, door: { isOpen: true }, notifier: { anything: 1 } });
    expect(settings.stack).toEqual({
      ...{ ...stack, partitions: 6, caFile: null, clientCertificate: null, kafkaTls: false },
      ...{ kafkaSasl: null, registryLogin: null, redisLogin: null },
    });
    expect(settings.door).toEqual({
      port: 8080,
      isOpen: true,
      limits: { bodyBytes: 1_000 },
      receivers: [],
    });
  });

  it('need no file when the environment has everything', () => {
    const settings = loadSettings(
      { stack: stackSettings },
      {
        env: {
          DUEWATCH_STACK_KAFKA_BROKERS: 'a:1, b:2',
          DUEWATCH_STACK_REGISTRY_URL: stack.registryUrl,
          DUEWATCH_STACK_STATE_REDIS_URL: stack.stateRedisUrl,
          DUEWATCH_STACK_QUEUE_REDIS_URL: stack.queueRedisUrl,
          DUEWATCH_STACK_PARTITIONS: '12',
        },
      },
    );
    expect(settings.stack).toMatchObject({ kafkaBrokers: ['a:1', 'b:2'], partitions: 12 });
  });

  it.each([
    ['a number', 'DUEWATCH_DOOR_PORT', '9', { port: 9 }],
    ['a boolean', 'DUEWATCH_DOOR_IS_OPEN', 'true', { isOpen: true }],
    ['a nested field', 'DUEWATCH_DOOR_LIMITS_BODY_BYTES', '7', { limits: { bodyBytes: 7 } }],
    ['text made of digits', 'DUEWATCH_DOOR_SIGNING_SECRET', '12345', { signingSecret: '12345' }],
    ['a list as JSON', 'DUEWATCH_DOOR_RECEIVERS', '[{"url":"x"}]', { receivers: [{ url: 'x' }] }],
  ])('let a variable override %s', (_, variable, text, expected) => {
    expect(load({ stack, door: { port: 1 } }, { [variable]: text }).door).toMatchObject(expected);
  });

  it('read a secret from the file that is named instead, relative to the settings', () => {
    write('secret.txt', 's3cret\n');
    const fromFile = load({
      stack,
      door: { signingSecret: { file: 'secret.txt' }, receivers: [{ url: { file: 'secret.txt' } }] },
    });
    expect(fromFile.door.signingSecret).toBe('s3cret');
    expect(fromFile.door.receivers).toEqual([{ url: 's3cret' }]);
    const reference = JSON.stringify({ file: join(folder, 'secret.txt') });
    const fromVariable = load({ stack }, { DUEWATCH_DOOR_SIGNING_SECRET: reference });
    expect(fromVariable.door.signingSecret).toBe('s3cret');
  });
});

describe('settings that cannot be used', () => {
  it.each([
    ['a password file that is not there', 'KAFKA_SASL_PASSWORD_FILE', 'gone', 'kafkaSasl'],
    ['an empty password file', 'KAFKA_SASL_PASSWORD_FILE', write('empty', '\n'), 'kafkaSasl'],
    ['authorities that are none', 'CA_FILE', write('no.pem', 'trust me'), 'caFile'],
  ])('include %s, with the variable that names it', (_, variable, path, setting) => {
    const login = {
      DUEWATCH_STACK_KAFKA_SASL_MECHANISM: 'plain',
      DUEWATCH_STACK_KAFKA_SASL_USER: 'duewatch',
      DUEWATCH_STACK_KAFKA_SASL_PASSWORD_FILE: write('password', 'secret'),
    };
    const env = { ...login, [`DUEWATCH_STACK_${variable}`]: path };
    const [problem, ...others] = problemsOf(() => load({ stack }, env));
    expect(others).toEqual([]);
    expect(problem).toMatchObject({ problem: expect.stringMatching(/^must name a/) });
    expect(problem?.setting).toContain(setting);
    expect(problem?.mend).toContain(`DUEWATCH_STACK_${variable}`);
  });

  it('include a login without a mechanism', () => {
    const env = { DUEWATCH_STACK_KAFKA_SASL_USER: 'duewatch' };
    const problems = problemsOf(() => load({ stack }, env));
    expect(problems.map(({ setting, problem }) => `${setting} ${problem}`)).toEqual([
      'stack.kafkaSasl.mechanism is missing',
      'stack.kafkaSasl.passwordFile is missing',
    ]);
  });

  it('are all reported at once, by name, with the mend', () => {
    const problems = problemsOf(() =>
      load({ stack: { ...stack, kafkaBrokers: undefined, partitions: 0 }, door: { port: 'x' } }),
    );
    expect(problems.map((one) => one.setting)).toEqual([
      'stack.kafkaBrokers',
      'stack.partitions',
      'door.port',
    ]);
    expect(problems[0]).toMatchObject({
      problem: 'is missing',
      mend: expect.stringContaining('or the variable DUEWATCH_STACK_KAFKA_BROKERS'),
    });
  });

  it('include names that no process knows', () => {
    const problems = problemsOf(() =>
      load({ stack, door: { prot: 1, limits: { body: 1 } } }, { DUEWATCH_DOOR_PROT: '1' }),
    );
    expect(problems.map((one) => one.setting)).toEqual([
      'DUEWATCH_DOOR_PROT',
      'door.prot',
      'door.limits.body',
    ]);
  });

  it('leave out fields of a section that belongs to another process', () => {
    const notifier = z.looseObject({ queuePrefix: z.string().default('duewatch') });
    const env = { DUEWATCH_NOTIFIER_STATUS_PORT: '1', DUEWATCH_NOTIFIER_QUEUE_PREFIX: 'q' };
    expect(loadSettings({ notifier }, { env })).toEqual({ notifier: { queuePrefix: 'q' } });
  });

  it('include sections that no process has, with the one that was meant', () => {
    const file = { stack, door: {}, scorng: { chunkRecords: 5 }, notifier: {} };
    const problems = problemsOf(() => load(file));
    expect(problems).toEqual([
      { setting: 'scorng', problem: 'is no section', mend: 'Remove it or write scoring' },
    ]);
  });

  it.each([
    ['DUEWATCH_SCORNG_CHUNK_RECORDS', 'DUEWATCH_SCORING_CHUNK_RECORDS'],
    ['DUEWATCH_NOTIFER_QUEUE_PREFIX', 'DUEWATCH_NOTIFIER_QUEUE_PREFIX'],
    ['DUEWATCH_SETINGS', 'DUEWATCH_SETTINGS'],
  ])('include the variable %s, of which %s was meant', (variable, meant) => {
    expect(problemsOf(() => load({ stack, door: {} }, { [variable]: '5' }))).toEqual([
      { setting: variable, problem: 'sets nothing', mend: `Remove it or write ${meant}` },
    ]);
  });

  it('leave alone what tests, tools and other programs are told by variables', () => {
    const names = ['HOME', 'URL', 'API_KEY', 'SEED', 'RUNS', 'FUZZ_SEED', 'TEST_STATE_REDIS'];
    const more = ['KAFKA_PORT', 'REGISTRY_PORT', 'STATE_REDIS_PORT', 'REDIS_SERVICE_HOST'];
    const env = Object.fromEntries([...names, ...more].map((name) => [`DUEWATCH_${name}`, '1']));
    expect(load({ stack, door: {} }, env).door.port).toBe(8080);
  });

  it.each([
    ['-1', /^too small/],
    ['many', /expected number, received string/],
  ])('say what is wrong with %s in a variable for a number', (text, problem) => {
    const problems = problemsOf(() => load({ stack, door: {} }, { DUEWATCH_DOOR_PORT: text }));
    expect(problems).toMatchObject([
      { setting: 'door.port', problem: expect.stringMatching(problem) },
    ]);
  });

  it('name no file where the variable for it is set to nothing', () => {
    const env = { DUEWATCH_SETTINGS: '' };
    const [first] = problemsOf(() => loadSettings({ stack: stackSettings }, { env }));
    expect(first?.mend).toContain('of the file that DUEWATCH_SETTINGS names');
  });

  it('never show the value, which may be a secret', () => {
    const act = () => load({ stack: { ...stack, stateRedisUrl: 'hunter2' }, door: {} });
    expect(act).toThrow(/stack\.stateRedisUrl: must be a redis/);
    expect(act).not.toThrow(/hunter2/);
  });

  it('include a secret whose file is gone, once', () => {
    const problems = problemsOf(() => load({ stack, door: { signingSecret: { file: 'gone' } } }));
    expect(problems).toEqual([
      expect.objectContaining({
        setting: 'door.signingSecret',
        problem: expect.stringContaining('cannot be read'),
      }),
    ]);
  });

  it.each([
    ['is not JSON', '{', 'is not valid JSON'],
    ['is no object', '[]', 'does not hold a JSON object'],
  ])('include a file that %s', (_, text, problem) => {
    const path = write('broken.json', text);
    const problems = problemsOf(() => loadSettings({}, { env: { DUEWATCH_SETTINGS: path } }));
    expect(problems).toEqual([expect.objectContaining({ setting: path, problem })]);
  });

  it('include a file that is not there', () => {
    const env = { DUEWATCH_SETTINGS: join(folder, 'absent.json') };
    expect(() => loadSettings({}, { env })).toThrow(/absent\.json: cannot be read\..*correct/);
  });
});
