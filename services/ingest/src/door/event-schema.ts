import {
  type EpochDay,
  epochDayOf,
  epochMsOf,
  type FieldShape,
  type InputShape,
  type Shape,
} from '@duewatch/contracts';
import { z } from 'zod';

/**
 * Schemas of the door, derived from the shapes that contracts derives from the Avro schemas, so
 * that a field added there is accepted here with no other change.
 */

/** Ledgers hold years such as 0201 and 8202; nobody is owed money on those dates. */
export const dateFirst = '1900-01-01';
export const dateLast = '2199-12-31';

const dayFirst = epochDayOf(dateFirst) as EpochDay;
const dayLast = epochDayOf(dateLast) as EpochDay;

/** Currencies as this runtime's ISO 4217 data has them, historic ones too: old ledgers use them. */
const currencies = new Set(Intl.supportedValuesOf('currency'));
const currencyPattern = '^[A-Z]{3}$';

/**
 * Fields that the door can fill in from the envelope or from the key when the data leaves them out.
 */
const filledIn = new Set(['customerId', 'sourceSystem']);

/** Schema of the data of one kind of input: its record's fields and those for `ar.customers`. */
export function dataSchemaOf(input: InputShape): z.ZodType<Record<string, unknown>> {
  const fields = [...input.fields, ...input.card, ...input.texts];
  return z.strictObject(
    Object.fromEntries(
      fields.map((field) => {
        const schema = fieldSchema(field);
        const mayBeAbsent = filledIn.has(field.name) && field.required;
        return [field.name, mayBeAbsent ? schema.optional() : schema];
      }),
    ),
  );
}

function fieldSchema(field: FieldShape): z.ZodType {
  const value = valueSchema(field.shape);
  const schema = field.nullable ? value.nullable() : value;
  return field.required ? schema : schema.default(field.fallback as never);
}

/** Schema of any value by its shape. */
export function valueSchema(shape: Shape): z.ZodType {
  switch (shape.kind) {
    case 'string':
      return textSchema(shape.maxLength, shape.pattern);
    case 'integer':
      return z.int().min(shape.minimum).max(shape.maximum);
    case 'boolean':
      return z.boolean();
    case 'date':
      return dateSchema;
    case 'instant':
      return instantSchema;
    case 'enum':
      return z.enum(shape.values as [string, ...string[]]);
    case 'array':
      return z.array(valueSchema(shape.items)).max(shape.maxItems);
    case 'map':
      return z.record(z.string(), valueSchema(shape.values));
    case 'record':
      return z.strictObject(
        Object.fromEntries(shape.fields.map((field) => [field.name, fieldSchema(field)])),
      );
  }
}

function textSchema(lengthMax: number, pattern: string | null): z.ZodType {
  const text = z.string().max(lengthMax);
  if (pattern === null) return text;
  if (pattern === currencyPattern) {
    return text.refine((code) => currencies.has(code), 'no currency');
  }
  return text.regex(new RegExp(pattern));
}

const dateSchema = z
  .string()
  .meta({ format: 'date', example: '2026-03-01' })
  .transform((text, context) => {
    const day = epochDayOf(text);
    if (day !== undefined && day >= dayFirst && day <= dayLast) return day;
    context.addIssue({ code: 'custom', message: day === undefined ? 'no date' : 'no likely date' });
    return z.NEVER;
  });

const instantSchema = z
  .string()
  .meta({ format: 'date-time', example: '2026-03-01T09:30:00Z' })
  .transform((text, context) => {
    const instant = epochMsOf(text);
    if (instant !== undefined) return instant;
    context.addIssue({ code: 'custom', message: 'no instant' });
    return z.NEVER;
  });
