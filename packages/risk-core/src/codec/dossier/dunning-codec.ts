import type { Dunning } from '../../state/dossier/dunning.ts';
import type { TopicCodec } from './topic-codec.ts';

export const dunningCodec: TopicCodec<Dunning> = {
  version: 1,
  write(writer, state) {
    writer.whole(state.level);
    writer.signed(state.reachedOn);
    writer.signed(state.levelStamp);
    writer.signed(state.pausedOn);
    writer.signed(state.pausedUntil);
    writer.signed(state.pauseStamp);
  },
  read: (reader) => ({
    level: reader.whole(),
    reachedOn: reader.signed(),
    levelStamp: reader.signed(),
    pausedOn: reader.signed(),
    pausedUntil: reader.signed(),
    pauseStamp: reader.signed(),
  }),
};
