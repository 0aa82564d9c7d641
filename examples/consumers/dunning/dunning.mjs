// A dunning system in small that reads `risk.changes`. Written from README.md beside it; it shares
// no code with us.
//   node dunning.mjs BROKERS REGISTRY_URL TABLE.json [--once]
import { randomUUID } from 'node:crypto';
import { SchemaRegistry } from '@kafkajs/confluent-schema-registry';
import { Kafka, logLevel } from 'kafkajs';
import { openTable } from './table.mjs';

const [brokers = '', registryUrl = '', tableFile = 'dunning.json', once] = process.argv.slice(2);
const topic = 'risk.changes';
const registry = new SchemaRegistry({ host: registryUrl });
const kafka = new Kafka({ brokers: brokers.split(','), logLevel: logLevel.ERROR });
const table = openTable(tableFile);

/** Where the topic ends now, for a run that is to end there. */
async function ends() {
  const admin = kafka.admin();
  await admin.connect();
  const offsets = await admin.fetchTopicOffsets(topic);
  await admin.disconnect();
  return new Map(
    offsets.flatMap(({ partition, high, low }) =>
      Number(high) > Number(low) ? [[partition, Number(high)]] : [],
    ),
  );
}

const unread = once === undefined ? undefined : await ends();
// A group of its own each time: rows know what they have taken, so reading all again is harmless.
const groupId = `dunning-${randomUUID()}`;
const consumer = kafka.consumer({ groupId: once === undefined ? 'dunning' : groupId });
await consumer.connect();
await consumer.subscribe({ topics: [topic], fromBeginning: true });
let finish = () => {};
const finished = new Promise((resolve) => {
  finish = resolve;
});
if (unread?.size === 0) finish();
await consumer.run({
  async eachBatch({ batch }) {
    for (const { key, value, headers } of batch.messages) {
      table.take(await registry.decode(value), `${key}`, `${headers.ce_type}`, batch.partition);
    }
    // Saved before the offset is committed: a crash in between repeats, and repeats are dropped.
    table.save();
    if (
      Number(batch.lastOffset()) + 1 >=
      (unread?.get(batch.partition) ?? Number.POSITIVE_INFINITY)
    )
      unread?.delete(batch.partition);
    if (unread?.size === 0) finish();
  },
});
if (once !== undefined) {
  await finished;
  await consumer.disconnect();
  const { customers, held, losses } = table.counts();
  process.stdout.write(`${customers} customers, ${held} on hold, ${losses} losses\n`);
}
