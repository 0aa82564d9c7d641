import { CodecError, type Decoded, type TopicName } from '@duewatch/contracts';
import { type BusRecord, createSchemaLearning } from '@duewatch/event-bus';
import type { LogReader } from './with-stack.ts';

/**
 * Reads topics from their start to their end, as of now. What has no body is passed over; what
 * cannot be read is, too, and said: no record may hide the others from those who must mend it.
 */
export async function readRecords(
  { bus, codec, warn }: LogReader,
  topics: readonly TopicName[],
  onRecord: (decoded: Decoded, record: BusRecord) => void,
): Promise<void> {
  const learn = createSchemaLearning(codec);

  function decoded(record: BusRecord, value: Buffer): Decoded | undefined {
    try {
      return codec.decode(value);
    } catch (error) {
      if (!(error instanceof CodecError)) throw error;
      const { topic, partition, offset } = record;
      warn(`${topic}-${partition}@${offset} is passed over, it cannot be read: ${error.message}`);
      return undefined;
    }
  }

  await bus.read({
    topics,
    untilEnd: true,
    async onRecord(record) {
      if (record.value === null) return;
      await learn([record]);
      const found = decoded(record, record.value);
      if (found !== undefined) onRecord(found, record);
    },
  });
}
