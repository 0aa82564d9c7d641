import type { ScoreHistory } from '../../state/dossier/score-history.ts';
import type { TopicCodec } from './topic-codec.ts';

const BANDS = 5;

export const scoreHistoryCodec: TopicCodec<ScoreHistory> = {
  version: 1,
  write(writer, { days, wasProvisional }) {
    writer.flag(wasProvisional);
    writer.whole(days.length);
    for (const { day, score, shown } of days) {
      writer.signed(day);
      writer.whole(score * BANDS + shown);
    }
  },
  read: (reader) => ({
    wasProvisional: reader.flag(),
    days: reader.list(() => {
      const day = reader.signed();
      const both = reader.whole();
      return { day, score: Math.floor(both / BANDS), shown: both % BANDS };
    }),
  }),
};
