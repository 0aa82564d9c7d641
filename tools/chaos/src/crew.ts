import { setTimeout as pause } from 'node:timers/promises';
import {
  createServiceSupervisor,
  findFreePorts,
  type ServiceInstance,
  type ServiceName,
  type ServiceStatus,
  type ServiceSupervisor,
} from '@duewatch/run';

/** Processes of every service, brought back whenever one ends, as an orchestrator does. */
export interface Crew {
  signal(name: string, signal: 'SIGSTOP' | 'SIGCONT'): void;
  /** SIGKILL; it is started again at once, without being waited for. */
  kill(name: string): Promise<void>;
  /** One of a service's processes, which `nth` chooses. */
  memberOf(service: ServiceName, nth: number): ServiceInstance | undefined;
  /** Names of the processes that own partitions of a service. */
  ownersOf(service: ServiceName): Promise<ReadonlyMap<number, string>>;
  /** Of all, in the order in which events pass. */
  status(): Promise<readonly ServiceStatus[]>;
  /** Ended by themselves, or before they were ready: each was started again. */
  deaths(): number;
  stop(): Promise<void>;
}

export interface CrewOptions {
  readonly settingsFile: string;
  readonly logDir: string;
  readonly env: NodeJS.ProcessEnv;
  readonly doorPort: number;
}

const counts: Readonly<Record<ServiceName, number>> = {
  ingest: 1,
  scoring: 2,
  alerting: 2,
  notifier: 2,
};
const RESTART_AFTER_MS = 500;

/** Starts them and waits until all are ready. */
export async function startCrew(options: CrewOptions): Promise<Crew> {
  const supervisor = await createServiceSupervisor(options);
  const members = await muster(options.doorPort);
  const revival = new Revival(supervisor);
  try {
    await supervisor.start(members);
  } catch (error) {
    await supervisor.stop();
    throw error;
  }
  supervisor.onDeath(({ name }) => {
    const member = members.find((one) => one.name === name);
    if (member !== undefined) revival.begin(member);
  });
  return {
    memberOf(service, nth) {
      const ofService = members.filter((one) => one.service === service);
      return ofService[nth % ofService.length];
    },
    async ownersOf(service) {
      const owners = new Map<number, string>();
      for (const { name } of members.filter((one) => one.service === service)) {
        const { partitions } = await supervisor.status(name);
        for (const partition of partitions as readonly number[]) owners.set(partition, name);
      }
      return owners;
    },
    signal(name, signal) {
      const pid = supervisor.pidOf(name);
      if (pid !== undefined) process.kill(pid, signal);
    },
    async kill(name) {
      const member = members.find((one) => one.name === name);
      if (member === undefined || supervisor.pidOf(name) === undefined) return;
      await supervisor.end(name, 'SIGKILL');
      revival.begin(member);
    },
    async status() {
      return await Promise.all(members.map(({ name }) => supervisor.status(name)));
    },
    deaths: () => revival.deaths,
    async stop() {
      revival.end();
      await supervisor.stop();
    },
  };
}

async function muster(doorPort: number): Promise<readonly ServiceInstance[]> {
  const wanted = Object.entries(counts) as [ServiceName, number][];
  const ports = await findFreePorts(wanted.flatMap(([, count]) => Array<number>(count).fill(0)));
  const members = wanted.flatMap(([service, count]) =>
    Array.from({ length: count }, (_, nth) => ({ service, name: `${service}-${nth + 1}` })),
  );
  return members.map((member, nth) => {
    return { ...member, port: member.service === 'ingest' ? doorPort : (ports[nth] ?? 0) };
  });
}

/** Starts what has ended until it stays. */
class Revival {
  deaths = 0;
  readonly #supervisor: ServiceSupervisor;
  #isOver = false;

  constructor(supervisor: ServiceSupervisor) {
    this.#supervisor = supervisor;
  }

  begin(member: ServiceInstance): void {
    void this.#untilItStays(member);
  }

  end(): void {
    this.#isOver = true;
  }

  async #untilItStays(member: ServiceInstance): Promise<void> {
    while (!this.#isOver) {
      try {
        return await this.#supervisor.start([member]);
      } catch {
        this.deaths += 1;
        // One that runs without ever becoming ready is ended before its successor begins.
        if (this.#supervisor.pidOf(member.name) !== undefined) {
          await this.#supervisor.end(member.name, 'SIGKILL');
        }
        await pause(RESTART_AFTER_MS);
      }
    }
  }
}
