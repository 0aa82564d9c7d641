import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { createSystemClock, environment } from '@duewatch/config';
import { type AlertOpened, type Codec, createCodec, TOPICS } from '@duewatch/contracts';
import {
  type Bus,
  type BusProducer,
  type BusRecord,
  createKafkaBus,
  createRegistryClient,
} from '@duewatch/event-bus';
import {
  createServiceSupervisor,
  findFreePorts,
  prepareStack,
  type ServerStack,
  type ServiceSupervisor,
  startNativeStack,
} from '@duewatch/run';
import { acknowledgement, type Cause, failedPayment, TENANT } from './records.ts';

const PARTITIONS = 6;
const SERVICES = ['scoring', 'alerting'] as const;
const AT_A_TIME = 5_000;

/** The way from an event to an alert record, and from an acknowledgement to its record. */
export class AlertPath {
  private readonly home: string;
  private readonly stack: ServerStack;
  private readonly services: ServiceSupervisor;
  private readonly alertingUrl: string;
  private readonly bus: Bus;
  private readonly codec: Codec;
  private readonly producer: BusProducer;
  private readonly reading = new AbortController();
  /** By customer what its next alert record resolves. */
  private readonly awaited = new Map<string, () => void>();
  private readonly alertOf = new Map<string, string>();
  private customers = 0;
  private acknowledged = 0;

  private constructor(parts: {
    readonly home: string;
    readonly stack: ServerStack;
    readonly services: ServiceSupervisor;
    readonly alertingUrl: string;
    readonly codec: Codec;
    readonly bus: Bus;
  }) {
    this.home = parts.home;
    this.stack = parts.stack;
    this.services = parts.services;
    this.alertingUrl = parts.alertingUrl;
    this.codec = parts.codec;
    this.bus = parts.bus;
    this.producer = this.bus.producer('bench');
    void this.bus.read({
      topics: [TOPICS.alerts],
      signal: this.reading.signal,
      onRecord: (record) => this.see(record),
    });
  }

  static async start(): Promise<AlertPath> {
    const home = await mkdtemp(join(tmpdir(), 'duewatch-bench-'));
    const log = (line: string) => process.stderr.write(`${line}\n`);
    const stack = await startNativeStack({ home, env: { ...environment() }, log });
    await prepareStack(stack, PARTITIONS, log);
    const { kafkaBrokers, registryUrl, stateRedisUrl, queueRedisUrl } = stack;
    const addresses = { kafkaBrokers, registryUrl, stateRedisUrl, queueRedisUrl };
    const settingsFile = join(home, 'settings.json');
    await writeFile(
      settingsFile,
      JSON.stringify({ stack: { ...addresses, partitions: PARTITIONS } }),
    );
    const logDir = join(home, 'logs');
    const services = await createServiceSupervisor({ settingsFile, logDir, env: environment() });
    const ports = await findFreePorts([0, 0]);
    await services.start(
      SERVICES.map((service, index) => ({ name: service, service, port: ports[index] ?? 0 })),
    );
    const bus = createKafkaBus({
      brokers: kafkaBrokers,
      clientId: 'bench',
      clock: createSystemClock(),
    });
    const codec = createCodec({ ids: await createRegistryClient(registryUrl).lookup() });
    const alertingUrl = `http://127.0.0.1:${ports[1]}`;
    return new AlertPath({ home, stack, services, alertingUrl, codec, bus });
  }

  /** A customer each, with a debit that was returned for good. */
  async openAlerts(count: number): Promise<void> {
    for (let left = count; left > 0; left -= AT_A_TIME) {
      const records = Array.from({ length: Math.min(left, AT_A_TIME) }, () => this.nextEvent());
      await this.producer.send(records);
    }
    while (this.alertOf.size < count) await pause(50);
  }

  /** As a person does it: look the alert up, say so, and see it on the record. */
  async acknowledge(): Promise<void> {
    const customerId = `C-${this.acknowledged}`;
    this.acknowledged += 1;
    const alertId = this.alertOf.get(customerId) ?? '';
    const found = await fetch(`${this.alertingUrl}/alerts?alert=${alertId}`);
    const { alerts } = (await found.json()) as { alerts: readonly unknown[] };
    if (alerts.length !== 1) throw new Error(`${alertId} is not open`);
    await this.sendAndSee(acknowledgement(this.codec, PARTITIONS, { customerId, alertId }));
  }

  async openOneMore(): Promise<void> {
    await this.sendAndSee(this.nextEvent());
  }

  async stop(): Promise<void> {
    this.reading.abort();
    await this.services.stop();
    await this.bus.close();
    await this.stack.stop();
    await rm(this.home, { recursive: true, force: true });
  }

  private nextEvent(): Cause {
    const record = failedPayment(this.codec, `C-${this.customers}`);
    this.customers += 1;
    return record;
  }

  private async sendAndSee(record: Cause): Promise<void> {
    const seen = new Promise<void>((resolve) => this.awaited.set(record.customerId, resolve));
    await this.producer.send([record]);
    await seen;
  }

  private see({ key, value }: BusRecord): void {
    if (value === null || key === null) return;
    const { alertId } = this.codec.decode(value).data as AlertOpened;
    const customerId = key.slice(`${TENANT}|`.length);
    this.alertOf.set(customerId, alertId);
    this.awaited.get(customerId)?.();
    this.awaited.delete(customerId);
  }
}
