import { chainIssued } from '../state/directory.ts';
import { itemRef, stubRef } from '../state/pages.ts';
import type { ItemEntry, StubEntry } from '../state/profile.ts';
import { NEVER } from '../state/records.ts';
import type { ByteReader, ByteWriter } from './bytes.ts';

/** Writes a directory entry of a page of open items. */
export function writeItemEntry(writer: ByteWriter, entry: ItemEntry): void {
  writer.whole(entry.no);
  writer.whole(entry.count);
  writer.whole(entry.firstOn);
  writer.key(entry.firstKey);
  writer.whole(entry.lastOn - entry.firstOn);
  writer.whole(entry.nextOn);
  writer.text(entry.currency);
  writer.whole(entry.cleanMinor);
  writer.whole(entry.cleanBase);
  writer.whole(entry.cleanLag);
}

/** Reads what `writeItemEntry` wrote. */
export function readItemEntry(reader: ByteReader): ItemEntry {
  const no = reader.whole();
  const count = reader.whole();
  const firstOn = reader.whole();
  return {
    no,
    ref: itemRef(no),
    count,
    firstOn,
    firstKey: reader.key(),
    lastOn: firstOn + reader.whole(),
    nextOn: reader.whole(),
    currency: reader.text(),
    cleanMinor: reader.whole(),
    cleanBase: reader.whole(),
    cleanLag: reader.whole(),
  };
}

/** Writes a directory entry of a page of stubs. */
export function writeStubEntry(writer: ByteWriter, entry: StubEntry): void {
  writer.whole(entry.no);
  writer.whole(entry.count);
  writer.whole(entry.firstOn);
  writer.key(entry.firstKey);
  writer.whole(entry.lastOn - entry.firstOn);
  writer.whole(entry.nextOn);
  writer.whole(entry.judgeOn - entry.nextOn);
  writer.signed(entry.minIssued);
  writer.signed(entry.maxIssued);
}

/** Reads the whole directory of stubs, each entry as `writeStubEntry` wrote it. */
export function readStubEntries(reader: ByteReader): StubEntry[] {
  const entries = reader.list(() => readStubEntry(reader));
  chainIssued(entries, 0);
  return entries;
}

function readStubEntry(reader: ByteReader): StubEntry {
  const no = reader.whole();
  const count = reader.whole();
  const firstOn = reader.whole();
  const firstKey = reader.key();
  const lastOn = firstOn + reader.whole();
  const nextOn = reader.whole();
  return {
    no,
    ref: stubRef(no),
    count,
    firstOn,
    firstKey,
    lastOn,
    nextOn,
    judgeOn: nextOn + reader.whole(),
    minIssued: reader.signed(),
    maxIssued: reader.signed(),
    issuedUpTo: NEVER,
    keys: null,
  };
}
