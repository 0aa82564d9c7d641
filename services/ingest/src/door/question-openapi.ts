import { z } from 'zod';
import { profileShape } from '../questions/answer-questions.ts';
import { valueSchema } from './event-schema.ts';
import { creditQuestion } from './question-schema.ts';

type Json = Readonly<Record<string, unknown>>;

const ref = (name: string): Json => ({ $ref: `#/components/schemas/${name}` });

const problem = (description: string): Json => ({
  description,
  content: { 'application/problem+json': { schema: ref('Problem') } },
});

const refusals: Json = {
  '401': problem('The API key is missing or not valid.'),
  '403': problem('The API key lacks the scope "risk:read".'),
  '404': problem('No event about this customer has been folded.'),
  '429': problem('Too many requests for this tenant.'),
  '503': problem('The state cannot be read, or is being rebuilt: nothing is guessed.'),
};

const answered = (description: string, schema: string): Json => ({
  description,
  content: { 'application/json': { schema: ref(schema) } },
});

/** The questions that the door answers. */
export const questionPaths: Json = {
  '/v1/credit-checks': {
    post: {
      operationId: 'checkCredit',
      summary: 'May this customer have this order on credit?',
      description:
        'Ask before the order is told as "order.placed": what is told already counts as exposure.',
      requestBody: {
        required: true,
        content: { 'application/json': { schema: ref('CreditQuestion') } },
      },
      responses: {
        '200': answered('The verdict, its reasons and what it rests on.', 'CreditCheck'),
        '400': problem('The question is wrong; "errors" names the fields.'),
        ...refusals,
        '415': problem('The question is no plain JSON.'),
      },
    },
  },
  '/v1/customers/{customerId}/profile': {
    get: {
      operationId: 'readProfile',
      summary: 'What is known of a customer',
      parameters: [{ name: 'customerId', in: 'path', required: true, schema: { type: 'string' } }],
      responses: {
        '200': answered('The profile, as risk.profiles has it.', 'CustomerProfile'),
        ...refusals,
      },
    },
  },
};

const position: Json = {
  type: ['object', 'null'],
  description: 'Of the last record about the customer on risk.profiles.',
  properties: {
    generation: { type: 'integer' },
    offset: { type: 'integer' },
    index: { type: 'integer' },
  },
};

const standing: Json = {
  asOf: { type: 'string', format: 'date', description: 'Day that the calendar has reached.' },
  policyVersion: { type: 'string' },
  modelVersion: { type: 'string' },
  position,
  state: {
    type: 'object',
    description: 'How fresh the answer is.',
    properties: {
      partition: { type: 'integer' },
      offset: { type: ['integer', 'null'], description: 'All records below it are folded.' },
      recordsBehind: { type: ['integer', 'null'], description: 'Not folded yet; null: unknown.' },
      feedSilent: { type: 'boolean', description: 'A ledger of the tenant has gone silent.' },
    },
  },
};

const minor = { type: 'integer', description: 'Minor units.' };
const minorOrNull = { type: ['integer', 'null'], description: 'Minor units; null: not known.' };

export const questionSchemas: Json = {
  CreditQuestion: withoutDialect(z.toJSONSchema(creditQuestion, { io: 'input' })),
  CreditCheck: {
    type: 'object',
    properties: {
      ...{ customerId: { type: 'string' }, amountMinor: minor, currency: { type: 'string' } },
      verdict: {
        enum: ['approve', 'refer', 'refuse'],
        description: 'Refer: a person decides. Refuse: not on credit.',
      },
      reasons: {
        type: 'array',
        description: 'The gravest first; each with the verdict that it alone would lead to.',
        items: {
          type: 'object',
          properties: {
            code: { type: 'string' },
            verdict: { enum: ['approve', 'refer', 'refuse'] },
            evidence: { type: 'array', items: { type: 'object' } },
          },
        },
      },
      room: {
        type: ['object', 'null'],
        description: 'In the currency of the limit; null while no limit counts.',
        properties: {
          currency: { type: 'string' },
          limitMinor: minor,
          exposureMinor: minorOrNull,
          orderMinor: minorOrNull,
          headroomMinor: minorOrNull,
        },
      },
      ...standing,
    },
  },
  CustomerProfile: {
    type: 'object',
    properties: {
      customerId: { type: 'string' },
      ...Object.fromEntries(
        profileShape.map(({ name, shape }) => [
          name,
          withoutDialect(z.toJSONSchema(valueSchema(shape).nullable(), { io: 'input' })),
        ]),
      ),
      ...standing,
    },
  },
};

function withoutDialect({ $schema: _, ...schema }: Json): Json {
  return schema;
}
