import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { logTail } from '../stack/log-tail.ts';
import { repositoryRoot } from '../stack/places.ts';
import { type ProcessIdentity, signalProcess } from '../stack/process-identity.ts';
import { superviseProcesses } from '../stack/supervised-processes.ts';
import { RunError } from './run-error.ts';
import { type ServiceName, type ServiceStatus, serviceNames } from './service-status.ts';

/** The four services as processes of their own. */
export interface ServiceProcesses {
  /** Starts them all and waits until each is ready. */
  start(): Promise<void>;
  /** Ends one at once, as a crash would, and waits until it is gone. */
  kill(name: ServiceName): Promise<void>;
  /** Starts one again after `kill`. */
  restart(name: ServiceName): Promise<void>;
  /** One after the other, in the order in which events pass through them. */
  status(): Promise<readonly ServiceStatus[]>;
  /** SIGTERM to all, SIGKILL after ten seconds. */
  stop(): Promise<void>;
  /** SIGKILL to all, without waiting. */
  killAll(): void;
}

export interface ServiceProcessesOptions {
  readonly settingsFile: string;
  readonly logDir: string;
  readonly ports: Readonly<Record<ServiceName, number>>;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** A service ended that nobody stopped or killed. */
  onDeath(error: RunError): void;
}

/** Four Node processes on two cores start in about three seconds. */
const readyTimeoutMs = 60_000;
const pollMs = 100;
const answerTimeoutMs = 10_000;

/** Supervises the services; starts none yet. */
export async function superviseServices(
  options: ServiceProcessesOptions,
): Promise<ServiceProcesses> {
  const { settingsFile, logDir, ports, onDeath } = options;
  const env = { ...serviceEnvironment(options.env), DUEWATCH_SETTINGS: settingsFile };
  const supervised = await superviseProcesses(env);
  const running = new Map<ServiceName, ProcessIdentity>();
  const toBeKilled = new Set<string>();
  const logFile = (name: string): string => join(logDir, `${name}.log`);
  const ended = (name: string): string => {
    const { code, signal } = supervised.exitOf(name) ?? {};
    const how = signal ? `by ${signal}` : `with exit code ${code}`;
    return `${name} ended ${how}.\nThe end of ${logFile(name)}:\n${logTail(logFile(name))}`;
  };
  supervised.onExit(({ name }) => {
    if (!toBeKilled.delete(name)) onDeath(new RunError('DIED', ended(name)));
  });

  async function launch(name: ServiceName): Promise<void> {
    const identity = await supervised.start({
      name,
      command: process.execPath,
      args: [join(repositoryRoot, `services/${name}/src/main.ts`)],
      cwd: repositoryRoot,
      logFile: logFile(name),
    });
    running.set(name, identity);
    await untilReady(name);
  }

  async function untilReady(name: ServiceName): Promise<void> {
    const endMs = performance.now() + readyTimeoutMs;
    while (!(await isReady(ports[name]))) {
      if (supervised.exitOf(name) !== undefined) throw new RunError('DIED', ended(name));
      if (performance.now() > endMs) {
        const tail = `The end of ${logFile(name)}:\n${logTail(logFile(name))}`;
        throw new RunError('NOT_READY', `${name} did not become ready within 60 s.\n${tail}`);
      }
      await pause(pollMs);
    }
  }

  return {
    async start() {
      await Promise.all(serviceNames.map(launch));
    },
    async kill(name) {
      const identity = running.get(name);
      if (identity === undefined) return;
      toBeKilled.add(name);
      signalProcess(identity, 'SIGKILL');
      while (supervised.exitOf(name) === undefined) await pause(5);
    },
    restart: launch,
    async status() {
      const statuses: ServiceStatus[] = [];
      for (const name of serviceNames) statuses.push(await askStatus(ports[name]));
      return statuses;
    },
    stop: () => supervised.stop(),
    killAll() {
      for (const identity of running.values()) signalProcess(identity, 'SIGKILL');
    },
  };
}

/**
 * What the services get of this environment: everything but our own variables, for the settings
 * file is the whole truth about a run. Log levels may be turned up.
 */
function serviceEnvironment(env: ServiceProcessesOptions['env']): NodeJS.ProcessEnv {
  const isKept = (name: string): boolean =>
    !name.startsWith('DUEWATCH_') || name.endsWith('_LOG_LEVEL');
  return Object.fromEntries(Object.entries(env).filter(([name]) => isKept(name)));
}

async function isReady(port: number): Promise<boolean> {
  try {
    const response = await ask(port, 'readyz');
    await response.arrayBuffer();
    return response.ok;
  } catch {
    return false;
  }
}

async function askStatus(port: number): Promise<ServiceStatus> {
  const response = await ask(port, 'status');
  return (await response.json()) as ServiceStatus;
}

async function ask(port: number, path: string): Promise<Response> {
  const signal = AbortSignal.timeout(answerTimeoutMs);
  return await fetch(`http://127.0.0.1:${port}/${path}`, { signal });
}
