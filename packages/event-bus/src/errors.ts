/**
 * What can go wrong at the bus. `retriable` follows from the code, so that it is never forgotten.
 */
const retriableByCode = {
  /** Too much waits to be sent: refuse new work upstream. */
  QUEUE_FULL: true,
  /** Not acknowledged in time. The records may or may not be in the log. */
  SEND_DEADLINE: true,
  /** No broker answered in time. */
  UNAVAILABLE: true,
  /** The group is handing partitions out again: drop the batch, `onJoin` follows. */
  REBALANCING: true,
  /** The broker refused the records or the topic: asking again changes nothing. */
  REFUSED: false,
  /** Neither key nor partition, or a partition that the topic does not have (K3). */
  UNROUTABLE_RECORD: false,
  CLOSED: false,
  UNKNOWN_TOPIC: false,
  PARTITION_MISMATCH: false,
  /** A record compressed with something else than gzip (K14). */
  FOREIGN_CODEC: false,
  /** A batch handler threw: whatever it was, going on would lose records. */
  HANDLER_FAILED: false,
  /** The consumer met an error that a new attempt would meet again. */
  CONSUMER_LOST: false,
  /** kafkajs is not the version that our guards were written for. */
  CLIENT_CHANGED: false,
  REGISTRY_UNAVAILABLE: true,
  SCHEMA_UNKNOWN: false,
  SCHEMA_INCOMPATIBLE: false,
} as const;

/** The closed list of reasons. */
export type BusErrorCode = keyof typeof retriableByCode;

/** The only error that leaves this room. `cause` holds the client's own. */
export class BusError extends Error {
  override readonly name = 'BusError';
  readonly code: BusErrorCode;
  readonly retriable: boolean;

  constructor(code: BusErrorCode, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
    this.retriable = retriableByCode[code];
  }
}

/** True for a `BusError` with this code. */
export function isBusError(error: unknown, code: BusErrorCode): boolean {
  return error instanceof BusError && error.code === code;
}

/** The message of anything thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** The refusal of anything that needs the membership while partitions are being given out. */
export function rebalancing(cause?: unknown): BusError {
  return new BusError('REBALANCING', 'the consumer group gives its partitions out again', cause);
}

/** The refusal that both buses give for a topic that was never created. */
export function unknownTopic(topic: string, cause?: unknown): BusError {
  return new BusError(
    'UNKNOWN_TOPIC',
    `topic ${topic} does not exist: create the topics first (ensureTopics)`,
    cause,
  );
}

/** The refusal of who shows no certificate, or one that the server does not trust. */
export function certificateRefused(server: string, alert: string, cause: unknown): BusError {
  const mend = 'Check stack.clientCertificate.';
  return new BusError('REFUSED', `${server} refuses the certificate: ${alert}. ${mend}`, cause);
}

/** The refusal of a login that lacks a right. `needed`: "Write on ar.events". */
export function notAllowed(needed: string, cause: unknown): BusError {
  return new BusError(
    'REFUSED',
    `Kafka refuses this login: ${messageOf(cause)}. Grant it ${needed}: ` +
      '`npx duewatch stack access` tells what each login needs',
    cause,
  );
}

/** The refusal that both buses give for another partition count: keys would change partitions. */
export function partitionMismatch(topic: string, existing: number, wanted: number): BusError {
  return new BusError(
    'PARTITION_MISMATCH',
    `topic ${topic} has ${existing} partitions, the settings say ${wanted}: set the partition ` +
      'count of the settings to that of the topics; repartitioning is a planned migration',
  );
}

/** What a handler threw ends the consumer: going on would skip the records it did not fold. */
export function handlerFailed(cause: unknown): BusError {
  return new BusError('HANDLER_FAILED', `a handler failed: ${messageOf(cause)}`, cause);
}

/** The refusal of everything after `close`. */
export function closed(what: string): BusError {
  return new BusError('CLOSED', `the ${what} is closed`);
}
