import { type Cover, coverDecisions, type Insurance } from '../../state/dossier/insurance.ts';
import type { ByteReader, ByteWriter } from '../bytes.ts';
import { readStamp, writeStamp } from '../fields.ts';
import type { TopicCodec } from './topic-codec.ts';

export const insuranceCodec: TopicCodec<Insurance> = {
  version: 1,
  write(writer, { covers, reportedOn }) {
    writer.whole(covers.length);
    for (const cover of covers) writeCover(writer, cover);
    writer.signed(reportedOn);
  },
  read: (reader) => ({
    covers: reader.list(() => readCover(reader)),
    reportedOn: reader.signed(),
  }),
};

function writeCover(writer: ByteWriter, cover: Cover): void {
  writer.text(cover.insurer);
  writer.signed(cover.from);
  writeStamp(writer, cover.stamp, cover.from);
  writer.whole(coverDecisions.indexOf(cover.state));
  writer.whole(cover.amountMinor);
  writer.text(cover.currency);
  writer.signed(cover.oldMinor);
  writer.signed(cover.reportDays);
}

function readCover(reader: ByteReader): Cover {
  const insurer = reader.text();
  const from = reader.signed();
  return {
    insurer,
    from,
    stamp: readStamp(reader, from),
    state: coverDecisions[reader.whole()] ?? 'withdrawn',
    amountMinor: reader.whole(),
    currency: reader.text(),
    oldMinor: reader.signed(),
    reportDays: reader.signed(),
  };
}
