import { type Codec, createCodec, createStaticSchemaIds, type Decoded } from '@duewatch/contracts';

/** Expensive to make, and the same for everybody. */
const shared = createCodec({ ids: createStaticSchemaIds() });

/** What is on the log is read by every process, after faults again, and by the oracles. */
const read = new WeakMap<Buffer, Decoded>();

/** As all processes have it; reads no bytes twice. */
export const codec: Codec = {
  ...shared,
  decode(body) {
    const known = read.get(body) ?? shared.decode(body);
    read.set(body, known);
    return known;
  },
};
