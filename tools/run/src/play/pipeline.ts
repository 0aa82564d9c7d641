import { join } from 'node:path';
import { type Clock, loadSettings, stackSettings } from '@duewatch/config';
import { type Codec, createCodec } from '@duewatch/contracts';
import {
  type Bus,
  createKafkaBus,
  createRegistryClient,
  kafkaAccess,
  registryAccess,
} from '@duewatch/event-bus';
import {
  createTenant,
  type RunTenant,
  runSettings,
  type ServicePorts,
  writeSettings,
} from '../settings/run-settings.ts';
import { logTail } from '../stack/log-tail.ts';
import { prepareStack } from '../stack/prepare-stack.ts';
import { signalProcess } from '../stack/process-identity.ts';
import type { OwnStack, RunningStack, ServerStack, StackKind } from '../stack/running-stack.ts';
import { startStack } from '../stack/start-stack.ts';
import { countRecords } from './count-records.ts';
import type { Ground } from './ground.ts';
import { findServicePorts, startProcessServices } from './process-services.ts';
import { removeContainers } from './remove-containers.ts';
import { RunError } from './run-error.ts';
import type { RunHome } from './run-home.ts';
import type { RunServices } from './run-services.ts';
import { type RunSinks, startRunSinks } from './run-sinks.ts';

/** Everything that runs: infrastructure, four services, three receivers. */
export interface Pipeline {
  readonly infra: StackKind;
  /** Absent when there are no servers. */
  readonly stack: ServerStack | undefined;
  readonly services: RunServices;
  readonly sinks: RunSinks;
  readonly tenants: readonly RunTenant[];
  /** For looking on; the services have their own. */
  readonly bus: Bus;
  readonly codec: Codec;
  /** Aborts with a `RunError` when something died. */
  readonly failed: AbortSignal;
  /** Of all topics together. */
  recordsWritten(): Promise<number>;
  /** Services first, then what they stand on. */
  stop(): Promise<void>;
  /** Without waiting for anything, for who presses Ctrl-C twice. */
  killNow(): void;
}

export interface PipelineOptions {
  readonly kind: Exclude<StackKind, 'given'> | undefined;
  readonly home: RunHome;
  readonly env: NodeJS.ProcessEnv;
  readonly clock: Clock;
  readonly tenants: readonly { readonly tenantId: string; readonly calendarId: string }[];
  readonly calendarIds: readonly string[];
  readonly routesFile?: string | undefined;
  log(line: string): void;
}

/** Starts all of it, or nothing. */
export async function startPipeline(options: PipelineOptions): Promise<Pipeline> {
  const { kind, home, env, log } = options;
  const undo: (() => Promise<void>)[] = [];
  const stop = async (): Promise<void> => {
    // Each part is stopped even when one before it would not: nothing may be left behind.
    const failures: unknown[] = [];
    for (const step of undo.splice(0).reverse()) await step().catch((e) => failures.push(e));
    if (failures.length > 0) throw failures[0];
  };
  try {
    const stack = await startStack({
      home: home.path,
      env,
      log,
      ...(kind === undefined ? {} : { kind }),
    });
    if (stack.kind === 'docker' && !home.isKept) {
      undo.push(() => removeContainers(home.path, env));
    }
    undo.push(() => stack.stop());
    const sinks = await startRunSinks();
    undo.push(() => sinks.close());
    const tenants = options.tenants.map((one) => createTenant(one.tenantId, one.calendarId));
    const failing = new AbortController();
    const fail = (error: RunError): void => failing.abort(error);
    const ground = await lay({ ...options, stack, sinks, tenants, fail, undo });
    const servers = stack.kind === 'embedded' ? undefined : stack;
    servers?.onServerExit(({ name }) => {
      fail(serverDied(name, home));
      // What stood on it could only wait for it in vain before ending.
      ground.services.killNow();
    });
    const { bus } = ground;
    return {
      ...{ infra: stack.kind, stack: servers, sinks, tenants, stop },
      ...ground,
      failed: failing.signal,
      recordsWritten: () => countRecords(bus),
      killNow: () => {
        ground.services.killNow();
        killServers(servers);
      },
    };
  } catch (error) {
    await stop().catch(() => undefined);
    throw error;
  }
}

interface Parts extends PipelineOptions {
  readonly stack: RunningStack;
  readonly sinks: RunSinks;
  readonly tenants: readonly RunTenant[];
  readonly undo: (() => Promise<void>)[];
  fail(error: RunError): void;
}

/** The services on servers, or on the stand-ins in this process. */
async function lay(parts: Parts): Promise<Ground> {
  const { stack, home, env, clock, log, undo, fail } = parts;
  if (stack.kind === 'embedded') {
    writeRunSettings(parts, { ingest: 0, scoring: 0, alerting: 0, notifier: 0 }, undefined);
    // Only such a run needs all four services in this process.
    const { startEmbedded } = await import('../embedded/start-embedded.ts');
    const embedded = await startEmbedded({ home, env, clock, partitions: partitionsOf(env), fail });
    undo.push(() => embedded.services.stop());
    return embedded;
  }
  await prepareStack(stack, partitionsOf(env), log);
  const bus = createKafkaBus({ ...kafkaAccess(stack), clientId: 'run' });
  undo.push(() => bus.close());
  const registry = createRegistryClient(stack.registryUrl, registryAccess(stack));
  const codec = createCodec({ ids: await registry.lookup() });
  const ports = await findServicePorts();
  writeRunSettings(parts, ports, stack);
  log('Starting ingest, scoring, alerting and notifier');
  const { settingsFile, logDir } = home;
  const services = await startProcessServices({
    ...{ settingsFile, logDir, ports, env, clock, log, onDeath: fail },
  });
  undo.push(() => services.stop());
  return { services, bus, codec };
}

function writeRunSettings(
  { sinks, tenants, calendarIds, routesFile, home, env }: Parts,
  ports: ServicePorts,
  stack: ServerStack | undefined,
): void {
  const partitions = partitionsOf(env);
  const given = { stack, partitions, ports, tenants, calendarIds, routesFile };
  writeSettings(home.settingsFile, runSettings({ ...given, sinks: sinks.addresses }));
}

/** Of a given Kafka they cannot be chosen any more, so they can be said. */
function partitionsOf(env: NodeJS.ProcessEnv): number {
  const { stack } = loadSettings({ stack: stackSettings.partial() }, { env });
  return stack.partitions ?? stackSettings.shape.partitions.parse(undefined);
}

function serverDied(name: string, home: RunHome): RunError {
  const file = join(home.logDir, `${name}.log`);
  const message = `${name} ended by itself.\nThe end of ${file}:\n${logTail(file)}`;
  return new RunError('DIED', message);
}

/** Containers are left to Compose, which ends with its supervisor. */
function killServers(stack: ServerStack | undefined): void {
  if (stack?.kind !== 'native' || !('processes' in stack)) return;
  for (const one of (stack as OwnStack).processes) signalProcess(one, 'SIGKILL');
}
