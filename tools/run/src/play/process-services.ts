import {
  createServiceSupervisor,
  type ServiceName,
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
  /** One ended that nobody had told to. */
  onDeath(error: RunError): void;
}

/** Ports that nobody has just now; a killed service is found again where it was. */
export async function findServicePorts(): Promise<ServicePorts> {
  const [ingest = 0, scoring = 0, alerting = 0, notifier = 0] = await findFreePorts([0, 0, 0, 0]);
  return { ingest, scoring, alerting, notifier };
}

/** Starts each service as a process of its own and waits until all are ready. */
export async function startProcessServices(
  options: ProcessServicesOptions,
): Promise<ProcessServices> {
  const { settingsFile, logDir, ports, env, onDeath } = options;
  const supervisor = await createServiceSupervisor({ settingsFile, logDir, env });
  const start = async (names: readonly ServiceName[]): Promise<void> => {
    await supervisor.start(names.map((name) => ({ name, service: name, port: ports[name] })));
  };
  supervisor.onDeath(({ name, code, signal, logFile, logTail }) => {
    const how = signal === null ? `with exit code ${code}` : `by ${signal}`;
    const message = `${name} ended by itself, ${how}.\nThe end of ${logFile}:\n${logTail}`;
    onDeath(new RunError('DIED', message));
  });
  try {
    await start(serviceNames);
  } catch (error) {
    await supervisor.stop();
    throw error;
  }
  // In the order in which events pass, so that a drained one is not filled again behind our back.
  const names = serviceNames.map((service) => ({ service, name: service as string }));
  return {
    doorUrl: `http://127.0.0.1:${ports.ingest}`,
    async status() {
      const statuses: ServiceStatus[] = [];
      for (const { name } of names) statuses.push(await supervisor.status(name));
      return statuses;
    },
    async add(service) {
      const [port = 0] = await findFreePorts([0]);
      const name = `${service}-${names.length}`;
      await supervisor.start([{ name, service, port }]);
      names.splice(names.findLastIndex((one) => one.service === service) + 1, 0, { service, name });
    },
    kill: async (name) => void (await supervisor.end(name, 'SIGKILL')),
    restart: (name) => start([name]),
    stop: () => supervisor.stop(),
    killNow() {
      for (const { name } of names) {
        if (supervisor.pidOf(name) !== undefined) void supervisor.end(name, 'SIGKILL');
      }
    },
  };
}
