import { type DeliveryRecorded, isoInstantOf } from '@duewatch/contracts';
import type { Delivery } from './ledger.ts';

/** One line of a list. */
export function deliveryLine({ last }: Delivery): string {
  const { at, deliveryId, receiver, channel, tenantId, customerId, transition, episodeId } = last;
  return [
    isoInstantOf(at),
    deliveryId,
    `${receiver} (${channel})`.padEnd(24),
    (customerId === null ? tenantId : `${tenantId}|${customerId}`).padEnd(20),
    transition.padEnd(9),
    episodeId,
    endOf(last),
  ].join('  ');
}

/** All that the log says of one message. */
export function deliveryLines(delivery: Delivery): readonly string[] {
  const { cause, contentHash, acceptedAt } = delivery.last;
  const accepted = acceptedAt === null ? 'not known' : isoInstantOf(acceptedAt);
  return [
    deliveryLine(delivery),
    `  caused by ${cause}, accepted ${accepted}`,
    `  content ${contentHash}`,
    ...delivery.history.map((one) => `  ${isoInstantOf(one.at)}  ${endOf(one)}`),
  ];
}

function endOf({
  outcome,
  reason,
  attempt,
  possibleRepeat,
  batchId,
  resendId,
  providerRef,
}: DeliveryRecorded) {
  return [
    reason === null ? outcome : `${outcome}: ${reason}`,
    ...(batchId === null ? [] : [`in ${batchId}`]),
    ...(resendId === null ? [] : ['once more']),
    ...(attempt > 1 ? [`after ${attempt} tries`] : []),
    ...(possibleRepeat ? ['perhaps twice'] : []),
    ...(providerRef === null ? [] : [`(${providerRef.trim()})`]),
  ].join(' ');
}
