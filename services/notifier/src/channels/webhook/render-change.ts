import {
  entryOfRecord,
  type FieldShape,
  isoInstantOf,
  jsonOf,
  type RecordName,
  recordShapeOf,
} from '@duewatch/contracts';
import type { ChangeMessage } from '../../message/change-message.ts';

/** Read from the schema once each. */
const shapes = new Map<RecordName, readonly FieldShape[]>();

/**
 * The body that tells a change: all that its record says on the topic, under the same names. Money
 * stays in minor units; dates and instants are text.
 */
export function renderChange(message: ChangeMessage): string {
  const { id: deliveryId, isPossibleRepeat, sentAgain, key, partition } = message;
  const { change, follows } = message;
  const { recordName, data, acceptedAt } = change;
  const shape = shapes.get(recordName) ?? recordShapeOf(recordName);
  shapes.set(recordName, shape);
  return JSON.stringify({
    type: entryOfRecord(recordName).ceType,
    timestamp: isoInstantOf(acceptedAt),
    data: {
      ...{ deliveryId, isPossibleRepeat, sentAgain, changeId: change.id, key, partition },
      follows,
      ...jsonOf(data, shape),
    },
  });
}
