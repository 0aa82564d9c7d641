// How hard to press each customer, what to leave alone and what is owed: what a dunning system
// keeps of `risk.changes`, whichever way they come.
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';

const isFeed = (key) => key.includes('|~feed.');

const compare = (a, b) => a.generation - b.generation || a.offset - b.offset || a.index - b.index;

/** The table in this file, or an empty one. */
export function openTable(file) {
  const rows = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
  let losses = 0;

  /**
   * Takes a record in once. Each change is whole, so after a loss the next one mends the row.
   * Advice and facts beside the changes are links of the same chain, and no more to dunning.
   */
  function take(record, key, type, partition) {
    const row = rows[key];
    const { position, previousPosition: before } = record;
    if (row && compare(position, row.position) <= 0) return;
    if (row && before && compare(before, row.position) > 0) {
      losses += 1;
      process.stdout.write(`${key}: something before this never came\n`);
    }
    rows[key] = { ...row, position };
    if (type === 'io.duewatch.risk.feed_stale') hold(key, record);
    if (type !== 'io.duewatch.risk.changed') return;
    const { tenantId, treatment, pauses, cleanOverdue, effectiveOn, suppressed } = record;
    rows[key] = { tenantId, partition, treatment, pauses, cleanOverdue, effectiveOn, position };
    if (row?.treatment === treatment || suppressed) return;
    // Here a real system would switch the campaign. History is applied, and nobody is written to.
    const held = isHeld(rows[key]) ? ', on hold' : '';
    process.stdout.write(`${key}: ${row?.treatment ?? 'new'} → ${treatment}${held}\n`);
  }

  /**
   * A source fell silent, or is heard again. While any row of a tenant and partition says
   * `isStale`, none of the tenant's customers there is written to, whatever their treatment.
   */
  function hold(key, { tenantId, source, partition, isStale, position }) {
    if (rows[key]?.isStale === isStale) return;
    rows[key] = { tenantId, source, partition, isStale, position };
    process.stdout.write(`${tenantId} in partition ${partition}: ${isStale ? 'hold' : 'go on'}\n`);
  }

  /** True of a customer that is not written to now: before each letter a real system would ask. */
  function isHeld({ tenantId, partition }) {
    return Object.entries(rows).some(
      ([key, row]) =>
        isFeed(key) && row.isStale && row.tenantId === tenantId && row.partition === partition,
    );
  }

  return {
    take,
    /** The file is whole at any moment, also when the machine loses power. */
    save() {
      writeFileSync(`${file}.next`, JSON.stringify(rows, null, 1));
      renameSync(`${file}.next`, file);
    },
    counts() {
      const customers = Object.entries(rows).flatMap(([key, row]) => (isFeed(key) ? [] : [row]));
      return { customers: customers.length, held: customers.filter(isHeld).length, losses };
    },
  };
}
