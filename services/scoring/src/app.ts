import type { Clock } from '@duewatch/config';
import type { Codec } from '@duewatch/contracts';
import { type Bus, createDeadLetters, createSchemaLearning } from '@duewatch/event-bus';
import { createScoringLogic, SCORING, SCORING_INPUTS } from '@duewatch/scoring-logic';
import { createStream, type PartitionStore } from '@duewatch/stream';
import { type Log, type StatusServer, startStatusServer } from '@duewatch/telemetry';
import type { ScoringSettings } from './config.ts';

/** What scoring needs from outside. */
export interface ScoringPorts {
  readonly bus: Bus;
  readonly store: PartitionStore;
  readonly codec: Codec;
  readonly clock: Clock;
  readonly log: Log;
  /** It cannot go on: end the process with a failure. */
  onFatal(error: Error): void;
  /** Where /livez, /readyz and /status are served; over HTTP when absent. */
  readonly serveStatus?: typeof startStatusServer;
}

/** How scoring is doing, as /status answers it. */
export interface ScoringStatus {
  readonly service: typeof SCORING;
  readonly ready: boolean;
  /** Input records of owned partitions that are not folded yet. */
  readonly lag: number;
  /** Broadcasts that have not reached every customer, and outputs not acknowledged yet. */
  readonly pending: number;
  readonly partitions: readonly number[];
  readonly folded: number;
  readonly emitted: number;
  readonly commits: number;
  readonly skipped: Readonly<Record<string, number>>;
  readonly deadLetters: Readonly<Record<string, number>>;
}

export interface ScoringApp {
  start(): Promise<void>;
  stop(): Promise<void>;
  status(): Promise<ScoringStatus>;
}

/** Puts the service together on the ports given. */
export function createApp(settings: ScoringSettings, ports: ScoringPorts): ScoringApp {
  const { codec, log, serveStatus = startStatusServer } = ports;
  let server: StatusServer | undefined;

  const stream = createStream({
    ...ports,
    name: SCORING,
    inputs: SCORING_INPUTS,
    logic: createScoringLogic({ codec, baseCurrency: settings.baseCurrency }),
    chunkRecords: settings.chunkRecords,
    cacheMegabytes: settings.cacheMegabytes,
    prepare: createSchemaLearning(codec),
    toDeadLetter: createDeadLetters(codec, SCORING),
  });

  async function status(): Promise<ScoringStatus> {
    const { pendingBroadcasts, unpublished, ...rest } = await stream.status();
    return { service: SCORING, pending: pendingBroadcasts + unpublished, ...rest };
  }

  return {
    async start() {
      server = await serveStatus({
        port: settings.statusPort,
        live: () => true,
        unready: () => stream.unready(),
        status,
      });
      log.info('scoring listens', { url: server.url });
      await stream.start();
    },
    async stop() {
      await stream.stop();
      await server?.close();
    },
    status,
  };
}
