import { randomUUID } from 'node:crypto';
import {
  type AlertCommand,
  type BatchCommand,
  customerKey,
  entryOfRecord,
  headersOf,
  type Records,
  type ResendCommand,
  type SilenceCommand,
  TOPICS,
} from '@duewatch/contracts';
import { partitionOf } from '@duewatch/event-bus';
import { recordAct } from '../acts/act-log.ts';
import type { StackConnection } from '../stack/with-stack.ts';

/** Writes wishes to the log, each under an id of its own, so that none replaces another. */
export interface CommandSender {
  /** To where the customer's profiles are. */
  alert(command: Omit<AlertCommand, 'commandId' | 'at'>): Promise<void>;
  /** To every partition. */
  silence(command: Omit<SilenceCommand, 'commandId' | 'at'>): Promise<void>;
  /** To every partition: a batch is of all customers. */
  batch(command: Omit<BatchCommand, 'commandId' | 'at'>): Promise<void>;
  /** To where the alert lies, of which `key` is the key. */
  resend(
    command: Omit<ResendCommand, 'commandId' | 'at'>,
    alert: { readonly partition: number; readonly key: string },
  ): Promise<void>;
}

type Command = 'AlertCommand' | 'SilenceCommand' | 'BatchCommand' | 'ResendCommand';

/** Who it comes from; who wished it is in the command. */
const SOURCE = '/duewatch/cli';

export function createSender(connection: Omit<StackConnection, 'stack'>): CommandSender {
  const { bus, codec, clock } = connection;
  const partitionCount = async () => (await bus.ends(TOPICS.commands)).length;
  const everywhere = async () => Array.from({ length: await partitionCount() }, (_, at) => at);

  async function send<Name extends Command>(
    recordName: Name,
    data: Records[Name],
    partitions: readonly number[],
    partitionKey: string = data.commandId,
  ) {
    const { commandId: id, tenantId, at } = data;
    const headers = headersOf({
      ...{ id, source: SOURCE, type: entryOfRecord(recordName).ceType, subject: null },
      ...{ time: at, tenantId, partitionKey, recordedTime: at, calendarId: 'none' },
      ...{ suppressed: false, correlationId: null, causationId: null, traceparent: null },
      sourceVersion: 0,
    });
    const value = codec.encode(recordName, data);
    const record = { topic: TOPICS.commands, key: id, value, headers };
    const producer = bus.producer('cli');
    await producer.send(partitions.map((partition) => ({ ...record, partition })));
    await producer.close();
  }

  const stamp = (what: string) => {
    const at = clock.now();
    return { at, commandId: `${what}-${randomUUID()}` };
  };

  return {
    async alert(command) {
      const key = customerKey(command.tenantId, command.customerId ?? '');
      const partition = partitionOf(key, await partitionCount());
      const { tenantId, alertId: target, outcome: detail } = command;
      const act = { kind: `alert.${command.kind}`, tenantId, target, detail } as const;
      await recordAct(connection, { ...act, by: command.by ?? 'unknown' });
      await send('AlertCommand', { ...command, ...stamp(command.kind) }, [partition]);
    },
    async silence(command) {
      const { tenantId, silenceId: target, by, reason: detail } = command;
      await recordAct(connection, {
        kind: `silence.${command.kind}`,
        tenantId,
        target,
        by,
        detail,
      });
      await send('SilenceCommand', { ...command, ...stamp(command.kind) }, await everywhere());
    },
    async batch(command) {
      const { tenantId, batchId: target, by, reason: detail } = command;
      await recordAct(connection, { kind: `batch.${command.kind}`, tenantId, target, by, detail });
      await send('BatchCommand', { ...command, ...stamp(command.kind) }, await everywhere());
    },
    async resend(command, { partition, key }) {
      const { tenantId, deliveryId: target, by, receiver } = command;
      const act = { kind: 'delivery.resend', tenantId, target, by } as const;
      await recordAct(connection, { ...act, detail: `to ${receiver}` });
      await send('ResendCommand', { ...command, ...stamp('resend') }, [partition], key);
    },
  };
}
