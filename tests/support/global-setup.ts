import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  containerServers,
  findFreePorts,
  localAddresses,
  type ServerPorts,
  startNativeStack,
} from '@duewatch/run';
import { startTestStack, testVariables } from '@duewatch/testing';
import { cacheDir } from '../../tools/run/src/stack/places.ts';
import { keepForTeardown } from './test-stack.ts';

/**
 * Real Kafka, registry and Redis for the integration tests: given, as containers or native, never
 * skipped. Their addresses go to the workers as environment variables.
 */
export default async function globalSetup(): Promise<void> {
  hastenStarts(process.env);
  const stack = await startTestStack({ env: process.env, containers, native });
  Object.assign(process.env, testVariables(stack));
  keepForTeardown(stack);
}

/**
 * A run starts some hundred programs, most of which live for seconds. Those of Node keep what they
 * compiled for the next of their kind, and Java does not compile for the long run.
 */
function hastenStarts(env: NodeJS.ProcessEnv): void {
  env['NODE_COMPILE_CACHE'] ??= join(cacheDir(env), 'compiled');
  env['JDK_JAVA_OPTIONS'] ??= '-XX:TieredStopAtLevel=1';
}

async function containers() {
  const [kafka = 0, registry = 0, stateRedis = 0, queueRedis = 0] = await findFreePorts([
    0, 0, 0, 0,
  ]);
  const ports: ServerPorts = { kafka, registry, stateRedis, queueRedis };
  // No volume: a test run starts with an empty registry.
  return {
    addresses: localAddresses(ports),
    containers: containerServers(ports, '/tmp/registry'),
  };
}

async function native() {
  const home = mkdtempSync(join(tmpdir(), 'duewatch-test-stack-'));
  const log = (line: string): void => void process.stderr.write(`${line}\n`);
  const { kafkaBrokers, registryUrl, stateRedisUrl, queueRedisUrl, stop } = await startNativeStack({
    home,
    env: process.env,
    log,
  });
  return {
    kafkaBrokers,
    registryUrl,
    stateRedisUrl,
    queueRedisUrl,
    stop: async () => {
      await stop();
      rmSync(home, { recursive: true, force: true });
    },
  };
}
