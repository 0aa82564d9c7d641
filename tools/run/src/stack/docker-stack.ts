import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { StackError } from './error.ts';
import { type HomePlaces, homePlaces, repositoryRoot, supervisorLog } from './places.ts';
import { rememberedPorts } from './port-memory.ts';
import type { OwnStack, StackStart } from './running-stack.ts';
import {
  allSettled,
  ownStack,
  readinessChecks,
  type ServerPorts,
  waitUntilReady,
} from './server-start.ts';
import { superviseProcesses } from './supervised-processes.ts';
import type { ServerSpec } from './supervisor-protocol.ts';
import { takeHome } from './take-home.ts';

/** The first start pulls four images. */
const readyTimeoutMs = 10 * 60_000;
/** An engine that is up answers at once; a dead socket may hang. */
const probeTimeoutMs = 5_000;

/** The services of docker-compose.yml that make up the stack; the others are our own. */
export const stackServices: readonly string[] = ['kafka', 'registry', 'redis-state', 'redis-queue'];

/** How Compose is called here; undefined when no engine answers or Compose is missing. */
export function findCompose(env: NodeJS.ProcessEnv): readonly string[] | undefined {
  if (!succeeds('docker', ['info'], env)) return undefined;
  if (succeeds('docker', ['compose', 'version'], env)) return ['docker', 'compose'];
  return succeeds('docker-compose', ['version'], env) ? ['docker-compose'] : undefined;
}

/** Starts the servers of docker-compose.yml. They stop when the supervised `up` does. */
export async function startDockerStack(start: StackStart): Promise<OwnStack> {
  const compose = findCompose(start.env);
  if (compose === undefined) {
    throw new StackError(
      'DOCKER_MISSING',
      'No Docker engine with Compose answers. Start Docker, or use --native or --embedded.',
    );
  }
  const places = homePlaces(start.home);
  const lock = await takeHome(places);
  mkdirSync(places.logDir, { recursive: true });
  const supervised = await superviseProcesses(start.env, supervisorLog(places));
  try {
    const ports = await rememberedPorts(join(places.root, 'docker-ports.json'), [
      'kafka',
      'registry',
      'stateRedis',
      'queueRedis',
    ]);
    const spec = composeUp(compose, places, ports, start.env);
    start.log('Starting Kafka, the schema registry and Redis with Docker Compose');
    const identity = await supervised.start(spec);
    const checks = Object.values(readinessChecks(ports));
    await allSettled(checks.map((one) => waitUntilReady(supervised, spec, one, readyTimeoutMs)));
    return ownStack('docker', ports, supervised, [{ name: spec.name, ...identity }], {
      places,
      lock,
    });
  } catch (error) {
    await supervised.stop();
    lock.release();
    throw error;
  }
}

/** Not detached: Compose stops the containers when it is told to end, and so does our lifeline. */
function composeUp(
  [command = 'docker', ...first]: readonly string[],
  places: HomePlaces,
  ports: ServerPorts,
  env: NodeJS.ProcessEnv,
): ServerSpec {
  const project = ['--project-name', projectName(places.root), '--project-directory'];
  return {
    name: 'docker-compose',
    command,
    args: [...first, ...project, repositoryRoot, 'up', '--no-color', ...stackServices],
    env: {
      ...env,
      DUEWATCH_KAFKA_PORT: String(ports.kafka),
      DUEWATCH_REGISTRY_PORT: String(ports.registry),
      DUEWATCH_STATE_REDIS_PORT: String(ports.stateRedis),
      DUEWATCH_QUEUE_REDIS_PORT: String(ports.queueRedis),
    },
    cwd: repositoryRoot,
    logFile: join(places.logDir, 'docker-compose.log'),
  };
}

/** Containers and volumes of one home, so that two checkouts do not share data. */
export function projectName(homeRoot: string): string {
  return `duewatch-${createHash('sha256').update(homeRoot).digest('hex').slice(0, 8)}`;
}

function succeeds(command: string, args: readonly string[], env: NodeJS.ProcessEnv): boolean {
  const run = spawnSync(command, args, { env, stdio: 'ignore', timeout: probeTimeoutMs });
  return run.error === undefined && run.status === 0;
}
