import type { LossHistory } from '../../state/dossier/loss-history.ts';
import type { TopicCodec } from './topic-codec.ts';

export const lossHistoryCodec: TopicCodec<LossHistory> = {
  version: 1,
  write(writer, { ends }) {
    writer.whole(ends.length);
    for (const { on, lossMinor } of ends) {
      writer.signed(on);
      writer.whole(lossMinor);
    }
  },
  read: (reader) => ({
    ends: reader.list(() => ({ on: reader.signed(), lossMinor: reader.whole() })),
  }),
};
