import type { FastifyReply } from 'fastify';
import { mediaTypes } from './media-type.ts';
import { problemOf, type Refusal } from './problem.ts';

/** Answers with the problem that a refusal is to its client. */
export function refuse(reply: FastifyReply, refusal: Refusal): FastifyReply {
  const problem = problemOf(refusal);
  if (refusal.retryAfterSeconds !== undefined)
    reply.header('retry-after', refusal.retryAfterSeconds);
  if (problem.status === 401) reply.header('www-authenticate', 'Bearer realm="duewatch"');
  // What is left of a body that nobody will read would otherwise be read to its end.
  if (problem.status === 413 || refusal.code === 'draining') reply.header('connection', 'close');
  return reply.code(problem.status).type('application/problem+json').send(problem);
}

export const malformedJson: Refusal = {
  code: 'malformed_json',
  detail: 'The body could not be read as JSON.',
  mend: 'Send complete JSON in UTF-8; its first byte must be the first of the event or batch.',
};

export const notFound: Refusal = {
  code: 'not_found',
  detail: 'No such address, or not with this method.',
  mend: 'Send events by POST to /v1/events; /v1/openapi.json describes what else there is.',
};

export const mediaTypeNotAccepted: Refusal = {
  code: 'media_type_not_accepted',
  detail: 'The door reads CloudEvents in JSON, in UTF-8.',
  mend:
    `Send "${mediaTypes.structured}", "${mediaTypes.batched}", or ` +
    `"${mediaTypes.binary}" with the attributes in ce- headers.`,
};

export const internal: Refusal = {
  code: 'internal',
  detail: 'Something went wrong here; what was sent may or may not be in the log.',
  mend: 'Send the same again: repeats are recognised. If it stays, tell the operator.',
};

export const draining: Refusal = {
  code: 'draining',
  detail: 'This process finishes what it has and takes in nothing more.',
  mend: 'Send the same again: another process, or this one after its restart, will take it.',
  retryAfterSeconds: 1,
};

export function overloaded(retryAfterSeconds: number): Refusal {
  return {
    code: 'overloaded',
    detail: 'Too many requests are being worked on.',
    mend: 'Send the same again after the time in Retry-After.',
    retryAfterSeconds,
  };
}

export function bodyTooLarge(bytesMax: number): Refusal {
  const mend = 'Split the batch; a single event is never that large.';
  return { code: 'body_too_large', detail: `A body may have at most ${bytesMax} bytes.`, mend };
}

export function batchTooLarge(count: number, countMax: number): Refusal {
  return {
    code: 'batch_too_large',
    detail: `The batch has ${count} events; at most ${countMax} are taken in at once.`,
    mend: 'Split it. None of its events was taken in.',
  };
}

export function rateExceeded(waitMs: number): Refusal {
  return {
    code: 'rate_exceeded',
    detail: 'The tenant has used up its allowance of events.',
    mend: 'Send the same again after the time in Retry-After.',
    retryAfterSeconds: Math.max(1, Math.ceil(waitMs / 1_000)),
  };
}
