import type { Clock } from '@duewatch/config';
import type { Codec } from '@duewatch/contracts';
import { type Bus, createDeadLetters, createSchemaLearning } from '@duewatch/event-bus';
import { createStream, type PartitionStore } from '@duewatch/stream';
import { type Log, type StatusServer, startStatusServer } from '@duewatch/telemetry';
import { COMMANDS, createAlertingLogic, PROFILES } from './alerting-logic.ts';
import type { AlertingSettings } from './config.ts';
import { createAlertDesk } from './open-alerts.ts';

/** Consumer group and name of the state. */
export const ALERTING = 'alerting';

/** The topics whose partitions alerting owns together; the store is made for these. */
export const ALERTING_INPUTS = [PROFILES, COMMANDS] as const;

/** What alerting needs from outside. */
export interface AlertingPorts {
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

/** How alerting is doing, as /status answers it. */
export interface AlertingStatus {
  readonly service: typeof ALERTING;
  readonly ready: boolean;
  /** Input records that are not folded yet. */
  readonly lag: number;
  /** Partitions whose last alerts Kafka has not acknowledged yet. */
  readonly pending: number;
  readonly partitions: readonly number[];
  /** Transitions by kind and verdict since the start, such as `opened:news`. */
  readonly announced: Readonly<Record<string, number>>;
  /** Profiles that were lost on the way here. */
  readonly gaps: number;
  readonly skipped: Readonly<Record<string, number>>;
  readonly deadLetters: Readonly<Record<string, number>>;
}

export interface AlertingApp {
  start(): Promise<void>;
  stop(): Promise<void>;
  status(): Promise<AlertingStatus>;
}

/** Puts the service together on the ports given. */
export function createApp(settings: AlertingSettings, ports: AlertingPorts): AlertingApp {
  const { bus, store, codec, clock, log, onFatal, serveStatus = startStatusServer } = ports;
  const announced = new Map<string, number>();
  let gaps = 0;
  const desk = createAlertDesk(store, bus);
  let server: StatusServer | undefined;

  const logic = createAlertingLogic({
    codec,
    counters: {
      announced({ transition, verdict }) {
        const label = `${transition.kind}:${verdict.reason}`;
        announced.set(label, (announced.get(label) ?? 0) + 1);
      },
      gap() {
        gaps += 1;
        log.warn('a profile was lost before it got here', { gaps });
      },
    },
  });

  const stream = createStream({
    name: ALERTING,
    inputs: ALERTING_INPUTS,
    logic,
    bus,
    store,
    clock,
    log,
    chunkRecords: settings.chunkRecords,
    cacheMegabytes: settings.cacheMegabytes,
    prepare: createSchemaLearning(codec),
    toDeadLetter: createDeadLetters(codec, ALERTING),
    onFatal,
  });

  async function status(): Promise<AlertingStatus> {
    const { ready, lag, unpublished, partitions, skipped, deadLetters } = await stream.status();
    return {
      service: ALERTING,
      ready,
      lag,
      pending: unpublished,
      partitions,
      announced: Object.fromEntries(announced),
      gaps,
      skipped,
      deadLetters,
    };
  }

  return {
    async start() {
      server = await serveStatus({
        port: settings.statusPort,
        live: () => true,
        unready: () => stream.unready(),
        status,
        pages: {
          '/alerts': (query) => desk.alerts(query),
          '/silences': () => desk.silences(),
          '/precision': () => desk.precision(),
        },
      });
      log.info('alerting listens', { url: server.url });
      await stream.start();
    },
    async stop() {
      await stream.stop();
      await server?.close();
    },
    status,
  };
}
