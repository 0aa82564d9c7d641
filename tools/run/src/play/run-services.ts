import type { ServiceName, ServiceStatus } from '../services/service-supervisor.ts';

/** The four services of a run, wherever they live. */
export interface RunServices {
  readonly doorUrl: string;
  /** What each says of itself, asked one after the other in the order in which events pass. */
  status(): Promise<readonly ServiceStatus[]>;
  stop(): Promise<void>;
  /** SIGKILL to all, without waiting. */
  killNow(): void;
}

/** Services that are processes can crash. */
export interface ProcessServices extends RunServices {
  /** Ends one without a word to the others. */
  kill(service: ServiceName): Promise<void>;
  /** Starts a killed one again; resolves when it is ready. */
  restart(service: ServiceName): Promise<void>;
  /** Starts one more process of a service beside those that run. */
  add(service: ServiceName): Promise<void>;
}
