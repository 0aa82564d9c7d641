import {
  type AlertCommand,
  type Codec,
  customerKey,
  entryOfRecord,
  headersOf,
  type PaymentFailed,
  type RecordName,
  type Records,
  TOPICS,
} from '@duewatch/contracts';
import { type OutgoingRecord, partitionOf } from '@duewatch/event-bus';

export const TENANT = 'bench';
const DAY_MS = 86_400_000;
const TODAY = 20_454;

/** A record, and whom its effect will be about. */
export type Cause = OutgoingRecord & { readonly customerId: string };

/**
 * A debit that was returned for good: by itself an alert of its customer. `acceptedAt`, in epoch
 * milliseconds, says how fresh that is for whoever tells it.
 */
export function failedPayment(
  codec: Codec,
  customerId: string,
  acceptedAt = TODAY * DAY_MS,
): Cause {
  const data: PaymentFailed = {
    tenantId: TENANT,
    legalEntityId: null,
    customerId,
    sourceSystem: 'bench',
    sourceRef: null,
    attemptId: `A-${customerId}`,
    paymentId: null,
    invoiceId: null,
    attempt: 1,
    method: 'direct_debit',
    amountMinor: 100_000,
    currency: 'EUR',
    failureCode: 'AC04',
    hardFail: true,
    failedOn: TODAY,
    nextRetryOn: null,
  };
  const key = customerKey(TENANT, customerId);
  const made = record(codec, 'PaymentFailed', data, customerId, acceptedAt);
  return { ...made, topic: TOPICS.events, key };
}

export function acknowledgement(
  codec: Codec,
  partitions: number,
  { customerId, alertId }: { readonly customerId: string; readonly alertId: string },
): Cause {
  const data: AlertCommand = {
    ...{ commandId: `ack-${alertId}`, tenantId: TENANT, customerId, alertId },
    ...{ kind: 'acknowledge', until: null, by: 'bench', note: null, outcome: 'useful' },
    at: TODAY * DAY_MS,
  };
  const partition = partitionOf(customerKey(TENANT, customerId), partitions);
  const made = record(codec, 'AlertCommand', data, customerId);
  return { ...made, topic: TOPICS.commands, partition, key: data.commandId };
}

function record<Name extends RecordName>(
  codec: Codec,
  name: Name,
  data: Records[Name],
  customerId: string,
  acceptedAt = TODAY * DAY_MS,
) {
  const headers = headersOf({
    ...{ id: `${name}-${customerId}`, source: '/bench', type: entryOfRecord(name).ceType },
    ...{ subject: customerId, time: TODAY * DAY_MS, tenantId: TENANT },
    ...{ partitionKey: customerKey(TENANT, customerId), recordedTime: acceptedAt },
    ...{ calendarId: TENANT, suppressed: false, correlationId: null, causationId: null },
    ...{ traceparent: null, sourceVersion: 0 },
  });
  return { customerId, headers, value: codec.encode(name, data) };
}
