import { type Codec, CodecError, schemaIdOf } from '@duewatch/contracts';
import type { BusRecord } from '@duewatch/event-bus';

/**
 * Makes the codec know every schema that the records were written with, so that decoding never
 * waits. Rejects only when the registry cannot be asked, which passes; a record whose schema will
 * never be readable is left for `route` to put among the dead letters.
 */
export function createSchemaLearning(
  codec: Codec,
): (records: readonly BusRecord[]) => Promise<void> {
  const known = new Set<number>();
  return async (records) => {
    for (const { value } of records) {
      const schemaId = value === null ? undefined : readSchemaId(value);
      if (value === null || schemaId === undefined || known.has(schemaId)) continue;
      if (isUnknown(codec, value)) await learn(codec, schemaId);
      known.add(schemaId);
    }
  };
}

function readSchemaId(value: Buffer): number | undefined {
  try {
    return schemaIdOf(value);
  } catch {
    return undefined;
  }
}

/** Our own schemas are known without asking, so a registry outage does not stop those. */
function isUnknown(codec: Codec, value: Buffer): boolean {
  try {
    codec.decode(value);
    return false;
  } catch (error) {
    return error instanceof CodecError && error.code === 'unknown_schema_id';
  }
}

async function learn(codec: Codec, schemaId: number): Promise<void> {
  try {
    await codec.learn(schemaId);
  } catch (error) {
    if (!(error instanceof CodecError) || error.retriable) throw error;
  }
}
