import type { SendOutcome } from '../channels/channel.ts';
import type { PostOutcome } from './post.ts';

/**
 * What the outcome of a POST means for the message. Answers of 400 and above differ by channel:
 * `isFinal` says for which of them another try cannot help.
 */
export function classify(outcome: PostOutcome, isFinal: (status: number) => boolean): SendOutcome {
  switch (outcome.kind) {
    case 'refused':
      // A name that does not resolve may be back in a minute; a forbidden address will not be.
      return outcome.reason === 'address_unknown'
        ? { kind: 'retry', reason: 'unreachable', mayHaveArrived: false }
        : { kind: 'dead', reason: 'address_refused' };
    case 'unreachable':
      return { kind: 'retry', reason: 'unreachable', mayHaveArrived: false };
    case 'lost':
      return { kind: 'retry', reason: outcome.reason, mayHaveArrived: true };
    case 'answered':
      return classifyStatus(outcome.status, outcome.retryAfterMs, isFinal);
  }
}

function classifyStatus(
  status: number,
  retryAfterMs: number | null,
  isFinal: (status: number) => boolean,
): SendOutcome {
  if (status >= 200 && status < 300) return { kind: 'sent', providerRef: null };
  const reason = reasonOf(status);
  if (isFinal(status)) return { kind: 'dead', reason };
  // A gateway that gave up waiting does not know what the server behind it did.
  const mayHaveArrived = status === 502 || status === 504;
  const pause = retryAfterMs === null ? {} : { retryAfterMs };
  return { kind: 'retry', reason, mayHaveArrived, ...pause };
}

function reasonOf(status: number): Extract<SendOutcome, { kind: 'dead' }>['reason'] {
  if (status === 429) return 'rate_limited';
  if (status === 503) return 'receiver_busy';
  if (status === 408) return 'timeout';
  if (status === 404 || status === 410) return 'gone';
  if (status === 401 || status === 403) return 'not_authorized';
  if (status >= 500) return 'receiver_error';
  return status >= 400 ? 'rejected' : 'redirected';
}
