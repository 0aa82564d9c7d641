import type { Clock } from '@duewatch/config';
import type { Codec } from '@duewatch/contracts';
import {
  type Bus,
  type BusProducer,
  createDeadLetters,
  createSchemaLearning,
} from '@duewatch/event-bus';
import { createStream, type PartitionStore, type Stream } from '@duewatch/stream';
import { type Log, type StatusServer, startStatusServer } from '@duewatch/telemetry';
import type { Breaker } from './breaker/breaker.ts';
import type { Channel } from './channels/channel.ts';
import { createChannel } from './channels/registry.ts';
import type { NotifierSettings } from './config.ts';
import { createOutcomeRecorder } from './delivery/record-outcome.ts';
import { createJobDeriver } from './derive-jobs.ts';
import { createAddressGuard } from './http/address-guard.ts';
import { createAudience } from './ledger/audience.ts';
import { createLedgerLogic, LEDGER_INPUTS } from './ledger/ledger-logic.ts';
import { createLedgerReader } from './ledger/ledger-reader.ts';
import { createDeliveryPipeline } from './pipeline.ts';
import type { DeliveryQueue } from './queue/delivery-queue.ts';
import { createRoutesSource, type RoutesStatus } from './routes/routes-source.ts';
import { createTallies, type Tallies } from './tallies.ts';

/** Consumer group and name of the state. */
export const NOTIFIER = 'notifier';

/** The topics whose partitions the notifier owns together; the store is made for these. */
export const NOTIFIER_INPUTS = LEDGER_INPUTS;

/** What the notifier needs from outside. */
export interface NotifierPorts {
  readonly bus: Bus;
  readonly store: PartitionStore;
  readonly codec: Codec;
  readonly clock: Clock;
  readonly log: Log;
  readonly queue: DeliveryQueue;
  readonly breaker: Breaker;
  /** It cannot go on: end the process with a failure. */
  onFatal(error: Error): void;
  /** Where /livez, /readyz and /status are served; over HTTP when absent. */
  readonly serveStatus?: typeof startStatusServer;
  /** How a receiver is reached; over the network when absent. */
  readonly openChannel?: typeof createChannel;
}

/** How the notifier is doing, as /status answers it. */
export interface NotifierStatus extends Tallies {
  readonly service: typeof NOTIFIER;
  readonly ready: boolean;
  /** Input records that are not folded yet, its own records of deliveries among them. */
  readonly lag: number;
  /** Receivers owed a message of a case, or a customer's change; 0 once all is on record. */
  readonly pending: number;
  readonly routes: RoutesStatus;
  readonly skipped: Readonly<Record<string, number>>;
  readonly deadLetters: Readonly<Record<string, number>>;
}

export interface NotifierApp {
  start(): Promise<void>;
  stop(): Promise<void>;
  status(): Promise<NotifierStatus>;
}

/** Puts the service together on the ports given. */
export function createApp(settings: NotifierSettings, ports: NotifierPorts): NotifierApp {
  const { bus, store, codec, clock, log, queue, breaker, onFatal } = ports;
  const { receivers } = settings;
  const tallies = createTallies(receivers, log);
  const channels = openChannels(settings, clock, ports.openChannel ?? createChannel);
  const routes = createRoutesSource(settings, { clock, log });
  const audience = createAudience(receivers, routes);
  const ledger = createLedgerReader({ bus, store, clock });
  const deriver = createJobDeriver(settings, { ledger, queue, breaker, clock, log });
  const stream: Stream = createStream({
    name: NOTIFIER,
    inputs: LEDGER_INPUTS,
    logic: createLedgerLogic({ codec, audience, observer: tallies }),
    bus,
    store,
    clock,
    log,
    cacheMegabytes: settings.cacheMegabytes,
    prepare: createSchemaLearning(codec),
    toDeadLetter: createDeadLetters(codec, NOTIFIER),
    onOpened: async (partition) => deriver.own(partition),
    onPublished: (partition) => deriver.changed(partition),
    onClosed: (partition) => deriver.disown(partition),
    onFatal,
  });
  let producer: BusProducer | undefined;
  let server: StatusServer | undefined;

  async function status(): Promise<NotifierStatus> {
    // Lag first: what is folded between the two questions then counts twice, never not at all.
    const { ready, lag, skipped, deadLetters } = await stream.status();
    const pending = await deriver.pending();
    const counted = tallies.read();
    return {
      ...{ service: NOTIFIER, ready, lag, pending, routes: routes.status() },
      ...{ skipped, deadLetters, ...counted },
    };
  }

  async function startDelivering(): Promise<void> {
    const partitions = (await bus.ends(LEDGER_INPUTS[0])).length;
    producer = bus.producer('notifier-deliveries');
    const recorder = createOutcomeRecorder(codec, producer);
    const parts = { ledger, audience, recorder, breaker, channels, clock, log, partitions };
    const handle = createDeliveryPipeline(settings, { ...parts, counters: tallies });
    const lanes = receivers.map(({ id, rate, concurrency }) => {
      return { receiverId: id, rate, concurrency };
    });
    await queue.start(lanes, handle);
    deriver.start();
  }

  return {
    async start() {
      await routes.start();
      server = await (ports.serveStatus ?? startStatusServer)({
        port: settings.statusPort,
        live: () => true,
        unready: () => stream.unready(),
        status,
      });
      log.info('notifier listens', { url: server.url, receivers: receivers.length });
      await startDelivering();
      await stream.start();
    },
    async stop() {
      routes.stop();
      await deriver.stop();
      // Deliveries under way are recorded while the log can still be written.
      await queue.stop();
      await breaker.close();
      await stream.stop();
      await producer?.close();
      await Promise.all([...channels.values()].map((channel) => channel.close()));
      await server?.close();
    },
    status,
  };
}

function openChannels(
  settings: NotifierSettings,
  clock: Clock,
  openChannel: typeof createChannel,
): ReadonlyMap<string, Channel> {
  const guard = createAddressGuard(settings);
  return new Map(settings.receivers.map((one) => [one.id, openChannel(one, { clock, guard })]));
}
