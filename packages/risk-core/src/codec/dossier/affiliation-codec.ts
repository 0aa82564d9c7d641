import type { Affiliation } from '../../state/dossier/affiliation.ts';
import type { Relation } from '../../types/events/index.ts';
import type { TopicCodec } from './topic-codec.ts';

/** Append only. */
const relations: readonly Relation[] = ['branch', 'subsidiary', 'pays_for', 'unknown'];

export const affiliationCodec: TopicCodec<Affiliation> = {
  version: 1,
  write(writer, state) {
    writer.text(state.parentId);
    writer.whole(relations.indexOf(state.relation));
    writer.flag(state.sharesLimit);
    writer.signed(state.stamp);
    writer.text(state.survivorId);
    writer.signed(state.mergeStamp);
  },
  read: (reader) => ({
    parentId: reader.text(),
    relation: relations[reader.whole()] ?? 'unknown',
    sharesLimit: reader.flag(),
    stamp: reader.signed(),
    survivorId: reader.text(),
    mergeStamp: reader.signed(),
  }),
};
