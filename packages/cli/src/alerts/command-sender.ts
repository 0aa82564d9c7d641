import { randomUUID } from 'node:crypto';
import { type Clock, createSystemClock, type StackSettings } from '@duewatch/config';
import {
  type AlertCommand,
  createCodec,
  customerKey,
  entryOfRecord,
  headersOf,
  type Records,
  type SilenceCommand,
  TOPICS,
} from '@duewatch/contracts';
import { type Bus, createKafkaBus, createRegistryClient, partitionOf } from '@duewatch/event-bus';
import { silentLog } from '@duewatch/telemetry';

/** Writes wishes to the log, each under an id of its own, so that none replaces another. */
export interface CommandSender {
  /** To where the customer's profiles are. */
  alert(command: Omit<AlertCommand, 'commandId' | 'at'>): Promise<void>;
  /** To every partition. */
  silence(command: Omit<SilenceCommand, 'commandId' | 'at'>): Promise<void>;
  close(): Promise<void>;
}

/** Who it comes from; who wished it is in the command. */
const SOURCE = '/duewatch/cli';

export async function connectSender(stack: StackSettings): Promise<CommandSender> {
  const clock = createSystemClock();
  const bus = createKafkaBus({
    brokers: stack.kafkaBrokers,
    clientId: 'duewatch-cli',
    log: silentLog,
    clock,
  });
  const codec = createCodec({ ids: await createRegistryClient(stack.registryUrl).lookup() });
  return senderOn(bus, clock, codec);
}

function senderOn(bus: Bus, clock: Clock, codec: ReturnType<typeof createCodec>): CommandSender {
  const producer = bus.producer('cli');
  const partitionCount = async () => (await bus.ends(TOPICS.commands)).length;

  async function send<Name extends 'AlertCommand' | 'SilenceCommand'>(
    recordName: Name,
    data: Records[Name],
    partitions: readonly number[],
  ) {
    const { commandId: id, tenantId, at } = data;
    const headers = headersOf({
      ...{ id, source: SOURCE, type: entryOfRecord(recordName).ceType, subject: null },
      ...{ time: at, tenantId, partitionKey: id, recordedTime: at, calendarId: 'none' },
      ...{ suppressed: false, correlationId: null, causationId: null, traceparent: null },
      sourceVersion: 0,
    });
    const value = codec.encode(recordName, data);
    const record = { topic: TOPICS.commands, key: id, value, headers };
    await producer.send(partitions.map((partition) => ({ ...record, partition })));
  }

  const stamp = (what: string) => {
    const at = clock.now();
    return { at, commandId: `${what}-${randomUUID()}` };
  };

  return {
    async alert(command) {
      const key = customerKey(command.tenantId, command.customerId ?? '');
      const partition = partitionOf(key, await partitionCount());
      await send('AlertCommand', { ...command, ...stamp(command.kind) }, [partition]);
    },
    async silence(command) {
      const all = Array.from({ length: await partitionCount() }, (_, partition) => partition);
      await send('SilenceCommand', { ...command, ...stamp(command.kind) }, all);
    },
    async close() {
      await producer.close();
      await bus.close();
    },
  };
}
