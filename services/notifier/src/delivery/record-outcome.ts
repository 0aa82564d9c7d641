import { createHash } from 'node:crypto';
import { type Codec, type DeliveryRecorded, entryOfRecord, headersOf } from '@duewatch/contracts';
import { type BusProducer, createDeadLetters, type OutgoingRecord } from '@duewatch/event-bus';
import type { Receiver } from '../config.ts';
import type { Row } from '../ledger/case.ts';
import { ALERTS, COMMANDS, DELIVERIES } from '../ledger/ledger-logic.ts';
import type { KnownCase } from '../ledger/ledger-reader.ts';
import type { SummaryKind } from '../message/compose-summary.ts';
import type { Message } from '../message/message.ts';
import type { AlertNews } from '../message/news.ts';
import type { DeadLetterReason, RowReason } from '../reasons.ts';

/** A row with all that is known of it. */
export interface KnownRow {
  readonly known: KnownCase;
  readonly row: Row;
  readonly news: AlertNews;
}

/** What became of a message, as the log shall say it. */
export interface Outcome {
  readonly outcome: 'sent' | 'failed' | 'skipped' | 'suppressed';
  readonly reason: string | null;
  readonly tries: number;
  readonly providerRef: string | null;
  readonly isPossibleRepeat: boolean;
  readonly at: number;
}

/** Writes outcomes to the log. Resolves when they are there for good. */
export interface OutcomeRecorder {
  /** One message about one row; with it end the rows that it overtakes. */
  row(
    receiver: Receiver,
    row: KnownRow & { readonly overtaken: readonly KnownRow[] },
    message: Message,
    outcome: Outcome,
  ): Promise<void>;
  /** Rows that end without being told. */
  untold(
    receiver: Receiver,
    rows: readonly KnownRow[],
    reason: 'dropped' | 'overtaken' | 'ended_untold',
    at: number,
  ): Promise<void>;
  /** Rows that a summary has told, and the summary itself. */
  summary(
    receiver: Receiver,
    rows: readonly KnownRow[],
    told: ToldTogether,
    outcome: Outcome,
  ): Promise<void>;
}

/** A summary; its message is null when nothing was left to tell. */
export interface ToldTogether {
  readonly kind: SummaryKind | 'held';
  readonly message: Message | null;
}

/** What the log says of one row: as of its message, or that it is held. */
interface RowEnd extends Omit<Outcome, 'outcome'> {
  readonly outcome: DeliveryRecorded['outcome'];
  readonly batchId?: string;
}

/** Of what nobody was told. */
export const UNTOLD = { tries: 0, providerRef: null, isPossibleRepeat: false } as const;

const REASONS: Readonly<Record<ToldTogether['kind'], RowReason>> = {
  opening: 'opening_position',
  catch_up: 'caught_up',
  digest: 'digest',
  held: 'storm',
};

/** Larger sends are slower per record (K15). */
const RECORDS_PER_SEND = 500;

/** Writes to the log through this producer. */
export function createOutcomeRecorder(codec: Codec, producer: BusProducer): OutcomeRecorder {
  return new LogOutcomeRecorder(codec, producer);
}

class LogOutcomeRecorder implements OutcomeRecorder {
  private readonly codec: Codec;
  private readonly producer: BusProducer;
  private readonly toDeadLetter: ReturnType<typeof createDeadLetters>;

  constructor(codec: Codec, producer: BusProducer) {
    this.codec = codec;
    this.producer = producer;
    this.toDeadLetter = createDeadLetters(codec, 'notifier');
  }

  async row(
    ...[receiver, row, message, outcome]: Parameters<OutcomeRecorder['row']>
  ): Promise<void> {
    const isFailed = outcome.outcome === 'failed';
    // The letter first: a row that counts as failed has its letter for certain.
    const letters = isFailed ? [this.letter(receiver, row, outcome)] : [];
    const told = this.rowRecord(receiver, row, hashOf(message), outcome);
    const overtaken = this.untoldRecords(receiver, row.overtaken, 'overtaken', outcome.at);
    await this.send([...letters, told, ...overtaken, ...withdrawal(row)]);
  }

  async untold(...[receiver, rows, reason, at]: Parameters<OutcomeRecorder['untold']>) {
    await this.send(this.untoldRecords(receiver, rows, reason, at));
  }

  async summary(
    receiver: Receiver,
    rows: readonly KnownRow[],
    { kind, message }: ToldTogether,
    outcome: Outcome,
  ): Promise<void> {
    const [first] = rows;
    if (first === undefined) return;
    const hash = hashOf(message);
    const isFailed = outcome.outcome === 'failed';
    const letters = isFailed ? rows.map((row) => this.letter(receiver, row, outcome)) : [];
    const own =
      message === null
        ? []
        : [this.ownRecord(receiver, first, { id: message.id, kind, hash }, outcome)];
    const batch = kind === 'held' && message !== null ? { batchId: message.id } : {};
    const end = kind === 'held' ? 'held' : 'skipped';
    const together: RowEnd = { ...outcome, ...batch, outcome: end, reason: REASONS[kind] };
    const told = rows.map((row) =>
      this.rowRecord(receiver, row, hash, isFailed ? outcome : together),
    );
    await this.send([...letters, ...own, ...told]);
  }

  private untoldRecords(
    receiver: Receiver,
    rows: readonly KnownRow[],
    reason: RowReason,
    at: number,
  ): readonly OutgoingRecord[] {
    const outcome = { ...UNTOLD, outcome: 'suppressed', reason, at } as const;
    return rows.map((row) => this.rowRecord(receiver, row, hashOf(null), outcome));
  }

  private rowRecord(
    receiver: Receiver,
    { known, row, news }: KnownRow,
    contentHash: string,
    outcome: RowEnd,
  ): OutgoingRecord {
    const data = {
      ...common(receiver, news, contentHash, outcome),
      deliveryId: row.id,
      customerId: news.customerId,
      episodeId: news.episodeId,
      transition: row.transition,
      cause: row.cause,
      resendId: row.resendId ?? null,
    };
    return this.record(data, known);
  }

  /** Of the summary as a message; it lies beside the first alert that it tells. */
  private ownRecord(
    receiver: Receiver,
    { known, news }: KnownRow,
    { id, kind, hash }: { readonly id: string; readonly kind: string; readonly hash: string },
    outcome: Outcome,
  ): OutgoingRecord {
    const data = {
      ...common(receiver, news, hash, outcome),
      deliveryId: id,
      customerId: null,
      episodeId: id,
      transition: 'summary' as const,
      cause: kind,
      resendId: null,
    };
    return this.record(data, known);
  }

  private record(data: DeliveryRecorded, { partition, case: { key } }: KnownCase): OutgoingRecord {
    const headers = headersOf({
      id: `${data.resendId ?? data.deliveryId}:${data.outcome}`,
      source: '/duewatch/notifier',
      type: entryOfRecord('DeliveryRecorded').ceType,
      subject: data.customerId,
      time: data.at,
      tenantId: data.tenantId,
      partitionKey: key,
      recordedTime: data.acceptedAt ?? data.at,
      calendarId: null,
      suppressed: false,
      correlationId: null,
      causationId: data.cause,
      traceparent: null,
      sourceVersion: 0,
    });
    const value = this.codec.encode('DeliveryRecorded', data);
    return { topic: DELIVERIES, partition, key: data.episodeId, value, headers };
  }

  private letter(receiver: Receiver, { known, news }: KnownRow, outcome: Outcome): OutgoingRecord {
    const why: DeadLetterReason = 'undeliverable';
    const alert = {
      topic: ALERTS,
      partition: known.partition,
      offset: news.offset,
      key: known.case.key,
      // The alert itself is still on its topic; only where it lies is repeated here.
      value: null,
      headers: {},
      timestampMs: outcome.at,
    };
    const detail = `${receiver.id}: ${outcome.reason} after ${outcome.tries} tries`;
    return this.toDeadLetter(alert, { reason: why, detail });
  }

  private async send(records: readonly OutgoingRecord[]): Promise<void> {
    for (let at = 0; at < records.length; at += RECORDS_PER_SEND) {
      await this.producer.send(records.slice(at, at + RECORDS_PER_SEND));
    }
  }
}

/**
 * Ends the command by which it was sent once more: it would be kept for good, and be obeyed again
 * by a rebuild that finds its outcome gone.
 */
function withdrawal({ known, row }: KnownRow): readonly OutgoingRecord[] {
  if (row.resendId === undefined) return [];
  const { partition } = known;
  return [{ topic: COMMANDS, partition, key: row.resendId, value: null, headers: {} }];
}

function common(
  receiver: Receiver,
  { tenantId, acceptedAt }: AlertNews,
  contentHash: string,
  { outcome, reason, tries, providerRef, isPossibleRepeat, at, batchId }: RowEnd,
) {
  return {
    tenantId,
    acceptedAt,
    receiver: receiver.id,
    channel: receiver.channel,
    outcome,
    reason,
    attempt: tries,
    at,
    providerRef,
    possibleRepeat: isPossibleRepeat,
    contentHash,
    batchId: batchId ?? null,
  };
}

/** Of what was said, without what changes from try to try. */
function hashOf(message: Message | null): string {
  const said = message === null ? null : { ...message, isPossibleRepeat: false };
  return createHash('sha256').update(JSON.stringify(said)).digest('hex');
}
