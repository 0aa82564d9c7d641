import {
  type AlertingApp,
  alertingSettings,
  createApp as createAlerting,
} from '@duewatch/alerting';
import { TOPICS, topicDefinitions } from '@duewatch/contracts';
import { createMemoryCluster, type MemoryBus, type MemoryCluster } from '@duewatch/event-bus';
import {
  createApp as createIngest,
  createMemoryDedupeStore,
  createMemoryMarkStore,
} from '@duewatch/ingest';
import {
  createMemoryBreaker,
  createApp as createNotifier,
  type NotifierApp,
} from '@duewatch/notifier';
import { createApp as createScoring, type ScoringApp, scoringSettings } from '@duewatch/scoring';
import { silentLog } from '@duewatch/telemetry';
import type { Random } from '../../tools/run/src/feed/random.ts';
import { codec } from './codec.ts';
import { Door } from './door.ts';
import type { Mutation } from './mutations/mutation.ts';
import { QueueServer } from './queue-server.ts';
import {
  ingestConfig,
  notifierConfig,
  PARTITIONS,
  type Service,
  type StreamService,
} from './settings.ts';
import { connectBus } from './sim-bus.ts';
import { type Machine, SimProcess } from './sim-process.ts';
import { Sinks } from './sinks.ts';
import { StateServer } from './state-server.ts';
import { VirtualTime } from './virtual-time.ts';
import { Weather } from './weather.ts';

interface ReadAgain {
  readonly service: StreamService;
  readonly index: number;
  readonly partition: number;
  readonly records: number;
}

interface Running {
  readonly service: StreamService;
  readonly process: SimProcess;
  readonly app: ScoringApp | AlertingApp | NotifierApp;
}

/** Nobody asks the processes of a simulation by HTTP. */
const quiet = async () => ({ url: '', close: async () => undefined });

/** Records and megabytes of a process: in the second case chunks end where memory does, too. */
const SIZES = [
  [2, 256],
  [7, 0.05],
  [100, 256],
] as const;

/** The four services as they are, several processes of each, on servers that outlive them. */
export class Deployment {
  readonly machine: Machine;
  readonly cluster: MemoryCluster;
  readonly state: Readonly<Record<StreamService, StateServer>>;
  readonly queue: QueueServer;
  readonly sinks: Sinks;
  /** Asks the log without waiting. */
  readonly observer: MemoryBus;
  readonly fatal: string[] = [];
  readonly door: Door;
  private dedupe: ReturnType<typeof createMemoryDedupeStore>;
  private readonly breaker: ReturnType<typeof createMemoryBreaker>;
  private marks = createMemoryMarkStore();
  private readonly running: Running[] = [];
  private made = 0;
  private readonly mutation: Mutation | null;

  constructor(startMs: number, random: Random, mutation: Mutation | null = null) {
    this.mutation = mutation;
    const time = new VirtualTime(startMs);
    this.machine = { time, random, weather: new Weather(random) };
    this.cluster = createMemoryCluster({
      clock: time,
      batchRecords: random.pick([3, 20, 100]),
      soon: (act) => time.schedule(0, act),
    });
    this.observer = this.cluster.connect();
    this.state = {
      scoring: new StateServer(),
      alerting: new StateServer(),
      notifier: new StateServer(),
    };
    this.queue = new QueueServer(time, random);
    this.sinks = new Sinks(time, random);
    this.breaker = createMemoryBreaker(notifierConfig.breaker, time);
    this.dedupe = createMemoryDedupeStore(time);
    this.door = new Door(() => this.startIngest());
  }

  async start(counts: Readonly<Record<StreamService, number>>): Promise<void> {
    await this.observer.ensureTopics(topicDefinitions(PARTITIONS));
    this.door.start();
    for (const service of ['scoring', 'alerting', 'notifier'] as const) {
      for (let count = 0; count < counts[service]; count += 1) this.startStream(service);
    }
  }

  /** A process of the service, the n-th that runs. */
  processOf(service: Service, index: number): SimProcess | undefined {
    if (service === 'ingest') return this.door.process;
    const some = this.running.filter((one) => one.service === service);
    return some[index % Math.max(1, some.length)]?.process;
  }

  /** Dies at once; its supervisor starts another one after a while. */
  kill(service: Service, index: number, restartAfterMs: number): void {
    const process = this.processOf(service, index);
    if (process === undefined) return;
    process.kill();
    const at = this.running.findIndex((one) => one.process === process);
    if (at >= 0) this.running.splice(at, 1);
    this.machine.time.schedule(restartAfterMs, () => {
      if (service === 'ingest') this.door.start();
      else this.startStream(service);
    });
  }

  /** What the door's Redis remembered is gone. */
  forgetAtDoor(): void {
    this.dedupe = createMemoryDedupeStore(this.machine.time);
    this.marks = createMemoryMarkStore();
  }

  /** All that was derived from the log is gone. */
  loseState(): void {
    for (const server of Object.values(this.state)) server.wipe();
  }

  /** A process is handed the last records of a partition once more. */
  readAgain(what: ReadAgain): void {
    const { service, index, partition, records } = what;
    this.processOf(service, index)?.seekBack((topic, consumer) => {
      void this.observer.ends(topic).then((ends) => {
        const end = ends[partition]?.end ?? 0;
        consumer.seek(topic, partition, Math.max(0, end - records));
      });
    });
  }

  /** A record that nobody can read, straight into the log. */
  async poison(partition: number): Promise<void> {
    const producer = this.observer.producer('vandal');
    const value = Buffer.from('no avro');
    await producer.send([{ topic: TOPICS.events, partition, key: 'acme|C00', value, headers: {} }]);
  }

  /** All that was made to go wrong is over; what came of it is not. */
  calmDown(): void {
    this.machine.weather.clear();
    this.sinks.clear();
    for (const process of [...this.running.map((one) => one.process), this.door.process]) {
      process?.thaw();
      process?.setClockRight();
    }
  }

  /** True when nobody has anything left to do. */
  async isAtRest(): Promise<boolean> {
    if (this.door.pending() > 0) return false;
    const answers = await Promise.all(this.running.map(({ app }) => app.status()));
    return answers.every(({ ready, lag, pending }) => ready && lag + pending === 0);
  }

  private startIngest() {
    const process = this.newProcess('ingest');
    const app = createIngest(ingestConfig, {
      ...this.partsOf(process),
      dedupe: {
        lookup: (keys) => process.ask('memory', () => this.dedupe.lookup(keys)),
        remember: (...told) => process.effect('memory', () => this.dedupe.remember(...told)),
      },
      marks: {
        read: (name) => process.ask('memory', () => this.marks.read(name)),
        write: (...told) => process.effect('memory', () => this.marks.write(...told)),
      },
      scoringStore: this.state.scoring.connect(process),
      listen: async (server) => this.door.open(process, server),
    });
    this.begin(process, app);
    return { process, app };
  }

  private startStream(service: StreamService): void {
    const process = this.newProcess(service);
    const store = this.state[service].connect(process);
    const parts = this.partsOf(process, this.state[service]);
    const ports = {
      ...parts,
      store: this.mutation?.store?.(store, service, parts.bus) ?? store,
      serveStatus: quiet,
      onFatal: (error: Error) => void this.fatal.push(`${service}: ${error.message}`),
    };
    const queue = this.queue.connect(process);
    const { random } = this.machine;
    const [chunkRecords, cacheMegabytes] = random.pick(SIZES);
    const apps = {
      scoring: () =>
        createScoring({ ...scoringSettings.parse({ chunkRecords }), cacheMegabytes }, ports),
      alerting: () =>
        createAlerting({ ...alertingSettings.parse({ chunkRecords }), cacheMegabytes }, ports),
      notifier: () =>
        createNotifier(notifierConfig, {
          ...ports,
          queue: this.mutation?.queue?.(queue) ?? queue,
          breaker: this.breaker,
          openChannel: this.sinks.openChannel(process),
        }),
    };
    const app = apps[service]();
    this.running.push({ service, process, app });
    this.begin(process, app);
  }

  /** A start that fails ends the process, as it would be; the supervisor tries again. */
  private begin(process: SimProcess, app: { start(): Promise<void> }): void {
    app.start().catch((error: unknown) => {
      const { name } = process;
      const service = name.slice(0, name.indexOf('-')) as Service;
      const at = this.running.findIndex((one) => one.process === process);
      if (at >= 0) this.running.splice(at, 1);
      process.kill();
      if (Reflect.get(error as object, 'retriable') !== true) this.fatal.push(`${name}: ${error}`);
      this.machine.time.schedule(1_000, () => {
        if (service === 'ingest') this.door.start();
        else this.startStream(service);
      });
    });
  }

  private newProcess(service: Service): SimProcess {
    this.made += 1;
    return new SimProcess(`${service}-${this.made}`, this.machine);
  }

  private partsOf(process: SimProcess, state?: StateServer) {
    const connected = connectBus(process, this.cluster, state);
    const bus = this.mutation?.bus?.(connected, process.name) ?? connected;
    return { bus, codec, clock: process.clock, log: silentLog };
  }
}
