import type { OrderWeeks } from '../../state/dossier/order-weeks.ts';
import type { TopicCodec } from './topic-codec.ts';

export const orderWeeksCodec: TopicCodec<OrderWeeks> = {
  version: 1,
  write(writer, { sums }) {
    writer.whole(sums.length);
    for (const { week, currency, amountMinor } of sums) {
      writer.signed(week);
      writer.text(currency);
      writer.signed(amountMinor);
    }
  },
  read: (reader) => ({
    sums: reader.list(() => {
      const week = reader.signed();
      const currency = reader.text();
      return { week, currency, amountMinor: reader.signed() };
    }),
  }),
};
