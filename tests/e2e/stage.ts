import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSystemClock } from '@duewatch/config';
import { isoDateOf } from '@duewatch/contracts';
import { type CloudEventJson, createFeedClient, type FeedReport } from '@duewatch/door-client';
import {
  createRunHome,
  createTally,
  type Pipeline,
  type PipelineOptions,
  readSightings,
  readStory,
  repositoryRoot,
  type Sighting,
  startPipeline,
  type Tally,
  waitUntilDrained,
} from '@duewatch/run';

/** An example's file. */
export function examplePath(name: string): string {
  return join(repositoryRoot, 'examples', name);
}

/** Its events. */
export async function eventsOf(path: string): Promise<readonly CloudEventJson[]> {
  const events: CloudEventJson[] = [];
  for await (const event of readStory(path)) events.push(event);
  return events;
}

/** A whole running system, as `npm start` puts it together, with handles for tests. */
export interface Stage {
  readonly pipeline: Pipeline;
  /** Settings of its services, as DUEWATCH_SETTINGS names them. */
  readonly settingsFile: string;
  /** Where each process writes its log. */
  readonly logDir: string;
  send(
    tenantId: string,
    events: Iterable<CloudEventJson>,
    onProgress?: (sofar: FeedReport) => void,
  ): Promise<FeedReport>;
  drained(): Promise<void>;
  /** All that the topics hold of one tenant. */
  look(tenantId: string): Promise<{ tally: Tally; sightings: readonly Sighting[] }>;
  close(): Promise<void>;
}

const clock = createSystemClock();

/** Starts it in a folder of its own; nothing is shared with other tests. */
export async function raise(
  kind: PipelineOptions['kind'],
  tenants: PipelineOptions['tenants'],
): Promise<Stage> {
  const base = mkdtempSync(join(tmpdir(), 'duewatch-e2e-'));
  const home = createRunHome(base, { nowMs: clock.now(), keep: false });
  const lines: string[] = [];
  const pipeline = await startPipeline({
    ...{ kind, home, clock, tenants, calendarIds: [] },
    env: environmentWithoutStack(),
    log: (line) => lines.push(line),
  });
  const { bus, codec, failed, recordsWritten, services } = pipeline;
  return {
    pipeline,
    settingsFile: home.settingsFile,
    logDir: home.logDir,
    async send(tenantId, events, onProgress) {
      const apiKey = pipeline.tenants.find((one) => one.tenantId === tenantId)?.apiKey ?? '';
      const client = createFeedClient({ url: services.doorUrl, apiKey, clock });
      return await client.send(events, onProgress === undefined ? {} : { onProgress });
    },
    async drained() {
      const status = () => services.status();
      await waitUntilDrained({ status, recordsWritten, clock, signal: failed });
    },
    async look(tenantId) {
      const tally = createTally([tenantId]);
      const sightings: Sighting[] = [];
      await readSightings({
        ...{ bus, codec, sinceMs: 0, untilEnd: true },
        onSighting: (sighting) => {
          tally.see(sighting);
          sightings.push(sighting);
        },
      });
      return { tally, sightings };
    },
    async close() {
      await pipeline.stop();
      rmSync(base, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/** Alerts in the terms of an expectation, in an order that does not depend on partitions. */
export function alertsOf(tally: Tally) {
  return inOrder(
    tally.alerts().map(({ customerId, code, scope, transition, severity, ...rest }) => {
      const keptBack = rest.suppressedReason === null ? {} : { keptBack: rest.suppressedReason };
      const date = isoDateOf(rest.changedOn);
      return { customer: customerId ?? '', code, scope, transition, severity, date, ...keptBack };
    }),
  );
}

/** Band by customer, without the tenant. */
export function bandsOf(tally: Tally): Readonly<Record<string, string>> {
  const bands = [...tally.bands()].map(([key, band]) => [key.split('|')[1] ?? key, band] as const);
  return Object.fromEntries(bands.sort());
}

/** Sorted by what they say. */
export function inOrder<T>(items: readonly T[]): readonly T[] {
  return [...items].sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
}

/** A run starts its own servers, whatever the machine's environment names. */
function environmentWithoutStack(): NodeJS.ProcessEnv {
  const entries = Object.entries(process.env);
  return Object.fromEntries(entries.filter(([name]) => !name.startsWith('DUEWATCH_STACK_')));
}
