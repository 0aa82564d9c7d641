import type { Advice, AdviceEntry } from '../../state/dossier/advice.ts';
import type { AdviceCode, AdviceKind } from '../../types/advice.ts';
import { type ByteReader, type ByteWriter, StoredFormatError } from '../bytes.ts';
import type { TopicCodec } from './topic-codec.ts';

/** Positions are part of the stored format: append only. */
const kinds: readonly AdviceKind[] = [
  'limit',
  'terms',
  'deposit',
  'prepayment',
  'payment_method',
  'order_hold',
  'delivery_hold',
  'review',
  'plan',
  'insurer_report',
  'interest',
  'limit_request',
];
const reasons: readonly AdviceCode[] = [
  'BAND_C',
  'BAND_D',
  'BAND_E',
  'GOOD_PAYER',
  'NEW_CUSTOMER',
  'OVERDUE',
  'PAYS_IN_PART',
  'REQUESTED',
  'REVIEW_DUE',
  'REPORT_DUE',
];

export const adviceCodec: TopicCodec<Advice> = {
  version: 1,
  write(writer, { now, closed }) {
    writeEntries(writer, now);
    writer.flag(closed === now);
    if (closed !== now) writeEntries(writer, closed);
  },
  read(reader) {
    const now = reader.list(() => readEntry(reader));
    return { now, closed: reader.flag() ? now : reader.list(() => readEntry(reader)) };
  },
};

function writeEntries(writer: ByteWriter, entries: readonly AdviceEntry[]): void {
  writer.whole(entries.length);
  for (const entry of entries) writeEntry(writer, entry);
}

function writeEntry(writer: ByteWriter, entry: AdviceEntry): void {
  writer.whole(kinds.indexOf(entry.kind));
  writer.text(entry.basis);
  writer.whole(entry.issuedOn);
  writer.whole(entry.expiresOn);
  writer.signed(entry.fromMinor);
  writer.signed(entry.toMinor);
  writer.text(entry.currency);
  writer.text(entry.fromCode);
  writer.text(entry.toCode);
  writer.signed(entry.sharePpm);
  writer.whole(reasons.indexOf(entry.reason));
  writer.flag(entry.isOpen);
}

function readEntry(reader: ByteReader): AdviceEntry {
  return {
    kind: known(kinds[reader.whole()]),
    basis: reader.text(),
    issuedOn: reader.whole(),
    expiresOn: reader.whole(),
    fromMinor: reader.signed(),
    toMinor: reader.signed(),
    currency: reader.text(),
    fromCode: reader.text(),
    toCode: reader.text(),
    sharePpm: reader.signed(),
    reason: known(reasons[reader.whole()]),
    isOpen: reader.flag(),
  };
}

function known<T>(value: T | undefined): T {
  if (value === undefined)
    throw new StoredFormatError('a stored piece of advice has no known code');
  return value;
}
