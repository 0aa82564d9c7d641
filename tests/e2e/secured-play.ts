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

/** The four services, each told by variables of its own whom to be. */
export interface SecuredServices {
  /** Sends events and answers what came of them once all is done. */
  play(events: readonly CloudEventJson[]): Promise<Played>;
  /** What the command line is told of the door. */
  readonly doorVariables: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

/** See `SecuredServices`; `tenantId` is whose events they are. */
export async function startSecuredServices(options: {
  readonly tenantId: string;
  readonly home: string;
  readonly logDir: string;
  /** As one who may look at everything. */
  readonly stack: StackSettings;
  readonly bus: Bus;
  envOf(service: ServiceName): Readonly<Record<string, string>>;
}): Promise<SecuredServices> {
  const { tenantId, home, logDir, stack, bus, envOf } = options;
  const tenant = createTenant(tenantId, 'sample');
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
  await services.start(
    serviceNames.map((service) => {
      return { name: service, service, port: ports[service], env: envOf(service) };
    }),
  );
  const url = `http://127.0.0.1:${ingest}`;
  return {
    async play(events) {
      const report = await createFeedClient({ url, apiKey: tenant.apiKey, clock }).send(events);
      await waitUntilDrained({
        status: () => Promise.all(serviceNames.map((name) => services.status(name))),
        recordsWritten: () => countRecords(bus),
        ...{ clock, signal: failing.signal },
      });
      const codec = createCodec({ ids: await createRegistryClient(stack.registryUrl).lookup() });
      const tally = createTally([tenantId]);
      await readSightings({ bus, codec, sinceMs: 0, untilEnd: true, onSighting: tally.see });
      const { slack, email, webhook } = sinks.counts();
      return { report, tally, messages: slack + email + webhook };
    },
    doorVariables: { DUEWATCH_URL: url, DUEWATCH_API_KEY: tenant.apiKey },
    async stop() {
      await services.stop();
      await sinks.close();
    },
  };
}
