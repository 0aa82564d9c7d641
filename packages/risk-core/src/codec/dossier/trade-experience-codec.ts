import type { TradeExperience } from '../../state/dossier/trade-experience.ts';
import { readStamp, writeStamp } from '../fields.ts';
import type { TopicCodec } from './topic-codec.ts';

export const tradeExperienceCodec: TopicCodec<TradeExperience> = {
  version: 1,
  write(writer, { reports }) {
    writer.whole(reports.length);
    for (const { provider, asOf, stamp, dbtMilli, lines } of reports) {
      writer.text(provider);
      writer.whole(asOf);
      writeStamp(writer, stamp, asOf);
      writer.signed(dbtMilli);
      writer.whole(lines);
    }
  },
  read: (reader) => ({
    reports: reader.list(() => {
      const provider = reader.text();
      const asOf = reader.whole();
      return {
        provider,
        asOf,
        stamp: readStamp(reader, asOf),
        dbtMilli: reader.signed(),
        lines: reader.whole(),
      };
    }),
  }),
};
