import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSystemClock, environment } from '@duewatch/config';
import { type Codec, createCodec } from '@duewatch/contracts';
import { type Bus, createKafkaBus, createRegistryClient } from '@duewatch/event-bus';
import {
  createServiceSupervisor,
  findFreePorts,
  prepareStack,
  type RunSinks,
  type ServiceName,
  type ServiceStatus,
  startNativeStack,
  startRunSinks,
} from '@duewatch/run';

export const PARTITIONS = 6;

/** Native servers and some of the services as processes, with nothing in them yet. */
export interface Ground {
  readonly bus: Bus;
  readonly codec: Codec;
  urlOf(service: ServiceName): string;
  /** Of the service's process while it runs. */
  pidOf(service: ServiceName): number | undefined;
  /** What each service says of itself, asked one after the other in the order given. */
  status(): Promise<readonly ServiceStatus[]>;
  /** Services first, then what they stand on. */
  stop(): Promise<void>;
}

/** Settings by service; of one without, the defaults. */
export type Sections = Partial<Record<ServiceName, object>>;

/** Works on such ground with local receivers behind it, and clears both away afterwards. */
export async function onGround(
  names: readonly ServiceName[],
  sectionsOf: (sinks: RunSinks['addresses']) => Sections,
  work: (ground: Ground, sinks: RunSinks) => Promise<void>,
): Promise<void> {
  const sinks = await startRunSinks();
  try {
    const ground = await layGround(names, sectionsOf(sinks.addresses));
    try {
      await work(ground, sinks);
    } finally {
      await ground.stop();
    }
  } finally {
    await sinks.close();
  }
}

/** Starts all of it, or nothing. */
export async function layGround(
  names: readonly ServiceName[],
  sections: Sections = {},
): Promise<Ground> {
  const undo: (() => Promise<void>)[] = [];
  const stop = async (): Promise<void> => {
    for (const step of undo.splice(0).reverse()) await step();
  };
  try {
    const home = await mkdtemp(join(tmpdir(), 'duewatch-bench-'));
    undo.push(() => rm(home, { recursive: true, force: true, maxRetries: 5 }));
    const log = (line: string) => process.stderr.write(`${line}\n`);
    const stack = await startNativeStack({ home, env: { ...environment() }, log });
    undo.push(() => stack.stop());
    await prepareStack(stack, PARTITIONS, log);
    const { kafkaBrokers, registryUrl, stateRedisUrl, queueRedisUrl } = stack;
    const addresses = { kafkaBrokers, registryUrl, stateRedisUrl, queueRedisUrl };
    const settings = { stack: { ...addresses, partitions: PARTITIONS }, ...sections };
    const settingsFile = join(home, 'settings.json');
    await writeFile(settingsFile, JSON.stringify(settings), { mode: 0o600 });
    const bus = createKafkaBus({
      brokers: kafkaBrokers,
      clientId: 'bench',
      clock: createSystemClock(),
    });
    undo.push(() => bus.close());
    const logDir = join(home, 'logs');
    const services = await createServiceSupervisor({ settingsFile, logDir, env: environment() });
    undo.push(() => services.stop());
    const ports = await findFreePorts(names.map(() => 0));
    const instances = names.map((name, nth) => ({ name, service: name, port: ports[nth] ?? 0 }));
    await services.start(instances);
    return {
      ...{ bus, stop },
      codec: createCodec({ ids: await createRegistryClient(registryUrl).lookup() }),
      urlOf: (service) => `http://127.0.0.1:${ports[names.indexOf(service)]}`,
      pidOf: (service) => services.pidOf(service),
      async status() {
        const statuses: ServiceStatus[] = [];
        for (const name of names) statuses.push(await services.status(name));
        return statuses;
      },
    };
  } catch (error) {
    await stop().catch(() => undefined);
    throw error;
  }
}
