import { type Registry, registryAspects } from '../../state/dossier/registry.ts';
import { StoredFormatError } from '../bytes.ts';
import { readStamp, writeStamp } from '../fields.ts';
import type { TopicCodec } from './topic-codec.ts';

export const registryCodec: TopicCodec<Registry> = {
  version: 1,
  write(writer, { marks, changes }) {
    writer.whole(marks.length);
    for (const { aspect, finding, on, stamp } of marks) {
      writer.whole(registryAspects.indexOf(aspect));
      writer.whole(finding);
      writer.whole(on);
      writeStamp(writer, stamp, on);
    }
    writer.whole(changes.length);
    for (const { on, key } of changes) {
      writer.whole(on);
      writer.key(key);
    }
  },
  read: (reader) => ({
    marks: reader.list(() => {
      const aspect = registryAspects[reader.whole()];
      if (aspect === undefined) throw new StoredFormatError('a stored mark has no known aspect');
      const finding = reader.whole();
      const on = reader.whole();
      return { aspect, finding, on, stamp: readStamp(reader, on) };
    }),
    changes: reader.list(() => ({ on: reader.whole(), key: reader.key() })),
  }),
};
