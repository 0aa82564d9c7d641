import type { LateItems } from '../../state/dossier/late-items.ts';
import type { TopicCodec } from './topic-codec.ts';

/** The first version that names the oldest items. */
const WITH_IDS = 2;

export const lateItemsCodec: TopicCodec<LateItems> = {
  version: WITH_IDS,
  write(writer, { periods, tiers, oldestIds }) {
    for (const values of [periods, tiers]) {
      writer.whole(values.length);
      for (const value of values) writer.signed(value);
    }
    writer.whole(oldestIds.length);
    for (const id of oldestIds) writer.text(id);
  },
  read: (reader, version) => ({
    periods: reader.list(() => reader.signed()),
    tiers: reader.list(() => reader.signed()),
    oldestIds: version < WITH_IDS ? [] : reader.list(() => reader.text()),
  }),
};
