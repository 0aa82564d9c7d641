import { slotFor } from '../state/pages.ts';
import type { ItemEntry, StubEntry } from '../state/profile.ts';
import type { AccountRecord } from '../state/records.ts';

/** Puts a record where it belongs in a page, and its place first in the directory if it leads. */
export function insertRecord(
  records: AccountRecord[],
  record: AccountRecord,
  entry: ItemEntry | StubEntry | undefined,
): void {
  const slot = slotFor(records, record.sortOn, record.key);
  if (slot === records.length) records.push(record);
  else records.splice(slot, 0, record);
  if (slot > 0 || !entry) return;
  entry.firstOn = record.sortOn;
  entry.firstKey = record.key;
}
