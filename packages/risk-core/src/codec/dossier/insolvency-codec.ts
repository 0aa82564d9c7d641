import type { Insolvency } from '../../state/dossier/insolvency.ts';
import { readStamp, writeStamp } from '../fields.ts';
import type { TopicCodec } from './topic-codec.ts';

export const insolvencyCodec: TopicCodec<Insolvency> = {
  version: 1,
  write(writer, { cases }) {
    writer.whole(cases.length);
    for (const { id, stage, publishedOn, isWithdrawn, stamp } of cases) {
      writer.text(id);
      writer.whole(publishedOn);
      writer.whole(2 * stage + (isWithdrawn ? 1 : 0));
      writeStamp(writer, stamp, publishedOn);
    }
  },
  read: (reader) => ({
    cases: reader.list(() => {
      const id = reader.text();
      const publishedOn = reader.whole();
      const state = reader.whole();
      return {
        id,
        stage: Math.floor(state / 2),
        publishedOn,
        isWithdrawn: state % 2 === 1,
        stamp: readStamp(reader, publishedOn),
      };
    }),
  }),
};
