import type { Filing, Financials } from '../../state/dossier/financials.ts';
import type { ByteReader, ByteWriter } from '../bytes.ts';
import { readStamp, writeStamp } from '../fields.ts';
import type { TopicCodec } from './topic-codec.ts';

export const financialsCodec: TopicCodec<Financials> = {
  version: 1,
  write(writer, { filings }) {
    writer.whole(filings.length);
    for (const filing of filings) writeFiling(writer, filing);
  },
  read: (reader) => ({ filings: reader.list(() => readFiling(reader)) }),
};

function writeFiling(writer: ByteWriter, filing: Filing): void {
  writer.whole(filing.periodEnd);
  writer.whole(filing.filedOn);
  writeStamp(writer, filing.stamp, filing.filedOn);
  writer.flag(filing.isAudited);
  writeRatio(writer, filing.altmanMilli);
  writeRatio(writer, filing.gearingPpm);
  writeRatio(writer, filing.currentRatioMilli);
}

function readFiling(reader: ByteReader): Filing {
  const periodEnd = reader.whole();
  const filedOn = reader.whole();
  return {
    periodEnd,
    filedOn,
    stamp: readStamp(reader, filedOn),
    isAudited: reader.flag(),
    altmanMilli: readRatio(reader),
    gearingPpm: readRatio(reader),
    currentRatioMilli: readRatio(reader),
  };
}

function writeRatio(writer: ByteWriter, ratio: number | null): void {
  writer.flag(ratio !== null);
  if (ratio !== null) writer.signed(ratio);
}

function readRatio(reader: ByteReader): number | null {
  return reader.flag() ? reader.signed() : null;
}
