import type { ExternalScores, ScoreReading } from '../../state/dossier/external-scores.ts';
import type { ByteReader, ByteWriter } from '../bytes.ts';
import { readStamp, writeStamp } from '../fields.ts';
import type { TopicCodec } from './topic-codec.ts';

export const externalScoresCodec: TopicCodec<ExternalScores> = {
  version: 1,
  write(writer, { readings }) {
    writer.whole(readings.length);
    for (const reading of readings) writeReading(writer, reading);
  },
  read: (reader) => ({ readings: reader.list(() => readReading(reader)) }),
};

function writeReading(writer: ByteWriter, reading: ScoreReading): void {
  writer.text(reading.id);
  writer.whole(reading.asOf);
  writeStamp(writer, reading.stamp, reading.asOf);
  writer.whole(reading.worsePpm);
  writer.signed(reading.limitMinor);
  writer.text(reading.limitCurrency);
}

function readReading(reader: ByteReader): ScoreReading {
  const id = reader.text();
  const asOf = reader.whole();
  return {
    id,
    asOf,
    stamp: readStamp(reader, asOf),
    worsePpm: reader.whole(),
    limitMinor: reader.signed(),
    limitCurrency: reader.text(),
  };
}
