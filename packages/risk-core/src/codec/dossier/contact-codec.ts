import type { Contact } from '../../state/dossier/contact.ts';
import type { TopicCodec } from './topic-codec.ts';

export const contactCodec: TopicCodec<Contact> = {
  version: 1,
  write(writer, state) {
    writer.signed(state.lastOn);
    writer.signed(state.nextOn);
    writer.signed(state.nextStamp);
    writer.signed(state.reviewedOn);
  },
  read: (reader) => ({
    lastOn: reader.signed(),
    nextOn: reader.signed(),
    nextStamp: reader.signed(),
    reviewedOn: reader.signed(),
  }),
};
