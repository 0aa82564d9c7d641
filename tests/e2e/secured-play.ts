import { join } from 'node:path';
import { createSystemClock, type StackSettings } from '@duewatch/config';
import { createCodec } from '@duewatch/contracts';
import { type CloudEventJson, createFeedClient, type FeedReport } from '@duewatch/door-client';
import { type Bus, createRegistryClient } from '@duewatch/event-bus';
import {
  countRecords,
  createServiceSupervisor,
  createTally,
  createTenant,
  findFreePorts,
  readSightings,
  runSettings,
  type ServiceName,
  serviceNames,
  startRunSinks,
  type Tally,
  waitUntilDrained,
  writeSettings,
} from '@duewatch/run';

const clock = createSystemClock();

/** What a story came to. */
export interface Played {
  readonly report: FeedReport;
  readonly tally: Tally;
  /** That receivers got. */
  readonly messages: number;
}

/** Plays events through the four services, each told by variables of its own whom to be. */
export async function playSecured(
  events: readonly CloudEventJson[],
  options: {
    readonly home: string;
    readonly logDir: string;
    /** As one who may look at everything. */
    readonly stack: StackSettings;
    readonly bus: Bus;
    envOf(service: ServiceName): Readonly<Record<string, string>>;
  },
): Promise<Played> {
  const { home, logDir, stack, bus, envOf } = options;
  const tenant = createTenant('demo', 'sample');
  const [ingest = 0, scoring = 0, alerting = 0, notifier = 0] = await findFreePorts([0, 0, 0, 0]);
  const ports = { ingest, scoring, alerting, notifier };
  const sinks = await startRunSinks();
  const settingsFile = join(home, 'settings.json');
  const { partitions } = stack;
  const given = { stack, partitions, ports, tenants: [tenant], calendarIds: [] };
  writeSettings(settingsFile, runSettings({ ...given, sinks: sinks.addresses }));
  const services = await createServiceSupervisor({ settingsFile, logDir, env: process.env });
  const failing = new AbortController();
  services.onDeath(({ name, logTail }) => failing.abort(new Error(`${name} ended\n${logTail}`)));
  try {
    await services.start(
      serviceNames.map((service) => {
        return { name: service, service, port: ports[service], env: envOf(service) };
      }),
    );
    const url = `http://127.0.0.1:${ingest}`;
    const report = await createFeedClient({ url, apiKey: tenant.apiKey, clock }).send(events);
    await waitUntilDrained({
      status: () => Promise.all(serviceNames.map((name) => services.status(name))),
      recordsWritten: () => countRecords(bus),
      ...{ clock, signal: failing.signal },
    });
    const codec = createCodec({ ids: await createRegistryClient(stack.registryUrl).lookup() });
    const tally = createTally([tenant.tenantId]);
    await readSightings({ bus, codec, sinceMs: 0, untilEnd: true, onSighting: tally.see });
    const { slack, email, webhook } = sinks.counts();
    return { report, tally, messages: slack + email + webhook };
  } finally {
    await services.stop();
    await sinks.close();
  }
}
