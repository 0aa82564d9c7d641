import { EnvelopeError } from './envelope.ts';
import type { Position } from './generated/records.ts';

/**
 * Id of a record by its place in a customer's history: publishing it again repeats the id, and of a
 * record without a body the id says where it stands.
 */
export function placeId(key: string, { generation, offset, index }: Position): string {
  return `${key}@${generation}.${offset}.${index}`;
}

/** The position that a `placeId` ends with. Throws an `EnvelopeError` for any other id. */
export function positionOfId(id: string): Position {
  const [, generation, offset, index] = /@(\d+)\.(\d+)\.(\d+)$/.exec(id) ?? [];
  if (index === undefined) {
    throw new EnvelopeError('bad_header', 'ce_id', 'the header ce_id must end with a position');
  }
  return { generation: Number(generation), offset: Number(offset), index: Number(index) };
}
