import { defaultPolicy, type PointTable } from '@duewatch/risk-core';
import { z } from 'zod';
import { fieldNotes, grouped } from './field.ts';
import { policySchema } from './schema.ts';

/** One field of the document, as docs/policy.md tells of it. */
export interface FieldRow {
  readonly path: string;
  readonly allowed: string;
  readonly usual: string;
  readonly why: string;
}

/** Every field in the order of the schema. Throws when one was made without a note. */
export function policyFields(): readonly FieldRow[] {
  return rowsOf(policySchema, defaultPolicy, '');
}

function rowsOf(schema: z.core.$ZodType, value: unknown, path: string): FieldRow[] {
  const note = fieldNotes.get(schema);
  if (note) return [{ path, allowed: note.allowed, usual: usualText(value), why: note.why }];
  if (!(schema instanceof z.ZodObject)) {
    throw new TypeError(`${path} has no note: make it with a function of field.ts.`);
  }
  const group = value as Readonly<Record<string, unknown>>;
  return Object.entries(schema.shape as z.core.$ZodShape).flatMap(([name, field]) =>
    rowsOf(field, group[name], path === '' ? name : `${path}.${name}`),
  );
}

function usualText(value: unknown): string {
  if (isTable(value)) return tableText(value);
  if (typeof value === 'number') return grouped(value);
  if (Array.isArray(value) && value.every((one) => typeof one === 'number')) {
    return value.map(grouped).join(' · ');
  }
  if (Array.isArray(value)) return `${value.length} entries, in the example`;
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function isTable(value: unknown): value is PointTable {
  return typeof value === 'object' && value !== null && 'steps' in value && 'worse' in value;
}

/** `≤ 0: 0 · ≤ 5,000: 20 · else 170 · unknown 0` */
function tableText({ worse, steps, rest, missing }: PointTable): string {
  const sign = worse === 'higher' ? '≤' : '>';
  const said = steps.map(({ limit, points }) => `${sign} ${grouped(limit)}: ${points}`);
  return [...said, `else ${rest}`, `unknown ${missing}`].join(' · ');
}
