import { existsSync, mkdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { StackError } from '../stack/error.ts';
import { loopback } from '../stack/free-ports.ts';
import { logTail } from '../stack/log-tail.ts';
import { repositoryRoot } from '../stack/places.ts';
import { type ProcessIdentity, signalProcess } from '../stack/process-identity.ts';
import { waitUntilReady } from '../stack/server-start.ts';
import {
  type ServerExit,
  type SupervisedProcesses,
  superviseProcesses,
} from '../stack/supervised-processes.ts';

/** The four services, in the order in which data walks through them. */
export const serviceNames = ['ingest', 'scoring', 'alerting', 'notifier'] as const;

/** See `serviceNames`. */
export type ServiceName = (typeof serviceNames)[number];

/** One process of a service. Several of one service share its work. */
export interface ServiceInstance {
  /** Unique in this supervisor, and the name of its log file: `scoring`, `scoring-2`. */
  readonly name: string;
  readonly service: ServiceName;
  /** Where it answers /readyz and /status; ingest takes events there, too. */
  readonly port: number;
  /** Variables that override the document for this one: a login of its own. */
  readonly env?: Readonly<Record<string, string>>;
}

/** What a service says about itself; the rest differs from one to the other. */
export interface ServiceStatus {
  readonly service: string;
  readonly ready: boolean;
  /** Input records that are not folded yet. */
  readonly lag: number;
  /** Outputs, sweeps and deliveries that are still to be done. */
  readonly pending: number;
  readonly [counter: string]: unknown;
}

/** A process that ended without being asked to, and the last that it said. */
export interface ServiceDeath extends ServerExit {
  readonly logFile: string;
  readonly logTail: string;
}

/** Service processes that cannot outlive this one. It restarts none: a death is news to tell. */
export interface ServiceSupervisor {
  /** Starts them side by side and waits until each is ready. Rejects with what a dead one said. */
  start(instances: readonly ServiceInstance[]): Promise<void>;
  /** What the instance answers at /status. */
  status(name: string): Promise<ServiceStatus>;
  /** The process id of the instance while it runs. */
  pidOf(name: string): number | undefined;
  /** Sends a signal to one of them and resolves when it has ended; `onDeath` is not told. */
  end(name: string, signal: 'SIGTERM' | 'SIGKILL'): Promise<ServerExit>;
  /** Called for each that ends by itself. */
  onDeath(listener: (death: ServiceDeath) => void): void;
  /** SIGTERM to all, SIGKILL to what has not drained in time. */
  stop(): Promise<void>;
}

export interface ServiceSupervisorOptions {
  /** The settings document that all of them read. */
  readonly settingsFile: string;
  readonly logDir: string;
  readonly env: NodeJS.ProcessEnv;
}

/** A cold start on two busy cores takes six seconds; joining a group again up to thirty. */
const readyTimeoutMs = 60_000;
/** A service cuts its own draining short after fifteen seconds and then reports it. */
const drainGraceMs = 20_000;
const statusTimeoutMs = 5_000;

/** Supervises service processes on the infrastructure that the settings name. */
export async function createServiceSupervisor(
  options: ServiceSupervisorOptions,
): Promise<ServiceSupervisor> {
  mkdirSync(options.logDir, { recursive: true });
  const logFile = join(options.logDir, 'service-supervisor.log');
  const env = baseEnvironment(options);
  return new Services(options, await superviseProcesses(env, logFile, drainGraceMs));
}

/** The settings document alone says where the infrastructure is. */
function baseEnvironment({ env, settingsFile }: ServiceSupervisorOptions): NodeJS.ProcessEnv {
  const own = Object.entries(env).filter(([name]) => !name.startsWith('DUEWATCH_STACK_'));
  return { ...Object.fromEntries(own), DUEWATCH_SETTINGS: settingsFile };
}

class Services implements ServiceSupervisor {
  readonly #options: ServiceSupervisorOptions;
  readonly #supervised: SupervisedProcesses;
  readonly #ports = new Map<string, number>();
  readonly #running = new Map<string, ProcessIdentity>();
  readonly #askedToEnd = new Map<string, (exit: ServerExit) => void>();
  readonly #starting = new Set<string>();
  readonly #deathListeners = new Set<(death: ServiceDeath) => void>();

  constructor(options: ServiceSupervisorOptions, supervised: SupervisedProcesses) {
    this.#options = options;
    this.#supervised = supervised;
    supervised.onExit((exit) => this.#ended(exit));
  }

  async start(instances: readonly ServiceInstance[]): Promise<void> {
    const outcomes = await Promise.allSettled(instances.map((one) => this.#startOne(one)));
    const failed = outcomes.find((outcome) => outcome.status === 'rejected');
    if (failed !== undefined) throw failed.reason;
  }

  async status(name: string): Promise<ServiceStatus> {
    const response = await this.#get(name, '/status');
    return (await response.json()) as ServiceStatus;
  }

  pidOf(name: string): number | undefined {
    return this.#running.get(name)?.pid;
  }

  async end(name: string, signal: 'SIGTERM' | 'SIGKILL'): Promise<ServerExit> {
    const identity = this.#running.get(name);
    if (identity === undefined) throw new StackError('SERVER_DIED', `${name} does not run`);
    const ended = new Promise<ServerExit>((resolve) => this.#askedToEnd.set(name, resolve));
    signalProcess(identity, signal);
    return await ended;
  }

  onDeath(listener: (death: ServiceDeath) => void): void {
    this.#deathListeners.add(listener);
  }

  async stop(): Promise<void> {
    await this.#supervised.stop();
  }

  async #startOne({ name, service, port, env }: ServiceInstance): Promise<void> {
    const spec = {
      name,
      command: process.execPath,
      args: [join(repositoryRoot, 'services', service, 'src/main.ts')],
      cwd: repositoryRoot,
      env: { ...baseEnvironment(this.#options), [portVariable(service)]: String(port), ...env },
      logFile: this.#logFile(name),
    };
    this.#setAsideLog(name);
    this.#ports.set(name, port);
    this.#starting.add(name);
    const isReady = async (): Promise<boolean> => {
      try {
        return (await this.#get(name, '/readyz')).ok;
      } catch {
        return false;
      }
    };
    try {
      this.#running.set(name, await this.#supervised.start(spec));
      await waitUntilReady(this.#supervised, spec, { name, port, isReady }, readyTimeoutMs);
    } finally {
      this.#starting.delete(name);
    }
  }

  /** Logs of the run before are kept; a second start in one run goes on in the same file. */
  #setAsideLog(name: string): void {
    const file = this.#logFile(name);
    if (this.#ports.has(name) || !existsSync(file)) return;
    renameSync(file, join(this.#options.logDir, `${name}.previous.log`));
  }

  #ended(exit: ServerExit): void {
    const { name } = exit;
    this.#running.delete(name);
    const asked = this.#askedToEnd.get(name);
    this.#askedToEnd.delete(name);
    if (asked !== undefined) asked(exit);
    // A death while starting is told by the rejected start.
    else if (!this.#starting.has(name)) this.#tellDeath(exit);
  }

  #tellDeath(exit: ServerExit): void {
    const logFile = this.#logFile(exit.name);
    const death = { ...exit, logFile, logTail: logTail(logFile) };
    for (const listener of this.#deathListeners) listener(death);
  }

  async #get(name: string, path: string): Promise<Response> {
    const signal = AbortSignal.timeout(statusTimeoutMs);
    return await fetch(`http://${loopback}:${this.#ports.get(name)}${path}`, { signal });
  }

  #logFile(name: string): string {
    return join(this.#options.logDir, `${name}.log`);
  }
}

/** The variable that overrides the document's port, so that instances can share it. */
function portVariable(service: ServiceName): string {
  return service === 'ingest'
    ? 'DUEWATCH_INGEST_PORT'
    : `DUEWATCH_${service.toUpperCase()}_STATUS_PORT`;
}
