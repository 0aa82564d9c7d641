import { z } from 'zod';
import type { EventKind, EventKinds } from './event-kinds.ts';
import { mediaTypes } from './media-type.ts';
import { problemCatalogue, problemTypePrefix } from './problem.ts';
import { questionPaths, questionSchemas } from './question-openapi.ts';

type Json = Readonly<Record<string, unknown>>;

const ref = (name: string): Json => ({ $ref: `#/components/schemas/${name}` });

/**
 * The OpenAPI 3.1 document of the door. Event data comes from the very schemas that events are
 * checked with, so the two cannot part.
 */
export function describeDoor(
  kinds: EventKinds,
  limits: { readonly bodyBytesMax: number; readonly batchEventsMax: number },
): Json {
  const schemas: Record<string, unknown> = { ...answerSchemas, ...questionSchemas };
  for (const kind of kinds.values()) {
    schemas[`${kind.entry.recordName}Data`] = dataJsonSchema(kind);
    schemas[kind.entry.recordName] = eventJsonSchema(kind);
  }
  const mapping = Object.fromEntries(
    [...kinds].map(([type, { entry }]) => [type, ref(entry.recordName)['$ref']]),
  );
  schemas['Event'] = {
    oneOf: [...kinds.values()].map(({ entry }) => ref(entry.recordName)),
    discriminator: { propertyName: 'type', mapping },
  };
  return {
    openapi: '3.1.0',
    info: {
      title: 'Duewatch ingest',
      version: '1',
      description:
        'Takes in events of the order-to-cash cycle as CloudEvents 1.0. An event is accepted ' +
        'only when the log has acknowledged it. Sending it again with the same source and id is ' +
        'harmless. It also answers what is known of a customer, and whether an order may be ' +
        'delivered on credit.',
    },
    security: [{ apiKey: [] }],
    paths: { '/v1/events': { post: postEvents(limits) }, ...questionPaths },
    components: {
      securitySchemes: { apiKey: { type: 'http', scheme: 'bearer' } },
      schemas,
    },
  };
}

function postEvents(limits: { bodyBytesMax: number; batchEventsMax: number }): Json {
  const problem = (description: string, headers?: Json): Json => ({
    description,
    ...(headers === undefined ? {} : { headers }),
    content: { 'application/problem+json': { schema: ref('Problem') } },
  });
  const retry = { 'Retry-After': { description: 'Seconds.', schema: { type: 'integer' } } };
  const one = { 'application/json': { schema: ref('Outcome') } };
  const batch = { 'application/json': { schema: ref('BatchOutcomes') } };
  return {
    operationId: 'postEvents',
    summary: 'Take in one event or a batch',
    requestBody: {
      required: true,
      description:
        `At most ${limits.bodyBytesMax} bytes and ${limits.batchEventsMax} events. In binary ` +
        'mode the body is the data and the attributes are ce- headers.',
      content: {
        [mediaTypes.structured]: { schema: ref('Event') },
        [mediaTypes.batched]: {
          schema: { type: 'array', items: ref('Event'), maxItems: limits.batchEventsMax },
        },
        [mediaTypes.binary]: { schema: { type: 'object' } },
      },
    },
    responses: {
      '200': { description: 'The event had been accepted before.', content: one },
      '202': {
        description: 'Every event is in the log.',
        content: {
          'application/json': { schema: { oneOf: [ref('Outcome'), ref('BatchOutcomes')] } },
        },
      },
      '207': {
        description: 'Some events of the batch were rejected, the rest are in the log.',
        content: batch,
      },
      '400': problem('The event is wrong; "errors" names the fields.'),
      '401': problem('The API key is missing or not valid.'),
      '403': problem('The API key may not do this.'),
      '409': problem('The source and id were used for another event.'),
      '413': problem('Too many bytes or events.'),
      '415': problem('The content type is not accepted.'),
      '429': problem('Too many events for this tenant.', retry),
      '503': problem('Nothing is known to be taken in: send the same again.', retry),
    },
  };
}

function dataJsonSchema(kind: EventKind): Json {
  const { $schema: _, ...schema } = z.toJSONSchema(kind.schema, { io: 'input' });
  return schema;
}

function eventJsonSchema({ entry }: EventKind): Json {
  return {
    type: 'object',
    required: ['specversion', 'id', 'source', 'type', 'time', 'data'],
    properties: {
      specversion: { const: '1.0' },
      id: { type: 'string', maxLength: 128, description: 'Unique with "source".' },
      source: { type: 'string', format: 'uri-reference', maxLength: 256 },
      type: { const: entry.ceType },
      time: {
        type: 'string',
        format: 'date-time',
        description: 'When it happened in the business.',
      },
      subject: { type: 'string', description: 'The customer, where the data does not name it.' },
      datacontenttype: { type: 'string' },
      sourceversion: { type: 'integer', description: 'Rises with every change of the entity.' },
      calendarid: { type: 'string', description: 'Only with a key that allows the calendar.' },
      suppressed: { type: 'boolean', description: 'History: changes profiles, notifies nobody.' },
      correlationid: { type: 'string' },
      causationid: { type: 'string' },
      traceparent: { type: 'string' },
      data: ref(`${entry.recordName}Data`),
    },
  };
}

const answerSchemas = {
  Problem: {
    type: 'object',
    description: 'RFC 9457, with what to do about it.',
    required: ['type', 'title', 'status', 'detail', 'mend'],
    properties: {
      type: {
        enum: Object.keys(problemCatalogue).map(
          (code) => problemTypePrefix + code.replaceAll('_', '-'),
        ),
      },
      title: { type: 'string' },
      status: { type: 'integer' },
      detail: { type: 'string' },
      mend: { type: 'string' },
      errors: {
        type: 'array',
        items: {
          type: 'object',
          required: ['pointer', 'detail', 'mend'],
          properties: {
            pointer: { type: 'string', description: 'JSON pointer into the structured event.' },
            detail: { type: 'string' },
            mend: { type: 'string' },
          },
        },
      },
    },
  },
  Outcome: {
    type: 'object',
    required: ['id', 'status'],
    properties: {
      id: { type: ['string', 'null'] },
      status: { enum: ['accepted', 'duplicate', 'rejected'] },
      problem: ref('Problem'),
    },
  },
  BatchOutcomes: {
    type: 'object',
    required: ['accepted', 'duplicate', 'rejected', 'outcomes'],
    properties: {
      accepted: { type: 'integer' },
      duplicate: { type: 'integer' },
      rejected: { type: 'integer' },
      outcomes: { type: 'array', items: ref('Outcome'), description: 'In the order sent.' },
    },
  },
} as const;
