import { nearestName } from '@duewatch/config';
import { defaultPolicy } from '@duewatch/risk-core';
import { z } from 'zod';
import { fieldNotes } from './field.ts';
import type { PolicyProblem } from './problem.ts';
import { policySchema } from './schema.ts';

type Issue = z.core.$ZodIssue;
type Path = readonly PropertyKey[];

/** Says what a rejected field must be, in the words of its note. */
export function problemOf(issue: Issue, document: unknown): PolicyProblem[] {
  if (issue.code === 'unrecognized_keys') return unknownFields(issue.keys, issue.path);
  const { path } = issue;
  const name = String(path.at(-1) ?? '');
  const note = noteAt(path);
  const known = valueAt(path, defaultPolicy);
  const usual = known === undefined ? '' : JSON.stringify(known);
  if (valueAt(path, document) === undefined) {
    const mend = `Add "${name}"${usual === '' ? '' : `: ${shortened(usual)}, the default`}.`;
    return [{ path: pathText(path), problem: 'is missing', mend: `${mend}${whyOf(note)}` }];
  }
  const allowed = note?.allowed ?? `right: ${issue.message}`;
  const mend = usual === '' ? 'Correct it.' : `The default is ${shortened(usual)}.`;
  return [{ path: pathText(path), problem: `must be ${allowed}`, mend: `${mend}${whyOf(note)}` }];
}

/** `['overdue', 'floorDays', 2]` → `overdue.floorDays[2]` */
export function pathText(path: Path): string {
  let text = '';
  for (const part of path) {
    if (typeof part === 'number') text += `[${part}]`;
    else text += text === '' ? String(part) : `.${String(part)}`;
  }
  return text;
}

function unknownFields(names: readonly string[], path: Path): PolicyProblem[] {
  const schema = schemaAt(path);
  const known = schema instanceof z.ZodObject ? Object.keys(schema.shape) : [];
  return names.map((name) => {
    const near = nearestName(name, known);
    const mend =
      near === undefined ? `Known here: ${known.join(', ')}.` : `Did you mean "${near}"?`;
    return { path: pathText([...path, name]), problem: 'is no field of a policy', mend };
  });
}

/** The note of the field, or of the nearest one above it that has one. */
function noteAt(path: Path): { allowed: string; why: string } | undefined {
  for (let length = path.length; length > 0; length -= 1) {
    const schema = schemaAt(path.slice(0, length));
    const note = schema && fieldNotes.get(schema);
    if (note) return note;
  }
  return undefined;
}

function schemaAt(path: Path): z.core.$ZodType | undefined {
  let here: z.core.$ZodType | undefined = policySchema;
  for (const part of path) {
    if (here instanceof z.ZodObject) here = (here.shape as z.core.$ZodShape)[String(part)];
    else if (here instanceof z.ZodArray) here = here.element;
    else if (here instanceof z.ZodTuple) here = here.def.items[Number(part)];
    else return undefined;
  }
  return here;
}

function valueAt(path: Path, value: unknown): unknown {
  let here = value;
  for (const part of path) {
    if (typeof here !== 'object' || here === null) return undefined;
    here = (here as Readonly<Record<PropertyKey, unknown>>)[part];
  }
  return here;
}

function whyOf(note: { why: string } | undefined): string {
  return note === undefined ? '' : ` It is for this: ${note.why}`;
}

function shortened(text: string): string {
  return text.length <= 120 ? text : `${text.slice(0, 119)}…`;
}
