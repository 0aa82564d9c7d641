import { sortDay } from '../state/filing.ts';
import type { AccountRecord } from '../state/records.ts';
import { readAttempt, writeAttempt } from './attempt-codec.ts';
import { type ByteReader, type ByteWriter, StoredFormatError } from './bytes.ts';
import type { PageContext } from './fields.ts';
import { readFunds, writeFunds } from './funds-codec.ts';
import { readItem, writeItem } from './item-codec.ts';
import { readOrder, writeOrder } from './order-codec.ts';
import { readPlan, readPromise, writePromise } from './promise-codec.ts';

/** Codes are positions in this list: append only. */
const recordKinds = ['item', 'funds', 'promise', 'attempt', 'order', 'plan'] as const;

/** Writes one record. */
export function writeRecord(writer: ByteWriter, record: AccountRecord, page: PageContext): void {
  const isPlan = record.kind === 'promise' && record.isPlan;
  writer.whole(recordKinds.indexOf(isPlan ? 'plan' : record.kind));
  writer.key(record.key);
  switch (record.kind) {
    case 'item':
      writeItem(writer, record, page);
      break;
    case 'funds':
      writeFunds(writer, record, page);
      break;
    case 'promise':
      writePromise(writer, record, page);
      break;
    case 'attempt':
      writeAttempt(writer, record, page);
      break;
    case 'order':
      writeOrder(writer, record, page);
      break;
  }
}

/** Reads one record. Its next day is worked out when the page is opened. */
export function readRecord(reader: ByteReader, page: PageContext, isStub: boolean): AccountRecord {
  const kind = recordKinds[reader.whole()];
  const key = reader.key();
  const record = readKind(reader, kind, key, page);
  record.isStub = isStub;
  record.sortOn = sortDay(record, !isStub);
  return record;
}

function readKind(
  reader: ByteReader,
  kind: (typeof recordKinds)[number] | undefined,
  key: number,
  page: PageContext,
): AccountRecord {
  switch (kind) {
    case 'item':
      return readItem(reader, key, page);
    case 'funds':
      return readFunds(reader, key, page);
    case 'promise':
      return readPromise(reader, key, page);
    case 'plan':
      return readPlan(reader, key, page);
    case 'attempt':
      return readAttempt(reader, key, page);
    case 'order':
      return readOrder(reader, key, page);
    default:
      throw new StoredFormatError('a stored record is of no known kind');
  }
}
