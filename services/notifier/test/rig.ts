import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import type { Clock } from '@duewatch/config';
import {
  type AlertOpened,
  createCodec,
  createStaticSchemaIds,
  type DeadLetter,
  type DeliveryRecorded,
} from '@duewatch/contracts';
import type { Bus, BusRecord, OutgoingRecord } from '@duewatch/event-bus';
import type { PartitionStore } from '@duewatch/stream';
import { silentLog } from '@duewatch/telemetry';
import { until } from '@duewatch/testing';
import {
  type MailMessage,
  type Sink,
  type SlackMessage,
  startMailSink,
  startSlackSink,
  startWebhookSink,
  type WebhookSink,
} from '../../../tools/run/src/sinks/index.ts';
import { createApp, type NotifierApp, type NotifierStatus } from '../src/app.ts';
import type { Breaker, BreakerLimits } from '../src/breaker/breaker.ts';
import { type NotifierSettings, notifierSettings } from '../src/config.ts';
import type { DeliveryQueue } from '../src/queue/delivery-queue.ts';
import { alertRecord, type WireAlert, wireAlert } from './alert-record.ts';

export const codec = createCodec({ ids: createStaticSchemaIds() });

/** The servers, or their twins, that one test has to itself. */
export interface World {
  readonly clock: Clock;
  /** Lets so much time pass. */
  pass(ms: number): Promise<void>;
  /** How much time to let pass between two looks at an outcome. */
  readonly stepMs: number;
  /** A connection to the log of its own for each user, which closes it. */
  connect(): Bus;
  /** Empty each time. */
  newStore(): PartitionStore;
  /** Another process's connection to the same queue. */
  openQueue(): DeliveryQueue;
  /** Another process's connection to the same counters. */
  openBreaker(limits: BreakerLimits): Breaker;
  /** Everything that waits in the queue is gone. */
  wipeQueue(): Promise<void>;
  close(): Promise<void>;
}

interface Running {
  readonly app: NotifierApp;
  readonly bus: Bus;
}

/** What is unlike the usual in one process. */
interface Change {
  readonly maxTries?: number;
  readonly maxDelayMs?: number;
  readonly bus?: Bus;
  readonly breaker?: Partial<NotifierSettings['breaker']>;
  readonly operators?: string;
}

const HOUR_MS = 3_600_000;

/**
 * A notifier that tells three receivers: `ops` on Slack (warnings and graver), `desk` by mail
 * (errors and graver) and `systems` by webhook (everything).
 */
export class Rig {
  readonly world: World;
  slack: Sink<SlackMessage>;
  mail: Sink<MailMessage>;
  webhook: WebhookSink;
  store: PartitionStore;
  private readonly bus: Bus;
  private readonly fatal: Error[] = [];
  private readonly running: Running[] = [];
  private readonly folder = mkdtempSync(join(tmpdir(), 'duewatch-notifier-'));
  /** Null until routes are written. */
  private routes: string | null = null;

  static async create(world: World): Promise<Rig> {
    const { clock } = world;
    const sinks = [startSlackSink({ clock }), startMailSink({ clock })] as const;
    return new Rig(world, await sinks[0], await sinks[1], await startWebhookSink({ clock }));
  }

  private constructor(
    world: World,
    slack: Sink<SlackMessage>,
    mail: Sink<MailMessage>,
    webhook: WebhookSink,
  ) {
    this.world = world;
    this.slack = slack;
    this.mail = mail;
    this.webhook = webhook;
    this.store = world.newStore();
    this.bus = world.connect();
  }

  async start(change: Change = {}): Promise<void> {
    const bus = change.bus ?? this.world.connect();
    const settings = this.settings(change);
    const app = createApp(settings, {
      bus,
      store: this.store,
      codec,
      clock: this.world.clock,
      log: silentLog,
      queue: this.world.openQueue(),
      breaker: this.world.openBreaker(settings.breaker),
      onFatal: (error) => this.fatal.push(error),
    });
    this.running.push({ app, bus });
    await app.start();
  }

  /** Says who is told of what from here on, in place of the receivers’ filters. */
  writeRoutes(yaml: string): void {
    this.routes = join(this.folder, 'routes.yaml');
    writeFileSync(this.routes, yaml);
  }

  private settings({ maxTries = 50, maxDelayMs = 1_000, breaker = {}, operators }: Change) {
    const filter = (minSeverity: string) => (this.routes === null ? { minSeverity } : {});
    const retry = {
      firstDelayMs: 100,
      factor: 2,
      maxDelayMs,
      giveUpAfterMs: HOUR_MS,
      maxTries,
    };
    const common = {
      retry,
      rate: { messages: 500, perMs: 1_000 },
      concurrency: 2,
      timeoutMs: 3_000,
    };
    const mailPort = Number(new URL(this.mail.url).port);
    return notifierSettings.parse({
      statusPort: 0,
      sweepEveryMs: 500,
      summaryQuietMs: 200,
      operators,
      breaker: { messages: 100, windowMs: 4_000, quietMs: 200, ...breaker },
      allowPrivateAddresses: ['127.0.0.1'],
      routes: this.routes,
      receivers: [
        { ...common, id: 'ops', channel: 'slack', url: this.slack.url },
        {
          ...common,
          id: 'desk',
          channel: 'email',
          ...filter('error'),
          host: '127.0.0.1',
          port: mailPort,
          encryption: 'none',
          from: 'duewatch@alerts.example',
          to: ['desk@acme.example'],
        },
        {
          ...common,
          id: 'systems',
          channel: 'webhook',
          ...filter('info'),
          url: this.webhook.url,
          secrets: [this.webhook.secret],
        },
      ],
    });
  }

  async stop(): Promise<void> {
    for (const { app, bus } of this.running.splice(0)) {
      let isStopped = false;
      const stopping = app.stop().finally(() => {
        isStopped = true;
      });
      // A delivery under way may wait for the ledger by the clock, which only tests move.
      while (!isStopped) {
        await this.world.pass(this.world.stepMs);
        await setImmediate();
      }
      await stopping;
      await bus.close();
    }
  }

  async close(): Promise<void> {
    await this.stop();
    await this.bus.close();
    await Promise.all([this.slack.close(), this.mail.close(), this.webhook.close()]);
    await this.world.close();
    rmSync(this.folder, { recursive: true });
  }

  /** The receivers listen no more; answers how they come back, where they were, with nothing. */
  async leave(receiver: 'ops' | 'desk' | 'systems'): Promise<() => Promise<void>> {
    const { clock } = this.world;
    const { slack, mail, webhook } = this;
    const sink = { ops: slack, desk: mail, systems: webhook }[receiver];
    const port = Number(new URL(sink.url).port);
    await sink.close();
    return async () => {
      if (receiver === 'ops') this.slack = await startSlackSink({ clock, port });
      if (receiver === 'desk') this.mail = await startMailSink({ clock, port });
      const { secret } = webhook;
      if (receiver === 'systems') this.webhook = await startWebhookSink({ clock, port, secret });
    };
  }

  /** What the state's Redis held is gone; takes effect at the next start. */
  loseState(): void {
    this.store = this.world.newStore();
  }

  now(): number {
    return this.world.clock.now();
  }

  async publish(...records: readonly OutgoingRecord[]): Promise<void> {
    const producer = this.bus.producer('test');
    await producer.send(records);
    await producer.close();
  }

  opened(change: Partial<WireAlert> = {}): OutgoingRecord {
    return alertRecord(codec, 'AlertOpened', this.alert(change));
  }

  escalated(change: Partial<WireAlert> = {}): OutgoingRecord {
    return alertRecord(
      codec,
      'AlertEscalated',
      this.alert({
        severity: 'error',
        previousSeverity: 'warning',
        title: 'Overdue for more than 60 days',
        code: 'OVERDUE_60',
        ...this.placed(2),
        ...change,
      }),
    );
  }

  resolved(change: Partial<WireAlert> = {}): OutgoingRecord {
    const end = { resolveReason: 'paid', ...this.placed(3) } as const;
    return alertRecord(codec, 'AlertResolved', this.alert({ ...end, ...change }));
  }

  /** Place in the customer's sequence, and an event of its own as the cause. */
  placed(offset: number): Pick<AlertOpened, 'position' | 'previousPosition' | 'causedBy'> {
    const at = (n: number) => ({ generation: 0, offset: n, index: 0 });
    return {
      position: at(offset),
      previousPosition: offset > 1 ? at(offset - 1) : null,
      causedBy: { eventId: `tick-${offset}`, source: '/test', type: 'io.duewatch.ar.x' },
    };
  }

  private alert(change: Partial<WireAlert>): AlertOpened {
    return wireAlert({ acceptedAt: this.now(), ...change });
  }

  /** Waits for an outcome while time passes. */
  async until<T>(what: string, ask: () => T | Promise<T>): Promise<NonNullable<T>> {
    return (await until(
      what,
      async () => {
        if (this.fatal[0] !== undefined) throw this.fatal[0];
        const answer = await ask();
        if (!answer) await this.world.pass(this.world.stepMs);
        return answer || undefined;
      },
      25_000,
    )) as NonNullable<T>;
  }

  /** Waits until everything is folded, delivered and recorded. */
  async drained(): Promise<NotifierStatus[]> {
    return this.until('all is delivered', async () => {
      const all = await Promise.all(this.running.map(({ app }) => app.status()));
      const isDrained = all.every(({ ready, lag, pending }) => ready && lag + pending === 0);
      return isDrained && all;
    }) as Promise<NotifierStatus[]>;
  }

  async status(): Promise<NotifierStatus> {
    const [first] = this.running;
    if (first === undefined) throw new Error('nothing runs');
    return await first.app.status();
  }

  async records(topic: string): Promise<BusRecord[]> {
    const found: BusRecord[] = [];
    const onRecord = (record: BusRecord) => void found.push(record);
    await this.bus.read({ topics: [topic], untilEnd: true, onRecord });
    return found;
  }

  async deliveries(): Promise<DeliveryRecorded[]> {
    const records = await this.records('risk.deliveries');
    return records.map(
      ({ value }) => codec.decode(value ?? Buffer.alloc(0)).data as DeliveryRecorded,
    );
  }

  async deadLetters(): Promise<DeadLetter[]> {
    const records = await this.records('notifier.dead-letters');
    return records.map(({ value }) => codec.decode(value ?? Buffer.alloc(0)).data as DeadLetter);
  }

  /** What each receiver has heard, in order, as the first words of each message. */
  heard() {
    return {
      ops: this.slack.received().map(({ text }) => text.split('\n')[0] ?? ''),
      desk: this.mail.received().map(({ text }) => text.split('\n')[0] ?? ''),
      systems: this.webhook.received().map(({ body }) => (body as { type: string }).type),
    };
  }
}
