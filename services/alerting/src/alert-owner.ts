import type { FoldContext } from '@duewatch/stream';
import type { CustomerState } from './customer-state.ts';

/** Of each open alert the customer's key: an alert that is named by its id need not be searched. */
export const OPEN_ALERTS = 'open-alerts';

export interface AlertOwner {
  readonly key: string;
}

export const alertOwnerCodec = {
  encode: (owner: object): Buffer => Buffer.from((owner as AlertOwner).key),
  decode: (bytes: Buffer): AlertOwner => ({ key: bytes.toString() }),
};

/** Notes the alerts that are open now and were not before, and forgets those that have ended. */
export function ownOpenAlerts(
  key: string,
  before: CustomerState,
  after: CustomerState,
  context: FoldContext,
): void {
  const [was, is] = [idsOf(before), idsOf(after)];
  for (const id of was) if (!is.has(id)) context.delete(OPEN_ALERTS, id);
  for (const id of is) if (!was.has(id)) context.put(OPEN_ALERTS, id, { key });
}

function idsOf({ episodes }: CustomerState): ReadonlySet<string> {
  return new Set(episodes.open.map(({ episodeId }) => episodeId));
}
