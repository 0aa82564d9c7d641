import type { Clock } from '@duewatch/config';
import { createRestartBudget } from '../services/restart-budget.ts';
import {
  createServiceSupervisor,
  type ServiceDeath,
  type ServiceInstance,
  type ServiceStatus,
  serviceNames,
} from '../services/service-supervisor.ts';
import type { ServicePorts } from '../settings/run-settings.ts';
import { findFreePorts } from '../stack/free-ports.ts';
import { RunError } from './run-error.ts';
import type { ProcessServices } from './run-services.ts';

export interface ProcessServicesOptions {
  readonly settingsFile: string;
  readonly logDir: string;
  readonly ports: ServicePorts;
  readonly env: NodeJS.ProcessEnv;
  readonly clock: Clock;
  log(line: string): void;
  /** One ended again and again that nobody had told to. */
  onDeath(error: RunError): void;
}

/** Ports that nobody has just now; a killed service is found again where it was. */
export async function findServicePorts(): Promise<ServicePorts> {
  const [ingest = 0, scoring = 0, alerting = 0, notifier = 0] = await findFreePorts([0, 0, 0, 0]);
  return { ingest, scoring, alerting, notifier };
}

/**
 * Starts each service as a process of its own and waits until all are ready. One that ends by
 * itself is started again, as an orchestrator would, unless it does so again and again.
 */
export async function startProcessServices(
  options: ProcessServicesOptions,
): Promise<ProcessServices> {
  const { settingsFile, logDir, ports, env, clock, log, onDeath } = options;
  const supervisor = await createServiceSupervisor({ settingsFile, logDir, env });
  // In the order in which events pass, so that a drained one is not filled again behind our back.
  const instances: ServiceInstance[] = serviceNames.map((service) => {
    return { service, name: service, port: ports[service] };
  });
  const start = async (name: string): Promise<void> => {
    await supervisor.start(instances.filter((one) => one.name === name));
  };
  const budget = createRestartBudget(clock);
  let isOver = false;

  async function revive(name: string, death: string): Promise<void> {
    if (isOver) return;
    const delayMs = budget.delayMs(name);
    if (delayMs === undefined) return onDeath(new RunError('DIED', death));
    log(`${death.split('\n')[0]} Starting it again`);
    await new Promise<void>((resolve) => void clock.schedule(delayMs, resolve));
    if (isOver) return;
    try {
      await start(name);
    } catch (error) {
      const { message } = error as Error;
      if (supervisor.pidOf(name) === undefined) return revive(name, message);
      onDeath(new RunError('NOT_READY', message));
    }
  }

  supervisor.onDeath((death) => void revive(death.name, wordsOf(death)));
  try {
    await supervisor.start(instances);
  } catch (error) {
    await supervisor.stop();
    throw error;
  }
  return {
    doorUrl: `http://127.0.0.1:${ports.ingest}`,
    async status() {
      const statuses: ServiceStatus[] = [];
      for (const { name } of instances) statuses.push(await supervisor.status(name));
      return statuses;
    },
    async add(service) {
      const [port = 0] = await findFreePorts([0]);
      const name = `${service}-${instances.length}`;
      const instance = { name, service, port };
      await supervisor.start([instance]);
      instances.splice(instances.findLastIndex((one) => one.service === service) + 1, 0, instance);
    },
    kill: async (name) => void (await supervisor.end(name, 'SIGKILL')),
    restart: start,
    async stop() {
      isOver = true;
      await supervisor.stop();
    },
    killNow() {
      isOver = true;
      for (const { name } of instances) {
        if (supervisor.pidOf(name) !== undefined) void supervisor.end(name, 'SIGKILL');
      }
    },
  };
}

function wordsOf({ name, code, signal, logFile, logTail }: ServiceDeath): string {
  const how = signal === null ? `with exit code ${code}` : `by ${signal}`;
  return `${name} ended by itself, ${how}.\nThe end of ${logFile}:\n${logTail}`;
}
