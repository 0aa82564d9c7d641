import type { ProcessIdentity } from './process-identity.ts';

/** How to start one server. */
export interface ServerSpec {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  /** The whole environment; without it the supervisor's own is inherited. */
  readonly env?: Readonly<NodeJS.ProcessEnv>;
  readonly cwd: string;
  readonly logFile: string;
}

/** One line of the supervisor's standard input. */
export type SupervisorCommand = ({ readonly do: 'start' } & ServerSpec) | { readonly do: 'detach' };

/** One line of the supervisor's standard output. */
export type SupervisorEvent =
  | { readonly event: 'detached' }
  | { readonly event: 'started'; readonly name: string; readonly identity: ProcessIdentity }
  | {
      readonly event: 'exited';
      readonly name: string;
      readonly code: number | null;
      readonly signal: NodeJS.Signals | null;
      /** Why it could not even be started. */
      readonly reason?: string;
    };
