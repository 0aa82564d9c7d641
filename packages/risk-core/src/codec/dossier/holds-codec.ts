import type { Hold, Holds } from '../../state/dossier/holds.ts';
import type { HoldScope } from '../../types/events/index.ts';
import type { ByteReader } from '../bytes.ts';
import type { TopicCodec } from './topic-codec.ts';

/** Append only. */
const scopes: readonly HoldScope[] = ['orders', 'deliveries', 'all', 'unknown'];

export const holdsCodec: TopicCodec<Holds> = {
  version: 1,
  write(writer, { list }) {
    writer.whole(list.length);
    for (const { id, scope, from, stamp, isReleased } of list) {
      writer.text(id);
      writer.whole(scopes.indexOf(scope));
      writer.signed(from);
      writer.signed(stamp);
      writer.flag(isReleased);
    }
  },
  read: (reader) => ({ list: reader.list(() => readHold(reader)) }),
};

function readHold(reader: ByteReader): Hold {
  return {
    id: reader.text(),
    scope: scopes[reader.whole()] ?? 'unknown',
    from: reader.signed(),
    stamp: reader.signed(),
    isReleased: reader.flag(),
  };
}
