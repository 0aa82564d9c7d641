import type { Terms } from '../../state/dossier/terms.ts';
import { readStamp, writeStamp } from '../fields.ts';
import type { TopicCodec } from './topic-codec.ts';

export const termsCodec: TopicCodec<Terms> = {
  version: 1,
  write(writer, { changes, extensions }) {
    writer.whole(changes.length);
    for (const { from, stamp, days, oldDays } of changes) {
      writer.signed(from);
      writeStamp(writer, stamp, from);
      writer.whole(days);
      writer.signed(oldDays);
    }
    writer.whole(extensions.length);
    for (const { key, on } of extensions) {
      writer.key(key);
      writer.signed(on);
    }
  },
  read: (reader) => ({
    changes: reader.list(() => {
      const from = reader.signed();
      return {
        from,
        stamp: readStamp(reader, from),
        days: reader.whole(),
        oldDays: reader.signed(),
      };
    }),
    extensions: reader.list(() => ({ key: reader.key(), on: reader.signed() })),
  }),
};
