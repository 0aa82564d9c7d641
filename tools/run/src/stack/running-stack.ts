import type { ProcessIdentity } from './process-identity.ts';
import type { ServerExit } from './supervised-processes.ts';

/** Who runs the servers. `embedded`: nobody, the four apps share one process on in-memory twins. */
export type StackKind = 'given' | 'docker' | 'native' | 'embedded';

/** Everything that a client of the stack needs to know. */
export interface StackAddresses {
  readonly kafkaBrokers: readonly string[];
  /** With the path of the Confluent API. */
  readonly registryUrl: string;
  readonly stateRedisUrl: string;
  readonly queueRedisUrl: string;
}

/** A server process of a native stack. */
export interface StackProcess extends ProcessIdentity {
  readonly name: string;
}

/** A stack with servers, ready for clients. */
export interface ServerStack extends StackAddresses {
  readonly kind: 'given' | 'docker' | 'native';
  /** Called when a server ends that nobody stopped; only a native stack notices. */
  onServerExit(listener: (exit: ServerExit) => void): void;
  /** Ends what `startStack` started, and only that. */
  stop(): Promise<void>;
}

/** What `startStack` found or started. */
export type RunningStack = ServerStack | { readonly kind: 'embedded'; stop(): Promise<void> };
