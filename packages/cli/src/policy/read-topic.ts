import { createSystemClock, loadSettings, stackSettings } from '@duewatch/config';
import { createCodec, type Decoded, type TopicName } from '@duewatch/contracts';
import {
  type BusRecord,
  createKafkaBus,
  createRegistryClient,
  createSchemaLearning,
} from '@duewatch/event-bus';
import { silentLog } from '@duewatch/telemetry';

/** Reads a topic from its start to its end, as of now. The settings say where Kafka is. */
export async function readTopic(
  topic: TopicName,
  onRecord: (decoded: Decoded, record: BusRecord) => void,
): Promise<void> {
  const { stack } = loadSettings({ stack: stackSettings });
  const clock = createSystemClock();
  const bus = createKafkaBus({
    brokers: stack.kafkaBrokers,
    clientId: 'duewatch-cli',
    log: silentLog,
    clock,
  });
  try {
    const codec = createCodec({ ids: await createRegistryClient(stack.registryUrl).lookup() });
    const learn = createSchemaLearning(codec);
    await bus.read({
      topics: [topic],
      untilEnd: true,
      async onRecord(record) {
        if (record.value === null) return;
        await learn([record]);
        onRecord(codec.decode(record.value), record);
      },
    });
  } finally {
    await bus.close();
  }
}
