import { hash } from 'node:crypto';
import { type Codec, type DeliveryRecorded, entryOfRecord, headersOf } from '@duewatch/contracts';
import {
  type BusProducer,
  type BusRecord,
  createDeadLetters,
  type OutgoingRecord,
} from '@duewatch/event-bus';
import type { Receiver } from '../config.ts';
import type { Row } from '../ledger/case.ts';
import type { Change } from '../ledger/change-line.ts';
import { ALERTS, CHANGES, COMMANDS, DELIVERIES } from '../ledger/ledger-logic.ts';
import type { KnownCase, KnownChange } from '../ledger/ledger-reader.ts';
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
  /** One change, which a receiver got, or did not. */
  change(receiver: Receiver, known: KnownChange, outcome: Outcome): Promise<void>;
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
    const letters = isFailed ? [this.alertLetter(receiver, row, outcome)] : [];
    const told = this.rowRecord(receiver, row, hashOf(message), outcome);
    const overtaken = this.untoldRecords(receiver, row.overtaken, 'overtaken', outcome.at);
    const wish = withdrawal(row.row.resendId, row.known.partition);
    await this.send([...letters, told, ...overtaken, ...wish]);
  }

  async change(...[receiver, known, outcome]: Parameters<OutcomeRecorder['change']>) {
    const { partition, row } = known;
    const { id, cause, customerId, offset } = row.change;
    const place = { topic: CHANGES, partition, offset, key: row.key };
    const isFailed = outcome.outcome === 'failed';
    const letters = isFailed ? [this.letter(receiver, place, outcome)] : [];
    const resendId = row.resend?.resendId;
    const data = {
      ...common(receiver, row.change, hashOf(row.change), outcome),
      deliveryId: row.id,
      customerId,
      episodeId: id,
      transition: 'changed' as const,
      cause,
      resendId: resendId ?? null,
    };
    const told = this.record(data, { partition, key: row.key });
    await this.send([...letters, told, ...withdrawal(resendId, partition)]);
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
    const letters = isFailed ? rows.map((row) => this.alertLetter(receiver, row, outcome)) : [];
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
    return this.record(data, { partition: known.partition, key: known.case.key });
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
    return this.record(data, { partition: known.partition, key: known.case.key });
  }

  private record(
    data: DeliveryRecorded,
    { partition, key }: { readonly partition: number; readonly key: string },
  ): OutgoingRecord {
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

  private alertLetter(receiver: Receiver, { known, news }: KnownRow, outcome: Outcome) {
    const { partition, case: one } = known;
    const place = { topic: ALERTS, partition, offset: news.offset, key: one.key };
    return this.letter(receiver, place, outcome);
  }

  /** The record itself is still on its topic; only where it lies is repeated here. */
  private letter(
    receiver: Receiver,
    place: Pick<BusRecord, 'topic' | 'partition' | 'offset' | 'key'>,
    outcome: Outcome,
  ): OutgoingRecord {
    const why: DeadLetterReason = 'undeliverable';
    const untold = { ...place, value: null, headers: {}, timestampMs: outcome.at };
    const detail = `${receiver.id}: ${outcome.reason} after ${outcome.tries} tries`;
    return this.toDeadLetter(untold, { reason: why, detail });
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
function withdrawal(resendId: string | undefined, partition: number): readonly OutgoingRecord[] {
  if (resendId === undefined) return [];
  return [{ topic: COMMANDS, partition, key: resendId, value: null, headers: {} }];
}

function common(
  receiver: Receiver,
  { tenantId, acceptedAt }: Pick<AlertNews, 'tenantId' | 'acceptedAt'>,
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
function hashOf(message: Message | Change | null): string {
  const said = message === null ? null : { ...message, isPossibleRepeat: false };
  return hash('sha256', JSON.stringify(said));
}
