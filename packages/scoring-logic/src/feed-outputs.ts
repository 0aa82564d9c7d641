import {
  type Codec,
  type Decoded,
  type Envelope,
  entryOfRecord,
  headersOf,
  placeId,
  type RecordName,
  type Records,
} from '@duewatch/contracts';
import { MODEL_VERSION, type Position } from '@duewatch/risk-core';
import type { FoldContext } from '@duewatch/stream';

/** News of a feed, as ingest wrote it to every partition. */
export type FeedNews = Extract<Decoded, { recordName: 'FeedWentSilent' | 'FeedResumed' }>;

export function isFeedNews(decoded: Decoded): decoded is FeedNews {
  return decoded.recordName === 'FeedWentSilent' || decoded.recordName === 'FeedResumed';
}

/** What is told of a feed beside the news itself. */
export interface FeedTelling {
  readonly codec: Codec;
  readonly envelope: Envelope;
  readonly policyVersion: string;
  /** Offset of the news of this feed before; null when there was none. */
  readonly toldBefore: number | null;
}

const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;
/** Every partition hears the news; this one alone tells on-call of it, so that it is told once. */
const SPEAKER = 0;

/**
 * Tells dunning in each partition to hold the tenant's customers there, or to go on; and, from one
 * partition, alerting of the feed itself.
 */
export function tellFeed(news: FeedNews, telling: FeedTelling, context: FoldContext): void {
  const { partition } = context;
  const { tenantId, source } = news.data;
  const isSilent = news.recordName === 'FeedWentSilent';
  const since = isSilent ? news.data.silentSince : news.data.resumedAt;
  const key = `${tenantId}|~feed.${source}`;
  const common = { tenantId, source, since };

  const held = placeOf(telling, context.nextPosition());
  const holding = { ...common, partition, isStale: isSilent, ...held, ...tracedTo(telling) };
  emit('FeedStale', holding, `${key}.${partition}`, partition);

  if (partition !== SPEAKER) return;
  const told = placeOf(telling, context.nextPosition());
  const { calendarId, time } = telling.envelope;
  const status: Records['FeedStatusUpdated'] = {
    ...{ ...common, ...told, ...tracedTo(telling), calendarId, isSilent },
    asOf: Math.floor(time / DAY_MS),
    silentHours: isSilent ? Math.floor(Math.max(0, time - since) / HOUR_MS) : 0,
    policyVersion: telling.policyVersion,
    modelVersion: MODEL_VERSION,
  };
  emit('FeedStatusUpdated', status, key);

  function emit<Name extends 'FeedStale' | 'FeedStatusUpdated'>(
    recordName: Name,
    data: Records[Name],
    outputKey: string,
    outputPartition?: number,
  ): void {
    const headers = headersFor(recordName, data.position, outputKey, telling);
    const { topic } = entryOfRecord(recordName);
    context.emit({
      ...{ topic, key: outputKey, coalesce: false },
      ...(outputPartition === undefined ? {} : { partition: outputPartition }),
      render: () => ({ value: telling.codec.encode(recordName, data), headers }),
    });
  }
}

/** Feed news come alone in their record, so the record before says where they stood. */
function placeOf({ toldBefore }: FeedTelling, position: Position) {
  const previousPosition = toldBefore === null ? null : { ...position, offset: toldBefore };
  return { position, previousPosition };
}

function tracedTo({ envelope }: FeedTelling) {
  const { id: eventId, source, type, suppressed, recordedTime: acceptedAt } = envelope;
  return { suppressed, acceptedAt, causedBy: { eventId, source, type } };
}

function headersFor(
  recordName: RecordName,
  position: Position,
  partitionKey: string,
  { envelope }: FeedTelling,
) {
  return headersOf({
    ...envelope,
    id: placeId(partitionKey, position),
    source: 'duewatch:scoring',
    type: entryOfRecord(recordName).ceType,
    subject: null,
    partitionKey,
    causationId: envelope.id,
    correlationId: envelope.correlationId ?? envelope.id,
    sourceVersion: 0,
  });
}
