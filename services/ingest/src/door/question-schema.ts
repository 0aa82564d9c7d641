import { type InputShape, inputShapeOf } from '@duewatch/contracts';
import { z } from 'zod';
import type { CreditQuestion } from '../questions/answer-questions.ts';
import { valueSchema } from './event-schema.ts';
import { fieldProblemsOf } from './field-problems.ts';
import type { Refusal } from './problem.ts';

/** Fields are those that an invoice has, so that who may be billed may also be asked about. */
const shape = questionShape(['customerId', 'amountMinor', 'currency']);

function questionShape(names: readonly string[]): InputShape {
  const invoice = inputShapeOf('io.duewatch.ar.invoice.issued');
  if (invoice === undefined) throw new TypeError('There are no invoices.');
  const fields = invoice.fields.filter(({ name }) => names.includes(name));
  return { recordName: 'InvoiceIssued', fields, card: [], texts: [] };
}

/** Body of a credit check. */
export const creditQuestion = z.strictObject(
  Object.fromEntries(shape.fields.map((field) => [field.name, valueSchema(field.shape)])),
);

export type ReadQuestion =
  | { readonly kind: 'ok'; readonly question: CreditQuestion }
  | { readonly kind: 'refused'; readonly refusal: Refusal };

/** Reads a body that is already parsed. */
export function readCreditQuestion(body: unknown): ReadQuestion {
  const parsed = creditQuestion.safeParse(body);
  if (parsed.success) return { kind: 'ok', question: parsed.data as unknown as CreditQuestion };
  const errors = fieldProblemsOf(parsed.error.issues, shape, body).map((problem) => {
    // The same words as for events, whose data lies one step deeper.
    return { ...problem, pointer: problem.pointer.replace(/^\/data/, '') };
  });
  const detail = 'A credit check names a customer and an amount.';
  const mend = 'Send {"customerId": "C-1", "amountMinor": 125000, "currency": "EUR"}.';
  return { kind: 'refused', refusal: { code: 'invalid_question', detail, mend, errors } };
}
