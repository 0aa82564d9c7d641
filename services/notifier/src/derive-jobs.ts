import { hash } from 'node:crypto';
import type { Clock } from '@duewatch/config';
import type { Log } from '@duewatch/telemetry';
import type { Breaker } from './breaker/breaker.ts';
import type { NotifierSettings } from './config.ts';
import { noticesOf } from './delivery/dead-receiver.ts';
import { isResend, rowIdOf } from './ledger/case.ts';
import { type Due, dueFor } from './ledger/due.ts';
import type { KnownCase, LedgerReader } from './ledger/ledger-reader.ts';
import type { DeliveryQueue, NewJob } from './queue/delivery-queue.ts';

/**
 * Makes jobs of the rows that wait. After each commit of a partition for what is new, and again
 * and again for everything, so that a queue that lost its jobs loses no message.
 */
export interface JobDeriver {
  own(partition: number): void;
  disown(partition: number): void;
  /** The ledger of an owned partition has changed. */
  changed(partition: number): void;
  /** Cases and customers of which a receiver is owed a message, in all owned partitions. */
  pending(): Promise<number>;
  start(): void;
  stop(): Promise<void>;
}

/**
 * Jobs per partition and receiver at once: more than a lane works off between two sweeps, few
 * enough to add all of them again in each sweep. The rest waits in the ledger.
 */
const WINDOW = 200;

export function createJobDeriver(
  settings: NotifierSettings,
  ports: {
    readonly ledger: LedgerReader;
    readonly queue: DeliveryQueue;
    readonly breaker: Breaker;
    readonly clock: Clock;
    readonly log: Log;
  },
): JobDeriver {
  return new LedgerJobDeriver(settings, ports);
}

class LedgerJobDeriver implements JobDeriver {
  private readonly settings: NotifierSettings;
  private readonly ports: Parameters<typeof createJobDeriver>[1];
  private readonly owned = new Set<number>();
  /** Episodes (or notices) per lane that were looked at since the last sweep, with what was due. */
  private readonly seen = new Map<string, Map<string, string>>();
  private readonly changedPartitions = new Set<number>();
  private deriving: Promise<void> = Promise.resolve();
  private isDeriving = false;
  private isStopped = false;
  private cancelSweep: () => void = () => undefined;

  constructor(settings: NotifierSettings, ports: Parameters<typeof createJobDeriver>[1]) {
    this.settings = settings;
    this.ports = ports;
  }

  own(partition: number): void {
    this.owned.add(partition);
    this.changed(partition);
  }

  disown(partition: number): void {
    this.owned.delete(partition);
    this.changedPartitions.delete(partition);
  }

  changed(partition: number): void {
    this.changedPartitions.add(partition);
    if (this.isDeriving || this.isStopped) return;
    this.isDeriving = true;
    this.deriving = this.deriveChanged().finally(() => {
      this.isDeriving = false;
      const [next] = this.changedPartitions;
      if (next !== undefined) this.changed(next);
    });
  }

  async pending(): Promise<number> {
    const asked = [...this.owned].map((partition) => this.waitingIn(partition, 10_000));
    const waiting = (await Promise.all(asked)).flatMap(({ episodes, changes }) => {
      return [...episodes.values(), ...changes.values()];
    });
    return waiting.reduce((sum, some) => sum + some.length, 0);
  }

  start(): void {
    this.cancelSweep = this.ports.clock.schedule(this.settings.sweepEveryMs, () => {
      this.seen.clear();
      for (const partition of this.owned) this.changed(partition);
      this.start();
    });
  }

  async stop(): Promise<void> {
    this.isStopped = true;
    this.cancelSweep();
    await this.deriving;
  }

  private async deriveChanged(): Promise<void> {
    for (const partition of this.changedPartitions) {
      if (this.isStopped) return;
      this.changedPartitions.delete(partition);
      try {
        await this.derivePartition(partition);
      } catch (error) {
        this.ports.log.warn('what waits could not be read; the next sweep does', { error });
      }
    }
  }

  /** Reads once what waits for anybody, however many receivers there are. */
  private async derivePartition(partition: number): Promise<void> {
    const { episodes, changes } = await this.waitingIn(partition, WINDOW);
    const asked = new Set([...episodes.values()].flat());
    const cases = new Map<string, KnownCase>();
    for (const known of await this.ports.ledger.cases(partition, [...asked])) {
      cases.set(known.case.episodeId, known);
    }
    for (const [receiverId, waiting] of episodes) {
      const known = waiting.flatMap((episodeId) => cases.get(episodeId) ?? []);
      await this.derive(`${partition}:${receiverId}`, (lane) => {
        return this.newJobs(lane, receiverId, known);
      });
    }
    for (const [receiverId, places] of changes) {
      await this.derive(`${partition}:${receiverId}:changes`, (lane) => {
        return this.newChangeJobs(lane, { partition, receiverId }, places);
      });
    }
    const { operators } = this.settings;
    if (operators === null) return;
    await this.derive(`${partition}`, (lane) => this.newNotices(lane, partition, operators));
  }

  private async waitingIn(partition: number, limit: number) {
    const { ledger } = this.ports;
    const { receivers } = this.settings;
    const all = receivers.map(({ id }) => id);
    const webhooks = receivers.flatMap(({ id, channel }) => (channel === 'webhook' ? [id] : []));
    const [episodes, changes] = await Promise.all([
      ledger.waiting(partition, all, limit),
      ledger.waitingChanges(partition, webhooks, limit),
    ]);
    return { episodes, changes };
  }

  /** A fault here is mended by the next sweep. */
  private async derive(
    lane: string,
    make: (lane: string) => Promise<readonly NewJob[]>,
  ): Promise<void> {
    try {
      const jobs = await make(lane);
      if (jobs.length > 0) await this.ports.queue.add(jobs);
    } catch (error) {
      this.seen.delete(lane);
      this.ports.log.warn('jobs could not be made; the next sweep makes them', { error });
    }
  }

  private async newJobs(
    lane: string,
    receiverId: string,
    cases: readonly KnownCase[],
  ): Promise<NewJob[]> {
    const { clock } = this.ports;
    const seen = this.seen.get(lane) ?? new Map<string, string>();
    const jobs = new Map<string, NewJob>();
    const now = new Map<string, string>();
    const messages: NewJob[] = [];
    for (const known of cases) {
      const { episodeId } = known.case;
      const at = clock.now();
      const due = dueFor(known, receiverId, { now: at, freshSince: at - this.settings.freshForMs });
      if (due === undefined) continue;
      const job = jobOf(due, { receiverId, partition: known.partition, episodeId });
      now.set(episodeId, job.id);
      if (seen.get(episodeId) !== job.id) jobs.set(job.id, job);
      const isCounted = due.kind === 'row' && due.row.state === 'pending' && !isResend(due.row);
      if (isCounted) messages.push(job);
    }
    await this.holdBack(receiverId, messages, jobs);
    this.seen.set(lane, now);
    return [...jobs.values()];
  }

  /** The next change of each customer: what is behind it becomes due when it has ended. */
  private async newChangeJobs(
    lane: string,
    { partition, receiverId }: { readonly partition: number; readonly receiverId: string },
    places: readonly string[],
  ): Promise<readonly NewJob[]> {
    const rows = await this.ports.ledger.changes(partition, this.unseen(lane, places));
    return rows.map(({ place, row }) => {
      const subject = { receiverId, kind: 'change', partition, place } as const;
      return { id: row.resend?.resendId ?? row.id, subject, yields: true };
    });
  }

  /** Operators hear of failures by the same way back from the ledger as others of alerts. */
  private async newNotices(
    lane: string,
    partition: number,
    operators: string,
  ): Promise<readonly NewJob[]> {
    const { freshForMs } = this.settings;
    const { ledger, clock } = this.ports;
    const notices = noticesOf(
      await ledger.failures(partition),
      { operators, freshForMs },
      clock.now(),
    );
    const ids = notices.map(({ id }) => id);
    const unseen = new Set(this.unseen(lane, ids));
    return notices.filter(({ id }) => unseen.has(id));
  }

  /** Of all that waits in a lane, what was not looked at since the last sweep. */
  private unseen(lane: string, ids: readonly string[]): readonly string[] {
    const seen = this.seen.get(lane);
    this.seen.set(lane, new Map(ids.map((id) => [id, id])));
    return ids.filter((id) => !seen?.has(id));
  }

  /** Of new messages, those that the breaker lets through; one job for all the others. */
  private async holdBack(
    receiverId: string,
    messages: readonly NewJob[],
    jobs: Map<string, NewJob>,
  ): Promise<void> {
    const ids = messages.map(({ id }) => id).filter((id) => jobs.has(id));
    if (ids.length === 0) return;
    const { admitted, trip } = await this.ports.breaker.admit(receiverId, ids);
    for (const id of ids) if (!admitted.has(id)) jobs.delete(id);
    if (trip === null || trip.isTold || admitted.size === ids.length) return;
    const { batchId } = trip;
    jobs.set(batchId, { id: batchId, subject: { receiverId, kind: 'held', batchId } });
  }
}

/** A row by itself, or one job for everything that is told together. */
function jobOf(
  due: Due,
  where: { readonly receiverId: string; readonly partition: number; readonly episodeId: string },
): NewJob {
  const row = due.kind === 'row' ? due.row : due.kind === 'untold' ? due.rows[0] : undefined;
  if (row !== undefined) {
    const rowId = rowIdOf(row);
    return { id: rowId, subject: { ...where, kind: 'row', rowId } };
  }
  const kind = due.kind === 'opening' || due.kind === 'digest' ? due.kind : 'catch_up';
  const { receiverId } = where;
  if (due.kind !== 'digest' || due.digest === undefined) {
    return { id: kind, subject: { receiverId, kind } };
  }
  const { slot, group } = due.digest;
  const name = hash('sha256', `${slot}\n${group}`).slice(0, 16);
  return { id: `digest-${name}`, subject: { receiverId, kind, digest: { slot, group } } };
}
