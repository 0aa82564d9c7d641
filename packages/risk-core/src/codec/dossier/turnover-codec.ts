import type { Turnover } from '../../state/dossier/turnover.ts';
import type { TopicCodec } from './topic-codec.ts';

export const turnoverCodec: TopicCodec<Turnover> = {
  version: 1,
  write(writer, { months }) {
    writer.whole(months.length);
    for (const value of months) writer.signed(value);
  },
  read: (reader) => ({ months: reader.list(() => reader.signed()) }),
};
