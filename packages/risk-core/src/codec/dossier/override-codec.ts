import type { Override } from '../../state/dossier/override.ts';
import type { TopicCodec } from './topic-codec.ts';

export const overrideCodec: TopicCodec<Override> = {
  version: 1,
  write(writer, state) {
    writer.signed(state.rank);
    writer.signed(state.from);
    writer.signed(state.until);
    writer.signed(state.stamp);
  },
  read: (reader) => ({
    rank: reader.signed(),
    from: reader.signed(),
    until: reader.signed(),
    stamp: reader.signed(),
  }),
};
