import { type EpochDay, isoDateOf } from '@duewatch/contracts';
import { type AmountFormat, readAmount, readDate, safeId } from './cell-values.ts';
import type { ImportMap } from './import-map.ts';

/** One row of a ledger: an invoice, or a credit note when the amount is negative. */
export interface LedgerInvoice {
  readonly customerId: string;
  readonly invoiceId: string;
  readonly issuedOn: EpochDay;
  readonly dueOn: EpochDay;
  readonly settledOn: EpochDay | null;
  readonly amountMinor: number;
  readonly currency: string;
  readonly legalEntityId: string | null;
}

/** One row of opening balances: an open item, or an open credit when the amount is negative. */
export interface OpeningItem {
  readonly customerId: string;
  readonly invoiceId: string;
  readonly issuedOn: EpochDay | null;
  readonly dueOn: EpochDay;
  /** What is open, and what was billed. */
  readonly amountMinor: number;
  readonly originalMinor: number;
  readonly currency: string;
  readonly legalEntityId: string | null;
}

export type RefusalReason =
  | 'missing_column'
  | 'missing_value'
  | 'bad_date'
  | 'date_ahead'
  | 'bad_amount'
  | 'bad_currency'
  | 'zero_amount'
  | 'settled_credit'
  | 'id_too_long'
  | 'conflicting_invoice'
  | 'broken_row'
  | 'refused_by_door';

/** Why a row was not taken, where, and how to mend it. */
export interface Refusal {
  readonly line: number;
  readonly reason: RefusalReason;
  readonly detail: string;
  readonly mend: string;
}

export type ReadRow<T = LedgerInvoice> =
  | { readonly kind: 'invoice'; readonly invoice: T }
  | ({ readonly kind: 'refused' } & Omit<Refusal, 'line'>);

/** Longest id that records hold. */
const ID_CHARACTERS = 64;

type Row = Readonly<Record<string, string>>;
type Column = keyof ImportMap['columns'];

/** Signals a refusal from inside the reading of one cell; never leaves this file. */
class RefusedCell extends Error {
  readonly refusal: Omit<Refusal, 'line'>;

  constructor(reason: RefusalReason, detail: string, mend: string) {
    super(detail);
    this.refusal = { reason, detail, mend };
  }
}

/** Reads one row by the map. Nothing is guessed: what does not fit is refused with its reason. */
export function readInvoice(row: Row, map: ImportMap, today: EpochDay): ReadRow {
  try {
    return { kind: 'invoice', invoice: invoiceOf(row, map, today) };
  } catch (error) {
    if (error instanceof RefusedCell) return { kind: 'refused', ...error.refusal };
    throw error;
  }
}

/** Reads one row of opening balances: `amount` is what is open, and the issue may be unknown. */
export function readOpening(row: Row, map: ImportMap, today: EpochDay): ReadRow<OpeningItem> {
  try {
    return { kind: 'invoice', invoice: openingOf(row, map, today) };
  } catch (error) {
    if (error instanceof RefusedCell) return { kind: 'refused', ...error.refusal };
    throw error;
  }
}

function openingOf(row: Row, map: ImportMap, today: EpochDay): OpeningItem {
  const common = commonOf(row, map);
  const original = optionalCell(row, map, 'originalAmount');
  return {
    ...common,
    issuedOn: pastDay(dateCell(row, map, 'issuedOn'), map.columns.issuedOn, today),
    originalMinor:
      original === null
        ? common.amountMinor
        : amountCell(row, map, 'originalAmount', { ...map, currency: common.currency }),
  };
}

function invoiceOf(row: Row, map: ImportMap, today: EpochDay): LedgerInvoice {
  return {
    ...commonOf(row, map),
    issuedOn: pastDay(neededDate(row, map, 'issuedOn'), map.columns.issuedOn, today),
    settledOn: pastDay(dateCell(row, map, 'settledOn'), map.columns.settledOn, today),
  };
}

function commonOf(row: Row, map: ImportMap): Omit<LedgerInvoice, 'issuedOn' | 'settledOn'> {
  const currency = (optionalCell(row, map, 'currency') ?? map.currency ?? '').toUpperCase();
  if (!/^[A-Z]{3}$/.test(currency)) {
    throw new RefusedCell(
      'bad_currency',
      `"${currency}" is no currency`,
      'Use a code such as EUR.',
    );
  }
  const amountMinor = amountCell(row, map, 'amount', { ...map, currency });
  const entity = optionalCell(row, map, 'legalEntityId');
  return {
    customerId: idCell(row, map, 'customerId'),
    invoiceId: idCell(row, map, 'invoiceId'),
    dueOn: neededDate(row, map, 'dueOn'),
    amountMinor,
    currency,
    legalEntityId: entity === null ? null : safeId(entity),
  };
}

function optionalCell(row: Row, map: ImportMap, column: Column): string | null {
  const name = map.columns[column];
  if (name === undefined) return null;
  const text = row[name];
  if (text === undefined) {
    const has = Object.keys(row).join(', ');
    const detail = `the file has no column "${name}"; it has ${has}`;
    throw new RefusedCell('missing_column', detail, `Correct "columns.${column}" of the map.`);
  }
  const trimmed = text.trim();
  return trimmed === '' || map.blanks.includes(trimmed) ? null : trimmed;
}

function cell(row: Row, map: ImportMap, column: Column): string {
  const text = optionalCell(row, map, column);
  if (text !== null) return text;
  const detail = `${map.columns[column]} is empty`;
  throw new RefusedCell('missing_value', detail, 'Fill it in, or leave the row out.');
}

function idCell(row: Row, map: ImportMap, column: Column): string {
  const id = safeId(cell(row, map, column));
  if (id.length <= ID_CHARACTERS) return id;
  const detail = `${map.columns[column]} has ${id.length} characters`;
  throw new RefusedCell('id_too_long', detail, `Shorten it to ${ID_CHARACTERS}.`);
}

function amountCell(row: Row, map: ImportMap, column: Column, format: AmountFormat): number {
  const text = cell(row, map, column);
  const amountMinor = readAmount(text, format);
  if (amountMinor === undefined) {
    const detail = `${map.columns[column]} "${text}" is no amount in ${format.currency}`;
    const mend = 'Check "amounts" and "decimalSeparator" of the map, and the decimals of the row.';
    throw new RefusedCell('bad_amount', detail, mend);
  }
  if (amountMinor !== 0) return amountMinor;
  throw new RefusedCell('zero_amount', 'an invoice over nothing', 'Leave the row out.');
}

function dateCell(row: Row, map: ImportMap, column: Column): EpochDay | null {
  const text = optionalCell(row, map, column);
  if (text === null) return null;
  const day = readDate(text, map.dateFormats);
  if (day !== undefined) return day;
  const detail = `${map.columns[column]} "${text}" is no date as ${map.dateFormats.join(' or ')}`;
  throw new RefusedCell('bad_date', detail, 'Correct the row or "dateFormats" of the map.');
}

function neededDate(row: Row, map: ImportMap, column: Column): EpochDay {
  const day = dateCell(row, map, column);
  if (day !== null) return day;
  const detail = `${map.columns[column]} is empty`;
  throw new RefusedCell('missing_value', detail, 'Fill it in, or leave the row out.');
}

/**
 * One wrong year would take the whole calendar there, and every open item of every customer would
 * be years overdue.
 */
function pastDay<T extends EpochDay | null>(
  day: T,
  column: string | undefined,
  today: EpochDay,
): T {
  if (day === null || day <= today) return day;
  const detail = `${column} ${isoDateOf(day)} has not come yet`;
  throw new RefusedCell('date_ahead', detail, 'Correct the year, or import the row on that day.');
}
