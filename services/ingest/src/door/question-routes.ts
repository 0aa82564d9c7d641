import type { Clock } from '@duewatch/config';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Answer, Questions } from '../questions/answer-questions.ts';
import type { Authentication } from '../steps/authenticate-key.ts';
import type { RateLimiter } from '../steps/limit-rate.ts';
import type { Admission } from './admission.ts';
import { contentModeOf } from './media-type.ts';
import type { Refusal } from './problem.ts';
import { readCreditQuestion } from './question-schema.ts';
import { draining, internal, overloaded, rateExceeded, refuse } from './refusals.ts';

export interface QuestionParts {
  readonly clock: Clock;
  readonly admission: Admission;
  readonly rates: RateLimiter;
  readonly questions: Questions;
  authenticate(authorization: string | undefined): Authentication;
}

/** Questions about customers: nothing is written, and nothing is queued. */
export function addQuestionRoutes(
  server: FastifyInstance,
  options: { readonly retryAfterSeconds: number },
  parts: QuestionParts,
): void {
  const { admission, rates, clock, questions } = parts;

  async function admit(request: FastifyRequest, reply: FastifyReply) {
    const authentication = parts.authenticate(request.headers.authorization);
    if (authentication.kind === 'refused') return refuse(reply, authentication.refusal);
    const { caller } = authentication;
    if (!caller.has('risk:read')) return refuse(reply, scopeMissing);
    const leave = admission.enter(0);
    if (leave === undefined) {
      return refuse(
        reply,
        admission.isDraining() ? draining : overloaded(options.retryAfterSeconds),
      );
    }
    reply.raw.once('close', leave);
    const { waitMs } = rates.take(caller.tenantId, 1, clock.now());
    if (waitMs > 0) return refuse(reply, rateExceeded(waitMs));
    request.caller = caller;
  }

  server.post('/v1/credit-checks', { onRequest: admit }, async (request, reply) => {
    const { caller, headers, body } = request;
    if (caller === null) return refuse(reply, internal);
    if (contentModeOf(headers['content-type']) !== 'binary') return refuse(reply, plainJsonOnly);
    const read = readCreditQuestion(body);
    if (read.kind === 'refused') return refuse(reply, read.refusal);
    return answer(reply, await questions.creditCheck(caller.tenantId, read.question));
  });

  server.get<{ Params: { readonly customerId: string } }>(
    '/v1/customers/:customerId/profile',
    { onRequest: admit },
    async (request, reply) => {
      const { caller, params } = request;
      if (caller === null) return refuse(reply, internal);
      return answer(reply, await questions.profile(caller.tenantId, params.customerId));
    },
  );
}

function answer(reply: FastifyReply, given: Answer): FastifyReply {
  if (given.kind === 'refused') return refuse(reply, given.refusal);
  // True a moment ago, and of nobody else's business.
  return reply.header('cache-control', 'no-store').send(given.body);
}

const scopeMissing: Refusal = {
  code: 'scope_missing',
  detail: 'Questions about customers need the scope "risk:read".',
  mend: 'Use an API key that has this scope.',
};

const plainJsonOnly: Refusal = {
  code: 'media_type_not_accepted',
  detail: 'A credit check is plain JSON.',
  mend: 'Send "application/json".',
};
