import { createSystemClock } from '@duewatch/config';
import {
  type AlertOpened,
  createCodec,
  createStaticSchemaIds,
  type Position,
  type ProfileUpdated,
} from '@duewatch/contracts';
import type { Bus, BusRecord, OutgoingRecord } from '@duewatch/event-bus';
import type { PartitionStore } from '@duewatch/stream';
import { silentLog } from '@duewatch/telemetry';
import { until } from '@duewatch/testing';
import { type AlertingApp, type AlertingStatus, createApp } from '../src/app.ts';
import { alertingSettings } from '../src/config.ts';
import { createAlertDesk, type OpenAlert } from '../src/open-alerts.ts';
import { comparePositions } from '../src/positions.ts';
import { profileRecord } from './profile-record.ts';

export const codec = createCodec({ ids: createStaticSchemaIds() });

/** The servers, or their twins, that one test has to itself. */
export interface World {
  readonly partitions: number;
  /** A connection to the log of its own for each user, which closes it. */
  connect(): Bus;
  /** Empty each time. */
  newStore(): PartitionStore;
  close(): Promise<void>;
}

/** One alerting process that can be stopped, started and deprived of its state. */
export class Rig {
  store: PartitionStore;
  private readonly world: World;
  private readonly bus: Bus;
  private readonly fatal: Error[] = [];
  private running: { readonly app: AlertingApp; readonly bus: Bus } | undefined;

  constructor(world: World) {
    this.world = world;
    this.store = world.newStore();
    this.bus = world.connect();
  }

  async start(): Promise<void> {
    const bus = this.world.connect();
    const app = createApp(alertingSettings.parse({ statusPort: 0 }), {
      bus,
      store: this.store,
      codec,
      clock: createSystemClock(),
      log: silentLog,
      onFatal: (error) => this.fatal.push(error),
    });
    this.running = { app, bus };
    await app.start();
  }

  async stop(): Promise<void> {
    await this.running?.app.stop();
    await this.running?.bus.close();
    this.running = undefined;
  }

  async close(): Promise<void> {
    await this.stop();
    await this.bus.close();
    await this.world.close();
  }

  /** What Redis held is gone; takes effect at the next start. */
  loseState(): void {
    this.store = this.world.newStore();
  }

  async publish(...records: OutgoingRecord[]): Promise<void> {
    const producer = this.bus.producer('test');
    if (records.length > 0) await producer.send(records);
    await producer.close();
    await until('everything is folded', async () => {
      if (this.fatal[0] !== undefined) throw this.fatal[0];
      const status = await this.running?.app.status();
      return status?.ready === true && status.lag === 0;
    });
  }

  profiles(...profiles: ProfileUpdated[]): Promise<void> {
    return this.publish(...profiles.map((profile) => profileRecord(codec, profile)));
  }

  /** All records of the topic, once there are at least so many: folded is not yet published. */
  read(topic: string, count: number): Promise<BusRecord[]> {
    return until(`${topic} holds ${count} records`, async () => {
      const found: BusRecord[] = [];
      const onRecord = (record: BusRecord) => void found.push(record);
      await this.bus.read({ topics: [topic], untilEnd: true, onRecord });
      return found.length >= count && found;
    });
  }

  async alerts(count: number): Promise<AlertOpened[]> {
    return (await this.read('risk.alerts', count)).map(({ value }) => {
      if (value === null) throw new Error('an alert has no body');
      return codec.decode(value).data as AlertOpened;
    });
  }

  /** As a reader sees them that takes nothing twice: what is not above the last position drops. */
  kinds(count: number): Promise<string[]> {
    return until(`${count} alerts are there`, async () => {
      const kinds: string[] = [];
      let held: Position | null = null;
      for (const { value, headers } of await this.read('risk.alerts', count)) {
        const position = value && (codec.decode(value).data as AlertOpened).position;
        if (comparePositions(position, held) <= 0) continue;
        held = position;
        kinds.push(headers['ce_type']?.split('.').at(-1) ?? '');
      }
      return kinds.length >= count && kinds;
    });
  }

  /** What people see as open. */
  async open(query: Readonly<Record<string, string>>): Promise<readonly OpenAlert[]> {
    const desk = createAlertDesk(this.store, this.bus);
    return (await desk.alerts(new URLSearchParams(query))).alerts;
  }

  async rows(): Promise<string[]> {
    const partitions = Array.from({ length: this.world.partitions }, (_, partition) => partition);
    const scans = partitions.map((partition) => this.store.scan(partition, 'customers', '0', 10));
    return (await Promise.all(scans)).flatMap(({ fields }) => fields);
  }

  async status(): Promise<AlertingStatus | undefined> {
    return this.running?.app.status();
  }
}
