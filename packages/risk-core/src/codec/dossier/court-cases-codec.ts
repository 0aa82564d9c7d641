import type { CaseKind, CourtCase, CourtCases } from '../../state/dossier/court-cases.ts';
import { type ByteReader, type ByteWriter, StoredFormatError } from '../bytes.ts';
import { readStamp, writeStamp } from '../fields.ts';
import type { TopicCodec } from './topic-codec.ts';

/** A kind is stored as its place: append only. */
const kinds: readonly CaseKind[] = ['judgment', 'tax_default', 'charge'];

export const courtCasesCodec: TopicCodec<CourtCases> = {
  version: 1,
  write(writer, { cases, satisfied }) {
    writer.whole(cases.length);
    for (const one of cases) writeCase(writer, one);
    writer.whole(satisfied.length);
    for (const { id, on } of satisfied) {
      writer.text(id);
      writer.whole(on);
    }
  },
  read: (reader) => ({
    cases: reader.list(() => readCase(reader)),
    satisfied: reader.list(() => ({ id: reader.text(), on: reader.whole() })),
  }),
};

function writeCase(writer: ByteWriter, one: CourtCase): void {
  writer.whole(kinds.indexOf(one.kind));
  writer.text(one.id);
  writer.whole(one.registeredOn);
  writeStamp(writer, one.stamp, one.registeredOn);
  writer.signed(one.amountMinor);
  writer.text(one.currency);
}

function readCase(reader: ByteReader): CourtCase {
  const kind = kinds[reader.whole()];
  if (kind === undefined) throw new StoredFormatError('a stored case has no known kind');
  const id = reader.text();
  const registeredOn = reader.whole();
  return {
    kind,
    id,
    registeredOn,
    stamp: readStamp(reader, registeredOn),
    amountMinor: reader.signed(),
    currency: reader.text(),
  };
}
