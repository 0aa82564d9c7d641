import type { StackSettings } from '@duewatch/config';
import type { ProcessIdentity } from './process-identity.ts';
import type { ServerExit } from './supervised-processes.ts';

/** Who runs the servers. `embedded`: nobody, the four apps share one process on in-memory twins. */
export type StackKind = 'given' | 'docker' | 'native' | 'embedded';

/** What servers may want of a client beside its coming: encryption, and to know who it is. */
type StackAccess = Pick<
  StackSettings,
  'caFile' | 'clientCertificate' | 'kafkaTls' | 'kafkaSasl' | 'registryLogin' | 'redisLogin'
>;

/** Everything that a client of the stack needs to know. */
export interface StackAddresses extends Partial<StackAccess> {
  readonly kafkaBrokers: readonly string[];
  /** With the path of the Confluent API. */
  readonly registryUrl: string;
  readonly stateRedisUrl: string;
  readonly queueRedisUrl: string;
}

/** A stack with servers, ready for clients. */
export interface ServerStack extends StackAddresses {
  readonly kind: Exclude<StackKind, 'embedded'>;
  /** Called when a server ends that nobody stopped. Given addresses are not watched. */
  onServerExit(listener: (exit: ServerExit) => void): void;
  /** Ends what `startStack` started, and only that. */
  stop(): Promise<void>;
}

/** What `startStack` found or started. */
export type RunningStack = ServerStack | { readonly kind: 'embedded'; stop(): Promise<void> };

/** A process that a launcher started, by the name of its server. */
export interface StackProcess extends ProcessIdentity {
  readonly name: string;
}

/** A stack that this process started itself and may leave running alone. */
export interface OwnStack extends ServerStack {
  readonly kind: 'docker' | 'native';
  readonly processes: readonly StackProcess[];
  /** Leaves the servers running after this process and gives up the home's lock. */
  detach(): Promise<void>;
}

/** Servers that can be taken away one by one and brought back, for tests of what stands on them. */
export interface NativeStack extends OwnStack {
  /** Where each server has a folder of its data, by its name. */
  readonly dataDir: string;
  /** SIGKILL. Resolves when it has ended. */
  killServer(name: ServerName): Promise<void>;
  /** Starts a killed one again where it was, with the data that it finds. */
  restartServer(name: ServerName): Promise<void>;
}

/** The servers of a native stack. */
export type ServerName = 'kafka' | 'registry' | 'redis-state' | 'redis-queue';

/** What every way of starting servers is given. */
export interface StackStart {
  /** The folder for data, logs and the note of what runs. */
  readonly home: string;
  readonly env: NodeJS.ProcessEnv;
  readonly log: (line: string) => void;
  /** The port that a native Kafka tells its clients, where something stands between. */
  readonly advertisedKafkaPort?: number;
}
