import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { alertingSettings, createApp as createAlerting } from '@duewatch/alerting';
import { type Clock, loadSettings } from '@duewatch/config';
import { createCodec, createStaticSchemaIds, topicDefinitions } from '@duewatch/contracts';
import { type Bus, createMemoryCluster } from '@duewatch/event-bus';
import {
  createApp as createIngest,
  createMemoryDedupeStore,
  createMemoryMarkStore,
  ingestSettings,
} from '@duewatch/ingest';
import {
  createMemoryBreaker,
  createMemoryDeliveryQueue,
  createApp as createNotifier,
  notifierSettings,
} from '@duewatch/notifier';
import { createApp as createScoring, scoringSettings } from '@duewatch/scoring';
import { createMemoryStore } from '@duewatch/stream';
import { createLog } from '@duewatch/telemetry';
import type { Ground } from '../play/ground.ts';
import { RunError } from '../play/run-error.ts';
import type { RunHome } from '../play/run-home.ts';
import type { ServiceName, ServiceStatus } from '../services/service-supervisor.ts';

export interface EmbeddedOptions {
  readonly home: RunHome;
  readonly env: NodeJS.ProcessEnv;
  readonly clock: Clock;
  readonly partitions: number;
  /** A service cannot go on. */
  fail(error: RunError): void;
}

interface App {
  start(): Promise<void>;
  stop(): Promise<void>;
  status(): Promise<Answer> | Answer;
}

type Answer = Pick<ServiceStatus, 'service' | 'ready' | 'lag' | 'pending'>;

/**
 * All four services in this process, with the settings that they would read as processes, on
 * in-memory stand-ins for Kafka, the registry and both Redis. Nothing outlives the run.
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<Ground> {
  const { home, clock, env } = options;
  const settings = loadSettings(
    {
      ingest: ingestSettings,
      scoring: scoringSettings,
      alerting: alertingSettings,
      notifier: notifierSettings,
    },
    { env: { ...env, DUEWATCH_SETTINGS: home.settingsFile } },
  );
  const cluster = createMemoryCluster({ clock });
  const buses: Bus[] = [];
  const connect = (): Bus => {
    const bus = cluster.connect();
    buses.push(bus);
    return bus;
  };
  const codec = createCodec({ ids: createStaticSchemaIds() });
  const bus = connect();
  await bus.ensureTopics(topicDefinitions(options.partitions));
  const logs = openLogs(home);
  const partsOf = (service: ServiceName) => ({
    bus: connect(),
    codec,
    clock,
    log: createLog({ service, level: settings[service].logLevel, destination: logs }),
    onFatal: (error: Error) =>
      options.fail(new RunError('DIED', `${service} cannot go on: ${error.message}`, error)),
  });
  const scoringStore = createMemoryStore();
  const dedupe = createMemoryDedupeStore(clock);
  const ingest = createIngest(settings.ingest, {
    ...partsOf('ingest'),
    dedupe,
    marks: createMemoryMarkStore(),
    scoringStore,
  });
  const apps: readonly App[] = [
    ingest,
    createScoring(settings.scoring, { ...partsOf('scoring'), store: scoringStore }),
    createAlerting(settings.alerting, { ...partsOf('alerting'), store: createMemoryStore() }),
    createNotifier(settings.notifier, {
      ...partsOf('notifier'),
      store: createMemoryStore(),
      queue: createMemoryDeliveryQueue(clock),
      breaker: createMemoryBreaker(settings.notifier.breaker, clock),
    }),
  ];
  for (const app of apps) await app.start();
  return {
    bus,
    codec,
    services: {
      doorUrl: ingest.url(),
      async status() {
        const statuses: ServiceStatus[] = [];
        for (const app of apps) statuses.push({ ...(await app.status()) });
        return statuses;
      },
      async stop() {
        for (const app of apps) await app.stop();
        await Promise.all(buses.map((one) => one.close()));
        logs.end();
      },
      // They end with this process.
      killNow: () => undefined,
    },
  };
}

/** One file for all: the lines say which service they are of. */
function openLogs({ logDir }: RunHome) {
  return createWriteStream(join(logDir, 'services.log'), { flags: 'a' });
}
