import { type Decoded, type Envelope, envelopeOf, TOPICS } from '@duewatch/contracts';
import type { BusRecord } from '@duewatch/event-bus';
import { codec } from './codec.ts';
import type { Run } from './simulate.ts';

/** A record as an honest reader sees it; poison has neither envelope nor body. */
export interface Seen {
  readonly record: BusRecord;
  readonly envelope: Envelope | null;
  readonly body: Decoded | null;
}

export type Topic = (typeof TOPICS)[keyof typeof TOPICS] | 'scoring.dead-letters';

/** All that a run left behind, read once. */
export interface Evidence extends Run {
  readonly log: ReadonlyMap<Topic, readonly Seen[]>;
}

const READ: readonly Topic[] = [
  TOPICS.events,
  TOPICS.profiles,
  TOPICS.changes,
  TOPICS.alerts,
  TOPICS.deliveries,
  'scoring.dead-letters',
];

/** Each topic in the order of its partitions. */
export async function gather(run: Run): Promise<Evidence> {
  const { machine, observer } = run.deployment;
  const log = new Map<Topic, Seen[]>();
  for (const topic of READ) {
    const seen: Seen[] = [];
    const onRecord = (record: BusRecord): void => void seen.push(open(record));
    await machine.time.until(observer.read({ topics: [topic], untilEnd: true, onRecord }));
    log.set(topic, seen);
  }
  return { ...run, log };
}

function open(record: BusRecord): Seen {
  try {
    const body = record.value === null ? null : codec.decode(record.value);
    // Dead letters say all that they have to say in their bodies.
    const isLetter = body?.recordName === 'DeadLetter';
    return { record, envelope: isLetter ? null : envelopeOf(record.headers), body };
  } catch {
    return { record, envelope: null, body: null };
  }
}

/** Bodies of one record type, in the order of the log. */
export function bodiesOf<Name extends Decoded['recordName']>(
  { log }: Evidence,
  topic: Topic,
  name: Name,
) {
  type Body = Extract<Decoded, { recordName: Name }>;
  return (log.get(topic) ?? [])
    .map(({ body }) => body)
    .filter((body): body is Body => body?.recordName === name)
    .map(({ data }) => data as Body['data']);
}
