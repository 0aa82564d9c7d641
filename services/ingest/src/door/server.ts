import type { Log } from '@duewatch/telemetry';
import { type FastifyInstance, type FastifyReply, type FastifyRequest, fastify } from 'fastify';
import type { Lateness } from '../overload/lateness.ts';
import type { EventOutcome, Taken } from '../pipeline.ts';
import type { Caller } from '../steps/authenticate-key.ts';
import { type ReadEvent, readEvents } from '../steps/read-events.ts';
import { type ContentMode, contentModeOf, mediaTypes } from './media-type.ts';
import { type Problem, problemOf, type Refusal } from './problem.ts';
import { addQuestionRoutes, type QuestionParts } from './question-routes.ts';
import {
  batchTooLarge,
  bodyTooLarge,
  draining,
  internal,
  malformedJson,
  mediaTypeNotAccepted,
  notFound,
  overloaded,
  rateExceeded,
  refuse,
} from './refusals.ts';

export interface DoorOptions {
  readonly bodyBytesMax: number;
  readonly batchEventsMax: number;
  readonly requestTimeoutSeconds: number;
  readonly retryAfterSeconds: number;
}

export interface DoorParts extends QuestionParts {
  readonly log: Log;
  readonly lateness: Lateness;
  /** Asked for when somebody asks: putting it together takes longer than opening the door. */
  openApi(): unknown;
  takeIn(events: readonly ReadEvent[], caller: Caller, now: number): Promise<Taken>;
  isReady(): Promise<boolean>;
  status(): unknown;
}

/** One outcome of a batch, as the client sees it. */
export interface BatchOutcome {
  readonly id: string | null;
  readonly status: EventOutcome['status'];
  readonly problem?: Problem;
}

declare module 'fastify' {
  interface FastifyRequest {
    caller: Caller | null;
    contentMode: ContentMode;
  }
}

/**
 * The HTTP face of ingest. Knows HTTP and nothing of Kafka; the pipeline knows it the other way.
 */
export function createServer(options: DoorOptions, parts: DoorParts): FastifyInstance {
  const server = fastify({
    bodyLimit: options.bodyBytesMax,
    requestTimeout: options.requestTimeoutSeconds * 1_000,
    forceCloseConnections: 'idle',
    exposeHeadRoutes: false,
  });
  server.decorateRequest('caller', null);
  server.decorateRequest('contentMode', 'structured');
  server.removeAllContentTypeParsers();
  server.addContentTypeParser(
    Object.values(mediaTypes),
    { parseAs: 'string' },
    // Plain JSON.parse: it makes `__proto__` an ordinary key, and strict schemas refuse that key.
    async (_request: FastifyRequest, body: string | Buffer) =>
      JSON.parse(body.toString()) as unknown,
  );
  server.setErrorHandler((error, _request, reply) => {
    const refusal = refusalOf(error, options);
    if (refusal.code === 'internal') parts.log.error('request failed', { error });
    return refuse(reply, refusal);
  });
  server.setNotFoundHandler((_request, reply) => refuse(reply, notFound));
  addEventRoute(server, options, parts);
  addQuestionRoutes(server, options, parts);
  addPlainRoutes(server, parts);
  return server;
}

/** Begins to accept connections. */
export function listen(server: FastifyInstance, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.listen({ host, port }, (error) => (error === null ? resolve() : reject(error)));
  });
}

function addEventRoute(server: FastifyInstance, options: DoorOptions, parts: DoorParts): void {
  const { admission, rates, clock, retryAfterSeconds } = { ...options, ...parts };

  async function admit(request: FastifyRequest, reply: FastifyReply) {
    const authentication = parts.authenticate(request.headers.authorization);
    if (authentication.kind === 'refused') return refuse(reply, authentication.refusal);
    const mode = contentModeOf(request.headers['content-type']);
    if (mode === undefined) return refuse(reply, mediaTypeNotAccepted);
    const late = parts.lateness.refusal();
    if (late !== undefined) return refuse(reply, late);
    const announced = Number(request.headers['content-length'] ?? options.bodyBytesMax);
    const leave = admission.enter(Math.min(announced, options.bodyBytesMax));
    if (leave === undefined) {
      return refuse(reply, admission.isDraining() ? draining : overloaded(retryAfterSeconds));
    }
    // The one event that comes however the exchange ends, a client that hangs up included.
    reply.raw.once('close', leave);
    request.caller = authentication.caller;
    request.contentMode = mode;
  }

  server.post('/v1/events', { onRequest: admit }, async (request, reply) => {
    const { caller, contentMode: mode } = request;
    if (caller === null) return refuse(reply, internal);
    const read = readEvents(mode, request.headers, request.body);
    if (read.kind === 'refused') return refuse(reply, read.refusal);
    const { events } = read;
    if (events.length > options.batchEventsMax) {
      return refuse(reply, batchTooLarge(events.length, options.batchEventsMax));
    }
    const paused = parts.lateness.refusalOf(events);
    if (paused !== undefined) return refuse(reply, paused);
    const now = clock.now();
    const { waitMs } = rates.take(caller.tenantId, events.length, now);
    if (waitMs > 0) return refuse(reply, rateExceeded(waitMs));
    // A second place, so that draining waits for the work even when the client has hung up.
    const done = admission.hold();
    try {
      const taken = await parts.takeIn(events, caller, now);
      if (taken.kind === 'refused') return refuse(reply, taken.refusal);
      const { outcomes } = taken;
      return mode === 'batched' ? answerBatch(reply, outcomes) : answerOne(reply, outcomes[0]);
    } finally {
      done();
    }
  });
}

function answerOne(reply: FastifyReply, outcome: EventOutcome | undefined) {
  if (outcome === undefined) return reply.code(202).send();
  if (outcome.status === 'rejected') return refuse(reply, outcome.refusal);
  // A repeat is no less in the log, so both are success; the body tells them apart.
  return reply.code(outcome.status === 'accepted' ? 202 : 200).send(outcome);
}

/** 202 when every event is in the log, 207 when some were rejected: then look at each outcome. */
function answerBatch(reply: FastifyReply, outcomes: readonly EventOutcome[]) {
  const count = { accepted: 0, duplicate: 0, rejected: 0 };
  const shown = outcomes.map((outcome): BatchOutcome => {
    count[outcome.status] += 1;
    const { id, status } = outcome;
    return status === 'rejected'
      ? { id, status, problem: problemOf(outcome.refusal) }
      : { id, status };
  });
  return reply.code(count.rejected === 0 ? 202 : 207).send({ ...count, outcomes: shown });
}

function addPlainRoutes(server: FastifyInstance, parts: DoorParts): void {
  let openApi: string | undefined;
  server.get('/v1/openapi.json', (_request, reply) => {
    openApi ??= JSON.stringify(parts.openApi());
    return reply.type('application/json').send(openApi);
  });
  server.get('/livez', async () => ({ live: true }));
  server.get('/readyz', async (_request, reply) => {
    const ready = await parts.isReady();
    return reply.code(ready ? 200 : 503).send({ ready });
  });
  server.get('/status', async () => parts.status());
}

/** What fastify and the JSON parser throw, in our words. */
function refusalOf(error: unknown, { bodyBytesMax }: DoorOptions): Refusal {
  const code: unknown = error instanceof Error ? Reflect.get(error, 'code') : undefined;
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') return bodyTooLarge(bodyBytesMax);
  if (code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE') return mediaTypeNotAccepted;
  if (error instanceof SyntaxError || code === 'FST_ERR_CTP_INVALID_CONTENT_LENGTH') {
    return malformedJson;
  }
  return internal;
}
