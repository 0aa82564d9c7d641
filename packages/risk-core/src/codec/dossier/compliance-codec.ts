import type { Compliance, Screening } from '../../state/dossier/compliance.ts';
import type { KycStatus } from '../../types/events/index.ts';
import type { ByteReader } from '../bytes.ts';
import type { TopicCodec } from './topic-codec.ts';

/** Append only. */
const statuses: readonly KycStatus[] = ['pending', 'passed', 'failed', 'expired', 'unknown'];

export const complianceCodec: TopicCodec<Compliance> = {
  version: 1,
  write(writer, { status, expiresOn, stamp, screenings }) {
    writer.whole(statuses.indexOf(status));
    writer.signed(expiresOn);
    writer.signed(stamp);
    writer.whole(screenings.length);
    for (const screening of screenings) {
      writer.text(screening.id);
      writer.text(screening.listCode);
      writer.whole(screening.strengthPpm);
      writer.signed(screening.on);
      writer.signed(screening.stamp);
      writer.signed(screening.clearedStamp);
    }
  },
  read: (reader) => ({
    status: statuses[reader.whole()] ?? 'unknown',
    expiresOn: reader.signed(),
    stamp: reader.signed(),
    screenings: reader.list(() => readScreening(reader)),
  }),
};

function readScreening(reader: ByteReader): Screening {
  return {
    id: reader.text(),
    listCode: reader.text(),
    strengthPpm: reader.whole(),
    on: reader.signed(),
    stamp: reader.signed(),
    clearedStamp: reader.signed(),
  };
}
