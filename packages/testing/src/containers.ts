import { setTimeout as pause } from 'node:timers/promises';

/** Addresses of real servers for integration tests, whoever runs them. */
export interface TestStack {
  readonly kind: 'given' | 'containers' | 'native';
  readonly kafkaBrokers: readonly string[];
  readonly registryUrl: string;
  readonly stateRedisUrl: string;
  readonly queueRedisUrl: string;
  stop(): Promise<void>;
}

type Addresses = Omit<TestStack, 'kind' | 'stop'>;

/** A server to run as a container. */
export interface TestContainer {
  readonly name: string;
  readonly image: string;
  readonly command: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly containerPort: number;
  /** Fixed beforehand: Kafka must know the address that it advertises before it starts. */
  readonly hostPort: number;
  readonly check: { isReady(): Promise<boolean> };
}

/** The ways to come by servers. The launcher that knows them is handed in by the caller. */
export interface TestStackSources {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** What to start where a Docker engine answers. */
  containers(): Promise<{ addresses: Addresses; containers: readonly TestContainer[] }>;
  /** What to start elsewhere. */
  native(): Promise<Addresses & { stop(): Promise<void> }>;
}

/** Pulling an image over a slow line takes minutes. */
const startTimeoutMs = 10 * 60_000;
const pollIntervalMs = 200;

/** The one switch: given addresses, else containers where a Docker engine answers, else native. */
export async function startTestStack(sources: TestStackSources): Promise<TestStack> {
  const given = givenAddresses(sources.env);
  if (given !== undefined) return { kind: 'given', ...given, stop: async () => undefined };
  if (await dockerAnswers()) {
    const { addresses, containers } = await sources.containers();
    return { kind: 'containers', ...addresses, stop: await startContainers(containers) };
  }
  return { kind: 'native', ...(await sources.native()) };
}

/** The variables that tests read; see addresses.ts. */
export function testVariables(stack: Addresses): Readonly<Record<string, string>> {
  return {
    DUEWATCH_TEST_KAFKA: stack.kafkaBrokers.join(','),
    DUEWATCH_TEST_REGISTRY: stack.registryUrl,
    DUEWATCH_TEST_STATE_REDIS: stack.stateRedisUrl,
    DUEWATCH_TEST_QUEUE_REDIS: stack.queueRedisUrl,
  };
}

function givenAddresses(env: TestStackSources['env']): Addresses | undefined {
  const names = Object.keys(
    testVariables({ kafkaBrokers: [], registryUrl: '', stateRedisUrl: '', queueRedisUrl: '' }),
  );
  const missing = names.filter((name) => (env[name] ?? '') === '');
  if (missing.length === names.length) return undefined;
  if (missing.length > 0) throw new Error(`Set ${missing.join(', ')} too, or none of them.`);
  return {
    kafkaBrokers: (env['DUEWATCH_TEST_KAFKA'] ?? '').split(','),
    registryUrl: env['DUEWATCH_TEST_REGISTRY'] ?? '',
    stateRedisUrl: env['DUEWATCH_TEST_STATE_REDIS'] ?? '',
    queueRedisUrl: env['DUEWATCH_TEST_QUEUE_REDIS'] ?? '',
  };
}

async function dockerAnswers(): Promise<boolean> {
  const { getContainerRuntimeClient } = await import('testcontainers');
  try {
    await getContainerRuntimeClient();
    return true;
  } catch {
    return false;
  }
}

/** Testcontainers' own reaper removes them when this process is killed. */
async function startContainers(containers: readonly TestContainer[]): Promise<() => Promise<void>> {
  const { GenericContainer } = await import('testcontainers');
  const started = await Promise.all(
    containers.map(async (one) => {
      const container = new GenericContainer(one.image)
        .withEnvironment({ ...one.environment })
        .withExposedPorts({ container: one.containerPort, host: one.hostPort })
        // The name that Kafka advertises to its neighbours is here a name for itself.
        .withExtraHosts([{ host: one.name, ipAddress: '127.0.0.1' }])
        .withStartupTimeout(startTimeoutMs);
      if (one.command.length > 0) container.withCommand([...one.command]);
      return await container.start();
    }),
  );
  await Promise.all(containers.map(waitUntilReady));
  return async () => {
    await Promise.all(started.map((container) => container.stop()));
  };
}

async function waitUntilReady({ name, check }: TestContainer): Promise<void> {
  const startedAtMs = performance.now();
  while (!(await check.isReady())) {
    if (performance.now() - startedAtMs > startTimeoutMs) {
      throw new Error(`The container of ${name} runs but does not answer.`);
    }
    await pause(pollIntervalMs);
  }
}
