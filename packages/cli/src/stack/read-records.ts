import type { Decoded, TopicName } from '@duewatch/contracts';
import { type BusRecord, createSchemaLearning } from '@duewatch/event-bus';
import type { StackConnection } from './with-stack.ts';

/** Reads topics from their start to their end, as of now; what has no body is passed over. */
export async function readRecords(
  { bus, codec }: Pick<StackConnection, 'bus' | 'codec'>,
  topics: readonly TopicName[],
  onRecord: (decoded: Decoded, record: BusRecord) => void,
): Promise<void> {
  const learn = createSchemaLearning(codec);
  await bus.read({
    topics,
    untilEnd: true,
    async onRecord(record) {
      if (record.value === null) return;
      await learn([record]);
      onRecord(codec.decode(record.value), record);
    },
  });
}
