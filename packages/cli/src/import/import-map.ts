import { readFileSync } from 'node:fs';
import { z } from 'zod';

const column = z.string().min(1);
const calendarId = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9_.-]{0,39}$/, 'must be letters, digits, _.-');

/** How a ledger's columns become invoices. Everything that is not named here is left unread. */
const importMap = z.strictObject({
  /** Name of the ledger: of its events' source, and of the manifest of what was sent. */
  source: calendarId,
  delimiter: z.string().length(1).default(','),
  columns: z.strictObject({
    customerId: column,
    invoiceId: column,
    /** Needed for a history; an opening balance may not know it. */
    issuedOn: column.optional(),
    dueOn: column,
    amount: column,
    settledOn: column.optional(),
    /** Of opening balances: what was billed, where `amount` is what is open. */
    originalAmount: column.optional(),
    currency: column.optional(),
    legalEntityId: column.optional(),
  }),
  /** Tried in this order; a date must fit one of them whole. */
  dateFormats: z.array(z.string().regex(/^[YMD./ -]+$/, 'may hold Y, M, D and . / - only')).min(1),
  /** Of the whole file, where no column names it. */
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/, 'must be three capital letters')
    .optional(),
  amounts: z.enum(['decimal', 'minor']).default('decimal'),
  decimalSeparator: z.enum(['.', ',']).default('.'),
  /** Cells that mean "nothing", beside the empty one. */
  blanks: z.array(z.string()).default(['0000-00-00', 'NULL', 'null', 'N/A']),
  calendar: z.strictObject({
    id: calendarId,
    weekendDays: z.array(z.int().min(0).max(6)).max(6).default([0, 6]),
    holidays: z.array(z.iso.date()).default([]),
  }),
});

/** See `importMap`. */
export type ImportMap = z.output<typeof importMap>;

/** A map that cannot be used: which field, and what it must be. */
export class ImportMapError extends Error {
  override readonly name = 'ImportMapError';
}

/** Reads a map. A history needs the day of issue of each invoice; opening balances do not. */
export function readImportMap(path: string, kind: 'history' | 'opening'): ImportMap {
  let json: unknown;
  try {
    json = JSON.parse(readFileSync(path, 'utf8'));
  } catch (cause) {
    const what = cause instanceof SyntaxError ? `is not JSON: ${cause.message}` : 'cannot be read';
    throw new ImportMapError(`The map ${path} ${what}.`, { cause });
  }
  const parsed = importMap.safeParse(json);
  if (!parsed.success) {
    const problems = parsed.error.issues.map(
      ({ path: field, message }) => `  ${field.join('.') || '(whole file)'}: ${message}`,
    );
    throw new ImportMapError(`The map ${path} cannot be used:\n${problems.join('\n')}`);
  }
  const map = parsed.data;
  if (map.currency === undefined && map.columns.currency === undefined) {
    throw new ImportMapError(
      `The map ${path} names no currency. Add "currency": "EUR", or "columns": {"currency": …}.`,
    );
  }
  if (kind === 'history' && map.columns.issuedOn === undefined) {
    throw new ImportMapError(
      `The map ${path} names no column for the day of issue. Add "columns": {"issuedOn": …}, or ` +
        'import the open items without their history: duewatch import opening.',
    );
  }
  return map;
}
