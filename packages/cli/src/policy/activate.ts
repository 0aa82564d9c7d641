import { randomUUID } from 'node:crypto';
import type { Clock } from '@duewatch/config';
import { isoInstantOf } from '@duewatch/contracts';
import { createFeedClient, type FeedReport } from '@duewatch/door-client';
import type { PolicyDocument } from '@duewatch/policy';
import { DOOR_PATIENCE_MS } from '../door.ts';

/** Which door, as whom. */
export interface DoorCall {
  readonly url: string;
  readonly apiKey: string;
  readonly clock: Clock;
}

/** Sends the whole document to every partition, through the door. */
export async function activatePolicy(
  { policy, sha256 }: PolicyDocument,
  document: string,
  call: DoorCall,
): Promise<FeedReport> {
  const time = isoInstantOf(call.clock.now());
  const activatedOn = time.slice(0, 'YYYY-MM-DD'.length);
  const client = createFeedClient({ ...call, patienceMs: DOOR_PATIENCE_MS });
  return await client.send([
    {
      specversion: '1.0',
      // A policy may come to rule again, so its version alone does not make an event.
      id: `policy:${policy.id}@${policy.version}:${randomUUID()}`,
      source: '/duewatch/cli',
      type: 'io.duewatch.ar.policy.activated',
      time,
      data: { policyId: policy.id, version: policy.version, sha256, document, activatedOn },
    },
  ]);
}
