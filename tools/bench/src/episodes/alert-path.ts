import { setTimeout as pause } from 'node:timers/promises';
import { type AlertOpened, type Codec, TOPICS } from '@duewatch/contracts';
import type { BusProducer, BusRecord } from '@duewatch/event-bus';
import { type Ground, layGround, PARTITIONS } from '../ground.ts';
import { acknowledgement, type Cause, failedPayment, TENANT } from './records.ts';

const AT_A_TIME = 5_000;

/** The way from an event to an alert record, and from an acknowledgement to its record. */
export class AlertPath {
  private readonly ground: Ground;
  private readonly codec: Codec;
  private readonly producer: BusProducer;
  private readonly reading = new AbortController();
  /** By customer what its next alert record resolves. */
  private readonly awaited = new Map<string, () => void>();
  private readonly alertOf = new Map<string, string>();
  private customers = 0;
  private acknowledged = 0;

  private constructor(ground: Ground) {
    this.ground = ground;
    this.codec = ground.codec;
    this.producer = ground.bus.producer('bench');
    void ground.bus.read({
      topics: [TOPICS.alerts],
      signal: this.reading.signal,
      onRecord: (record) => this.see(record),
    });
  }

  static async start(): Promise<AlertPath> {
    return new AlertPath(await layGround(['scoring', 'alerting']));
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
    const found = await fetch(`${this.ground.urlOf('alerting')}/alerts?alert=${alertId}`);
    const { alerts } = (await found.json()) as { alerts: readonly unknown[] };
    if (alerts.length !== 1) throw new Error(`${alertId} is not open`);
    await this.sendAndSee(acknowledgement(this.codec, PARTITIONS, { customerId, alertId }));
  }

  async openOneMore(): Promise<void> {
    await this.sendAndSee(this.nextEvent());
  }

  async stop(): Promise<void> {
    this.reading.abort();
    await this.ground.stop();
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
