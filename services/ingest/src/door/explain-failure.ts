import { BusError, isBusError } from '@duewatch/event-bus';
import type { Refusal } from './problem.ts';

/**
 * Why nothing could be written, for the client. Whatever the cause, sending the same again is
 * right: what did get into the log is recognised.
 */
export function explainFailure(
  step: 'recognise' | 'publish',
  error: unknown,
  retryAfterSeconds: number,
): Refusal {
  const mend = 'Send the same again after the time in Retry-After: repeats are recognised.';
  if (step === 'recognise') {
    const detail = 'What was accepted before cannot be looked up.';
    return { code: 'memory_unavailable', detail, mend, retryAfterSeconds };
  }
  if (error instanceof BusError && error.code === 'QUEUE_FULL') {
    const detail = 'Too many events are waiting to be written to the log.';
    return { code: 'overloaded', detail, mend, retryAfterSeconds };
  }
  if (isBusError(error, 'UNKNOWN_TOPIC')) {
    return {
      code: 'log_unavailable',
      detail: 'Kafka has not the topic that the events belong in.',
      mend: 'Let the operator create the topics, then send the same again.',
      retryAfterSeconds,
    };
  }
  if (error instanceof BusError && !error.retriable && error.code !== 'CLOSED') {
    return {
      code: 'internal',
      detail: 'The log did not take the events as they are.',
      mend: 'Tell the operator; sending them again will not help.',
    };
  }
  const detail = 'Kafka cannot be reached, or has not acknowledged the events in time.';
  return { code: 'log_unavailable', detail, mend, retryAfterSeconds };
}
