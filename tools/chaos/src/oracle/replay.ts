import { setTimeout as pause } from 'node:timers/promises';
import {
  type AlertingPorts,
  alertingSettings,
  createApp as createAlerting,
} from '@duewatch/alerting';
import { createSystemClock } from '@duewatch/config';
import { type Codec, topicDefinitions } from '@duewatch/contracts';
import { type Bus, type BusRecord, createMemoryCluster } from '@duewatch/event-bus';
import { createApp as createScoring, scoringSettings } from '@duewatch/scoring';
import { createMemoryStore } from '@duewatch/stream';
import { silentLog } from '@duewatch/telemetry';
import { readTold, type Told } from './told.ts';

const POLL_MS = 50;
const RECORDS_PER_SEND = 5_000;

interface App {
  start(): Promise<void>;
  stop(): Promise<void>;
  status(): Promise<{ readonly ready: boolean; readonly lag: number; readonly pending: number }>;
}

/** Services that fold, on the ports that all of them have. */
const services = {
  scoring: (ports: AlertingPorts): App =>
    createScoring(scoringSettings.parse({ statusPort: 0 }), ports),
  alerting: (ports: AlertingPorts): App =>
    createAlerting(alertingSettings.parse({ statusPort: 0 }), ports),
} as const;

/**
 * What a service says when nothing ever fails: records of what it reads, offset for offset, folded
 * from the beginning in this process.
 */
export async function replay(
  service: keyof typeof services,
  records: readonly BusRecord[],
  codec: Codec,
): Promise<Told> {
  const clock = createSystemClock();
  const cluster = createMemoryCluster({ clock });
  const bus = cluster.connect();
  await bus.ensureTopics(topicDefinitions());
  await write(bus, records);
  const failure = Promise.withResolvers<never>();
  const app = services[service]({
    ...{ bus: cluster.connect(), codec, clock, log: silentLog, store: createMemoryStore() },
    onFatal: (error: Error) => failure.reject(error),
  });
  await app.start();
  await Promise.race([untilIdle(app), failure.promise]);
  const told = await readTold(bus, codec);
  await app.stop();
  await bus.close();
  return told;
}

async function write(bus: Bus, records: readonly BusRecord[]): Promise<void> {
  const producer = bus.producer('replay');
  const inOrder = records.toSorted((a, b) => a.partition - b.partition || a.offset - b.offset);
  for (let at = 0; at < inOrder.length; at += RECORDS_PER_SEND) {
    await producer.send(
      inOrder.slice(at, at + RECORDS_PER_SEND).map((record) => {
        const { topic, partition, key, value, headers } = record;
        return { topic, partition, key, value, headers };
      }),
    );
  }
  await producer.close();
}

async function untilIdle(app: App): Promise<void> {
  for (;;) {
    const { ready, lag, pending } = await app.status();
    if (ready && lag === 0 && pending === 0) return;
    await pause(POLL_MS);
  }
}
