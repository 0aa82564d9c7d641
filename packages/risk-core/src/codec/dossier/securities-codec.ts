import type { Securities, Security } from '../../state/dossier/securities.ts';
import type { ByteReader, ByteWriter } from '../bytes.ts';
import type { TopicCodec } from './topic-codec.ts';

export const securitiesCodec: TopicCodec<Securities> = {
  version: 1,
  write(writer, { list }) {
    writer.whole(list.length);
    for (const security of list) writeSecurity(writer, security);
  },
  read: (reader) => ({ list: reader.list(() => readSecurity(reader)) }),
};

function writeSecurity(writer: ByteWriter, security: Security): void {
  writer.text(security.id);
  writer.signed(security.stamp);
  writer.whole(security.amountMinor);
  writer.text(security.currency);
  writer.signed(security.from);
  writer.signed(security.validTo);
  writer.signed(security.endStamp);
  writer.signed(security.endOn);
}

function readSecurity(reader: ByteReader): Security {
  return {
    id: reader.text(),
    stamp: reader.signed(),
    amountMinor: reader.whole(),
    currency: reader.text(),
    from: reader.signed(),
    validTo: reader.signed(),
    endStamp: reader.signed(),
    endOn: reader.signed(),
  };
}
