import { readDeliveries } from '../deliveries/ledger.ts';
import type { StackConnection } from '../stack/with-stack.ts';
import { createSender } from './command-sender.ts';

/** Says what is to become of a held batch; answers how many messages are in it, and whose. */
export async function settleBatch(
  connection: Omit<StackConnection, 'stack'>,
  batchId: string,
  wish: { readonly kind: 'release' | 'drop'; readonly by: string; readonly reason: string | null },
): Promise<{ readonly messages: number; readonly receiver: string }> {
  const held = await readDeliveries(connection, { batch: batchId, state: 'held' });
  const [first] = held;
  if (first === undefined) {
    const mend = '`duewatch deliveries list --held` shows what is.';
    throw new Error(`Nothing is held in a batch ${batchId}. ${mend}`);
  }
  const { tenantId, receiver } = first.last;
  await createSender(connection).batch({ batchId, tenantId, ...wish });
  return { messages: held.length, receiver };
}
