import type { LateItems } from '../../state/dossier/late-items.ts';
import type { TopicCodec } from './topic-codec.ts';

export const lateItemsCodec: TopicCodec<LateItems> = {
  version: 1,
  write(writer, { periods, tiers }) {
    for (const values of [periods, tiers]) {
      writer.whole(values.length);
      for (const value of values) writer.signed(value);
    }
  },
  read: (reader) => ({
    periods: reader.list(() => reader.signed()),
    tiers: reader.list(() => reader.signed()),
  }),
};
