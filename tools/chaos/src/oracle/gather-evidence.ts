import { type Codec, deadLetterTopic, TOPICS } from '@duewatch/contracts';
import type { Bus, BusRecord } from '@duewatch/event-bus';
import { scoringSettings } from '@duewatch/scoring';
import { auditCustomers } from '@duewatch/scoring-logic';
import type { Ground } from '../ground.ts';
import type { ReceivedChange } from './compare-changes.ts';
import type { Received } from './compare-deliveries.ts';
import type { AcceptedEvent, Evidence } from './judge.ts';
import { replay } from './replay.ts';
import { readTold } from './told.ts';

/** A receiver sees by these words that it may know the message already. */
const REPEAT_WORDS = /possible repeat|may have received this message before/;
/** A Slack message ends with its own id; others may stand before it. */
const LAST_ID = /.*\b((?:dlv|sum)_[0-9a-f]{32}|held-[\w-]+)\b/s;

/** Reads everything that a run left behind. */
export async function gatherEvidence(
  ground: Ground,
  accepted: readonly AcceptedEvent[],
): Promise<Evidence> {
  const { bus, codec, sinks, progress } = ground;
  const events = await readAll(bus, TOPICS.events);
  const { profiles, changes } = await replay('scoring', events, codec);
  // Not of the calm profiles: which value-only ones there are, and with them the time of customers
  // on fed calendars, depends on where chunks ended.
  const { alerts } = await replay('alerting', await readAll(bus, TOPICS.profiles), codec);
  return {
    accepted,
    log: events.map(({ partition, offset, headers }) => {
      const { ce_source: source = '', ce_id: id = '' } = headers;
      return { source, id, partition, offset };
    }),
    foldedBelow: await progress.scoring.foldedBelow(TOPICS.events),
    setAside: await readSetAside(bus, codec),
    drifts: await readDrifts(ground),
    told: await readTold(bus, codec),
    calm: { profiles, changes, alerts },
    received: receivedBy(sinks),
    receivedChanges: sinks.webhook.received().flatMap(({ body }) => changeOf(body) ?? []),
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

/** Places of events that scoring could not use. */
async function readSetAside(bus: Bus, codec: Codec): Promise<ReadonlySet<string>> {
  const letters = await readAll(bus, deadLetterTopic('scoring'));
  return new Set(
    letters.flatMap(({ value }) => {
      const decoded = value === null ? undefined : codec.decode(value);
      if (decoded?.recordName !== 'DeadLetter') return [];
      return [`${decoded.data.partition}.${decoded.data.offset}`];
    }),
  );
}

/** Folds the log without streams and chunks, and holds every customer's state against it. */
async function readDrifts({ bus, codec, scoringStore, progress }: Ground) {
  const { drifts } = await auditCustomers({
    ...{ bus, codec, store: scoringStore, partitions: progress.scoring.partitions.length },
    baseCurrency: scoringSettings.parse({ statusPort: 0 }).baseCurrency,
    ...{ sample: Number.MAX_SAFE_INTEGER, seed: 'all' },
  });
  return drifts.map((drift) => `state of ${JSON.stringify(drift)}`);
}

function receivedBy({ webhook, slack, email }: Ground['sinks']): Received {
  return {
    webhook: webhook.received().map(({ id, body }) => {
      const { data } = body as { readonly data: { readonly isPossibleRepeat: boolean } };
      return { id, isMarked: data.isPossibleRepeat };
    }),
    slack: slack.received().map(({ text }) => {
      return { id: LAST_ID.exec(text)?.[1] ?? null, isMarked: REPEAT_WORDS.test(text) };
    }),
    email: email.received().map(({ messageId, text }) => {
      return { id: LAST_ID.exec(messageId)?.[1] ?? null, isMarked: REPEAT_WORDS.test(text) };
    }),
  };
}

/** Alerts name no key. */
function changeOf(body: unknown): ReceivedChange | undefined {
  const { data } = body as { readonly data: Partial<ReceivedChange> };
  const { key, position, follows = null } = data;
  return key === undefined || position === undefined ? undefined : { key, position, follows };
}
