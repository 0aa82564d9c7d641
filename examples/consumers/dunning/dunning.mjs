// A dunning system in small: keeps, per customer, how hard to press, what to leave alone and what
// is owed, from `risk.changes` alone. Written from README.md beside it; it shares no code with us.
//   node dunning.mjs BROKERS REGISTRY_URL TABLE.json [--once]
import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { SchemaRegistry } from '@kafkajs/confluent-schema-registry';
import { Kafka, logLevel } from 'kafkajs';

const [brokers = '', registryUrl = '', tableFile = 'dunning.json', once] = process.argv.slice(2);
const topic = 'risk.changes';
const registry = new SchemaRegistry({ host: registryUrl });
const kafka = new Kafka({ brokers: brokers.split(','), logLevel: logLevel.ERROR });
const table = existsSync(tableFile) ? JSON.parse(readFileSync(tableFile, 'utf8')) : {};
let losses = 0;

const isFeed = (key) => key.includes('|~feed.');

const compare = (a, b) => a.generation - b.generation || a.offset - b.offset || a.index - b.index;

/**
 * Takes a record in once. Each change is whole, so after a loss the next one mends the row. Advice
 * and facts on the same topic are links of the same chain, and nothing else to a dunning system.
 */
function take(record, key, type, partition) {
  const row = table[key];
  const { position, previousPosition: before } = record;
  if (row && compare(position, row.position) <= 0) return;
  if (row && before && compare(before, row.position) > 0) losses += 1;
  table[key] = { ...row, position };
  if (type === 'io.duewatch.risk.feed_stale') hold(key, record);
  if (type !== 'io.duewatch.risk.changed') return;
  const { tenantId, treatment, pauses, cleanOverdue, effectiveOn, suppressed } = record;
  table[key] = { tenantId, partition, treatment, pauses, cleanOverdue, effectiveOn, position };
  if (row?.treatment === treatment || suppressed) return;
  // Here a real system would switch the campaign. History is applied, and nobody is written to.
  const held = isHeld(table[key]) ? ', on hold' : '';
  process.stdout.write(`${key}: ${row?.treatment ?? 'new'} → ${treatment}${held}\n`);
}

/**
 * A source fell silent, or is heard again. While any row of a tenant and partition says `isStale`,
 * none of the tenant's customers there is written to, whatever their treatment.
 */
function hold(key, { tenantId, source, partition, isStale, position }) {
  if (table[key]?.isStale === isStale) return;
  table[key] = { tenantId, source, partition, isStale, position };
  process.stdout.write(`${tenantId} in partition ${partition}: ${isStale ? 'hold' : 'go on'}\n`);
}

/** True of a customer that is not written to now: before each letter a real system would ask. */
function isHeld({ tenantId, partition }) {
  return Object.entries(table).some(
    ([key, row]) =>
      isFeed(key) && row.isStale && row.tenantId === tenantId && row.partition === partition,
  );
}

/** The table is whole at any moment, also when the machine loses power. */
function save() {
  writeFileSync(`${tableFile}.next`, JSON.stringify(table, null, 1));
  renameSync(`${tableFile}.next`, tableFile);
}

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
      take(await registry.decode(value), `${key}`, `${headers.ce_type}`, batch.partition);
    }
    // Saved before the offset is committed: a crash in between repeats, and repeats are dropped.
    save();
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
  const customers = Object.entries(table).flatMap(([key, row]) => (isFeed(key) ? [] : [row]));
  const held = customers.filter(isHeld).length;
  process.stdout.write(`${customers.length} customers, ${held} on hold, ${losses} losses\n`);
}
