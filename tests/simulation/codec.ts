import { createCodec, createStaticSchemaIds } from '@duewatch/contracts';

/** Expensive to make, and the same for everybody. */
export const codec = createCodec({ ids: createStaticSchemaIds() });
