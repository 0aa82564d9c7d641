import type { Clock } from '@duewatch/config';
import type { Log } from '@duewatch/telemetry';
import type { Breaker } from './breaker/breaker.ts';
import { siftStorm } from './breaker/sift-storm.ts';
import type { Channel } from './channels/channel.ts';
import type { NotifierSettings, Receiver } from './config.ts';
import { deliverChange } from './delivery/deliver-change.ts';
import { findRow, findSummaryRows, summaryItem } from './delivery/find-rows.ts';
import { isForgotten, isPerhapsSent } from './delivery/perhaps-sent.ts';
import {
  type KnownRow,
  type Outcome,
  type OutcomeRecorder,
  UNTOLD,
} from './delivery/record-outcome.ts';
import { type SendCounters, trySend } from './delivery/try-send.ts';
import type { Audience } from './ledger/audience.ts';
import { isResend } from './ledger/case.ts';
import type { Times } from './ledger/due.ts';
import { ALERTS } from './ledger/ledger-logic.ts';
import type { LedgerReader } from './ledger/ledger-reader.ts';
import { composeAlert } from './message/compose-alert.ts';
import { composeNotice } from './message/compose-notice.ts';
import { composeStorm } from './message/compose-storm.ts';
import { composeSummary, type SummaryKind } from './message/compose-summary.ts';
import type { SentAgain } from './message/message.ts';
import {
  DONE,
  type JobHandler,
  type JobResult,
  type RunningJob,
  SOON,
} from './queue/delivery-queue.ts';

export interface PipelineCounters extends SendCounters {
  /** A message ended; for a summary once, however many alerts it tells. */
  ended(receiver: Receiver, outcome: Outcome): void;
  /** The summary of a storm is out, and so many alerts are held. */
  held(receiver: Receiver, batchId: string, alerts: number): void;
}

export interface PipelinePorts {
  readonly ledger: LedgerReader;
  readonly audience: Audience;
  readonly recorder: OutcomeRecorder;
  readonly breaker: Breaker;
  readonly channels: ReadonlyMap<string, Channel>;
  readonly clock: Clock;
  readonly log: Log;
  readonly counters: PipelineCounters;
  /** Partitions of the input topics. */
  readonly partitions: number;
}

/**
 * From a job to a delivery that the log knows of, for one row: ledger up to date → row still due →
 * say it → send it → record it. For a summary the same with all the rows that belong to it.
 */
export function createDeliveryPipeline(
  settings: NotifierSettings,
  ports: PipelinePorts,
): JobHandler {
  const pipeline = new DeliveryPipeline(settings, ports);
  return async (job) => {
    try {
      return await pipeline.deliver(job);
    } catch (error) {
      ports.log.warn('a delivery begins again', { error, id: job.id });
      return SOON;
    }
  };
}

class DeliveryPipeline {
  private readonly settings: NotifierSettings;
  private readonly ports: PipelinePorts;
  private readonly receivers: ReadonlyMap<string, Receiver>;
  /** How many rows the last look at each summary found. */
  private readonly lastLook = new Map<string, number>();

  constructor(settings: NotifierSettings, ports: PipelinePorts) {
    this.settings = settings;
    this.ports = ports;
    this.receivers = new Map(settings.receivers.map((one) => [one.id, one]));
  }

  async deliver(job: RunningJob): Promise<JobResult> {
    const { receiverId, kind } = job.subject;
    const receiver = this.receivers.get(receiverId);
    const channel = this.ports.channels.get(receiverId);
    // A receiver that was taken out of the settings; its rows stay where they are.
    if (receiver === undefined || channel === undefined) return DONE;
    if (kind === 'row') return this.deliverRow(job, receiver, channel);
    if (kind === 'held') return this.deliverStorm(job, receiver, channel);
    if (kind === 'notice') return this.deliverNotice(job, receiver, channel);
    if (kind === 'change') return deliverChange(job, receiver, channel, this.ports);
    return this.deliverSummary(job, kind, receiver, channel);
  }

  private async deliverRow(job: RunningJob, receiver: Receiver, channel: Channel) {
    const { ledger, recorder, counters } = this.ports;
    if (!(await ledger.isUpToDate(job.subject.partition ?? 0))) return SOON;
    const times = this.times();
    // What was sent already, or may have been, ends as what it is, however old it is by now.
    const asked = isPerhapsSent(job) ? { ...times, freshSince: 0 } : times;
    const find = () => findRow(ledger, job.subject, asked);
    const row = await find();
    if (row === undefined) return (await isForgotten(job, ALERTS, ledger, find)) ? DONE : SOON;
    if (row.kind === 'untold') {
      await recorder.untold(receiver, row.rows, row.reason, this.ports.clock.now());
      return DONE;
    }
    if (!(await this.mayGo(job, row))) return DONE;
    const message = composeAlert(row.news, {
      deliveryId: row.row.id,
      threadRootId: rootOf(row),
      customerName: row.known.customerName,
      sentAgain: wishOf(row),
      runbooksUrl: this.settings.runbooksUrl,
    });
    const tried = await trySend(job, receiver, channel.send, message, this.ports);
    if (tried.kind === 'later') return tried.result;
    await recorder.row(receiver, row, message, tried.outcome);
    counters.ended(receiver, tried.outcome);
    return DONE;
  }

  /** Jobs may have waited for longer than a window, so it counts when they begin. */
  private async mayGo({ memo, subject }: RunningJob, { row }: KnownRow): Promise<boolean> {
    // What a person asks for by itself is no storm.
    if (row.state === 'held' || isResend(row) || memo.tries > 0) return true;
    return (await this.ports.breaker.admit(subject.receiverId, [row.id])).admitted.has(row.id);
  }

  private async deliverStorm(
    job: RunningJob,
    receiver: Receiver,
    channel: Channel,
  ): Promise<JobResult> {
    const { recorder, breaker, clock } = this.ports;
    const { quietMs, windowMs } = this.settings.breaker;
    const rows = await this.summaryRows(job);
    if (rows === undefined) return SOON;
    const ids = rows.map(({ row }) => row.id);
    const { admitted, trip } = await breaker.admit(receiver.id, ids);
    const { held, ended } = siftStorm(rows, admitted);
    const isLate = trip === null || clock.now() >= trip.until - windowMs / 2;
    if (!this.isQuiet(job, held.length) && !isLate) return { kind: 'again', delayMs: quietMs };
    if (ended.length > 0) await recorder.untold(receiver, ended, 'ended_untold', clock.now());
    if (held.length === 0) return DONE;
    const message = composeStorm(job.id, held.map(summaryItem));
    const tried = await trySend(job, receiver, channel.send, message, this.ports);
    if (tried.kind === 'later') return tried.result;
    // Before it is on record: whoever takes over then records this summary and sends no other.
    await breaker.told(receiver.id, job.id);
    await recorder.summary(receiver, held, { kind: 'held', message }, tried.outcome);
    this.ports.counters.ended(receiver, tried.outcome);
    if (tried.outcome.outcome === 'sent') this.ports.counters.held(receiver, job.id, held.length);
    return DONE;
  }

  private async deliverSummary(
    job: RunningJob,
    kind: SummaryKind,
    receiver: Receiver,
    channel: Channel,
  ): Promise<JobResult> {
    const { recorder, counters, clock } = this.ports;
    const rows = await this.summaryRows(job);
    if (rows === undefined) return SOON;
    if (rows.length === 0) return DONE;
    if (!this.isQuiet(job, rows.length)) {
      return { kind: 'again', delayMs: this.settings.summaryQuietMs };
    }
    const message = composeSummary(kind, receiver.id, rows.map(summaryItem), job.subject.digest);
    if (message === null) {
      await recorder.summary(receiver, rows, { kind, message }, nothingToTell(clock.now()));
      return DONE;
    }
    const tried = await trySend(job, receiver, channel.send, message, this.ports);
    if (tried.kind === 'later') return tried.result;
    await recorder.summary(receiver, rows, { kind, message }, tried.outcome);
    counters.ended(receiver, tried.outcome);
    return DONE;
  }

  /** Of all partitions, so that each receiver gets one summary and not one per partition. */
  private async summaryRows(job: RunningJob): Promise<readonly KnownRow[] | undefined> {
    const { ledger, partitions } = this.ports;
    const rows: KnownRow[] = [];
    for (let partition = 0; partition < partitions; partition += 1) {
      if (!(await ledger.isUpToDate(partition))) return undefined;
      rows.push(...(await findSummaryRows(ledger, partition, job.subject, this.times())));
    }
    return rows;
  }

  /** Two looks that find the same: what belongs together has come in. A retry needs no other. */
  private isQuiet({ id, subject, memo }: RunningJob, rows: number): boolean {
    const look = `${subject.receiverId}:${id}`;
    const isSame = this.lastLook.get(look) === rows;
    this.lastLook.set(look, rows);
    if (!isSame && memo.tries === 0) return false;
    this.lastLook.delete(look);
    return true;
  }

  private times(): Times {
    const now = this.ports.clock.now();
    return { now, freshSince: now - this.settings.freshForMs };
  }

  /** Of a notice that fails nobody is told but the log: it would go the same way. */
  private async deliverNotice(job: RunningJob, receiver: Receiver, channel: Channel) {
    const { failure } = job.subject;
    if (failure === undefined) return DONE;
    const notice = composeNotice(job.id, failure);
    const tried = await trySend(job, receiver, channel.send, notice, this.ports);
    if (tried.kind === 'later') return tried.result;
    this.ports.counters.ended(receiver, tried.outcome);
    return DONE;
  }
}

/** The first message of the case to this receiver; mail programs thread the others under it. */
function rootOf({ known, row }: KnownRow): string {
  const first = known.case.rows.find(
    ({ id, receiverId, state }) =>
      id === row.id || (receiverId === row.receiverId && (state === 'sent' || state === 'pending')),
  );
  return first?.id ?? row.id;
}

function wishOf({ row: { resendId, resend } }: KnownRow): SentAgain | null {
  return resendId === undefined || resend === undefined ? null : { resendId, by: resend.by };
}

function nothingToTell(at: number): Outcome {
  return { ...UNTOLD, outcome: 'skipped', reason: null, at };
}
