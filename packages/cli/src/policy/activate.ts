import { randomUUID } from 'node:crypto';
import { isoInstantOf } from '@duewatch/contracts';
import type { FeedReport } from '@duewatch/door-client';
import type { PolicyDocument } from '@duewatch/policy';
import { type DoorCall, sendOne } from '../door.ts';

/** Sends the whole document to every partition, through the door. */
export async function activatePolicy(
  { policy, sha256 }: PolicyDocument,
  document: string,
  call: DoorCall,
): Promise<FeedReport> {
  const time = isoInstantOf(call.clock.now());
  const activatedOn = time.slice(0, 'YYYY-MM-DD'.length);
  return await sendOne(
    {
      specversion: '1.0',
      // A policy may come to rule again, so its version alone does not make an event.
      id: `policy:${policy.id}@${policy.version}:${randomUUID()}`,
      source: '/duewatch/cli',
      type: 'io.duewatch.ar.policy.activated',
      time,
      data: { policyId: policy.id, version: policy.version, sha256, document, activatedOn },
    },
    call,
  );
}
