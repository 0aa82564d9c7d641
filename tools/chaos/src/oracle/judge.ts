import { BROADCAST_KEY, TOPICS } from '@duewatch/contracts';
import type { CloudEventJson } from '@duewatch/door-client';
import type { Bus, BusRecord } from '@duewatch/event-bus';
import type { Ground } from '../ground.ts';
import type { ChaosReport } from '../report.ts';
import { compareDeliveries } from './deliveries.ts';
import { replay } from './replay.ts';
import { readTold, type Told } from './told.ts';

export type Verdict = Pick<
  ChaosReport,
  'lost' | 'diverged' | 'duplicateAlerts' | 'unexplainedRepeats'
>;

/** The first few tell what kind of trouble it is. */
const SHOWN = 30;
const SHOWN_LETTERS = 500;

/** Holds what the system came to against the events that the door accepted. */
export async function judge(
  { bus, codec, sinks, progress }: Ground,
  accepted: readonly CloudEventJson[],
  log: (line: string) => void,
): Promise<Verdict> {
  const events = await readAll(bus, TOPICS.events);
  const partitions = progress.scoring.partitions.length;
  const missing = missingIn(events, accepted, partitions);
  const told = await readTold(bus, codec);
  const { profiles, changes } = await replay('scoring', events, codec);
  // Not of the calm profiles: which value-only ones there are, and with them the time of customers
  // on fed calendars, depends on where chunks ended.
  const { alerts } = await replay('alerting', await readAll(bus, TOPICS.profiles), codec);
  const messages = compareDeliveries(told.deliveries, {
    webhook: sinks.webhook.received(),
    slack: sinks.slack.received(),
    email: sinks.email.received(),
  });
  const differences = differencesOf(told, { profiles, changes, alerts });
  const wrong = [missing, told.gaps, messages.lost, differences, messages.unexplained].flat();
  for (const line of wrong.slice(0, SHOWN)) log(`  wrong: ${line.slice(0, SHOWN_LETTERS)}`);
  return {
    lost: missing.length + told.gaps.length + messages.lost.length,
    diverged: differences.length,
    duplicateAlerts: told.alerts.length - new Set(told.alerts).size,
    unexplainedRepeats: messages.unexplained.length,
  };
}

async function readAll(bus: Bus, topic: string): Promise<readonly BusRecord[]> {
  const records: BusRecord[] = [];
  await bus.read({
    topics: [topic],
    untilEnd: true,
    onRecord: (record) => void records.push(record),
  });
  return records;
}

type Compared = Pick<Told, 'profiles' | 'changes' | 'alerts'>;

/** Accepted events that the log does not hold: broadcasts in every partition, others in one. */
function missingIn(
  events: readonly BusRecord[],
  accepted: readonly CloudEventJson[],
  partitions: number,
): readonly string[] {
  const found = new Set<string>();
  for (const { partition, key, headers } of events) {
    const id = `${headers['ce_source']} ${headers['ce_id']}`;
    found.add(key === BROADCAST_KEY ? `${id} ${partition}` : id);
  }
  return accepted.flatMap(({ source, id, subject }) => {
    const wanted =
      subject === undefined
        ? Array.from({ length: partitions }, (_, partition) => `${source} ${id} ${partition}`)
        : [`${source} ${id}`];
    return wanted.filter((one) => !found.has(one)).map((one) => `${one} is not in the log`);
  });
}

function differencesOf(told: Compared, calm: Compared): readonly string[] {
  const profiles = [...new Set([...told.profiles.keys(), ...calm.profiles.keys()])].filter(
    (key) => told.profiles.get(key) !== calm.profiles.get(key),
  );
  return [
    ...profiles.map((key) => {
      return `profile ${key}: ${told.profiles.get(key)} and not ${calm.profiles.get(key)}`;
    }),
    ...onlyIn(calm.changes, told.changes).map((text) => `change never told: ${text}`),
    ...onlyIn(told.changes, calm.changes).map((text) => `change told without cause: ${text}`),
    ...onlyIn(calm.alerts, told.alerts).map((text) => `alert never told: ${text}`),
    ...onlyIn(told.alerts, calm.alerts).map((text) => `alert told without cause: ${text}`),
  ];
}

function onlyIn(some: readonly string[], others: readonly string[]): readonly string[] {
  const known = new Set(others);
  return some.filter((one) => !known.has(one));
}
