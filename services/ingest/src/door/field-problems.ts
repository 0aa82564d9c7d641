import { nearestName } from '@duewatch/config';
import type { FieldShape, InputShape, Shape } from '@duewatch/contracts';
import type { z } from 'zod';
import { dateFirst, dateLast } from './event-schema.ts';
import type { FieldProblem } from './problem.ts';

type Issue = z.core.$ZodIssue;
type Path = readonly PropertyKey[];

/** One event with hundreds of mistakes must not make an answer of megabytes. */
const problemsMax = 20;

/**
 * Says what is wrong with event data in terms of its shape. Never repeats the value: it may be
 * personal, and the answer may be logged by others.
 */
export function fieldProblemsOf(
  issues: readonly Issue[],
  input: InputShape,
  data: unknown,
): FieldProblem[] {
  const root: Shape = {
    kind: 'record',
    fields: [...input.fields, ...input.card, ...input.texts],
  };
  const problems = issues.flatMap((issue) => {
    if (issue.code === 'unrecognized_keys') return unknownFields(issue.keys, issue.path, root);
    return [wrongField(issue.path, root, data)];
  });
  // A value may break several rules of its shape; the description of the shape names them all.
  const byPointer = new Map(problems.map((problem) => [problem.pointer, problem]));
  return [...byPointer.values()].slice(0, problemsMax);
}

function unknownFields(names: readonly string[], path: Path, root: Shape): FieldProblem[] {
  const shape = shapeAt(path, root)?.shape;
  const known = shape?.kind === 'record' ? shape.fields.map(({ name }) => name) : [];
  return names.map((name) => {
    const near = nearestName(name, known);
    return {
      pointer: pointerOf([...path, name]),
      detail: `No field is called ${JSON.stringify(name.slice(0, 64))} here.`,
      mend: near === undefined ? `Use ${known.join(', ')}.` : `Did you mean "${near}"?`,
    };
  });
}

function wrongField(path: Path, root: Shape, data: unknown): FieldProblem {
  const found = shapeAt(path, root);
  const pointer = pointerOf(path);
  if (found === undefined)
    return { pointer, detail: 'The value does not fit.', mend: 'Correct it.' };
  const { shape, field } = found;
  const isMissing = valueAt(path, data) === undefined;
  const orNull = field?.nullable === true ? ', or null' : '';
  return {
    pointer,
    detail: isMissing
      ? `The field is missing; it must be ${describe(shape)}.`
      : `The field must be ${describe(shape)}${orNull}.`,
    mend: mendOf(shape, field?.name ?? '', isMissing, valueAt(path, data)),
  };
}

function describe(shape: Shape): string {
  switch (shape.kind) {
    case 'string':
      if (shape.pattern === null) return `text of at most ${shape.maxLength} characters`;
      return `text of at most ${shape.maxLength} characters that matches ${shape.pattern}`;
    case 'integer':
      return `a whole number from ${shape.minimum} to ${shape.maximum}`;
    case 'boolean':
      return 'true or false';
    case 'date':
      return `a date that exists, from ${dateFirst} to ${dateLast}`;
    case 'instant':
      return 'an RFC 3339 instant with its zone';
    case 'enum':
      return `one of ${shape.values.join(', ')}`;
    case 'array':
      return `a list of at most ${shape.maxItems} items`;
    case 'map':
    case 'record':
      return 'a JSON object';
  }
}

function mendOf(shape: Shape, name: string, isMissing: boolean, value: unknown): string {
  const verb = isMissing ? 'Add' : 'Send';
  switch (shape.kind) {
    case 'string':
      if (shape.pattern === '^[A-Z]{3}$') return `${verb} an ISO 4217 code such as "EUR".`;
      return isMissing ? `Add "${name}".` : 'Shorten it, or take out the characters not allowed.';
    case 'integer':
      if (name.endsWith('Minor')) return `${verb} minor units as a JSON number: EUR 12.50 is 1250.`;
      return `${verb} a JSON number without quotes or decimals.`;
    case 'boolean':
      return `${verb} true or false, without quotes.`;
    case 'date':
      return `${verb} it as "2026-03-01".`;
    case 'instant':
      return `${verb} it as "2026-03-01T09:30:00Z".`;
    case 'enum': {
      const near = typeof value === 'string' ? nearestName(value, shape.values) : undefined;
      return near === undefined ? `${verb} one of these words.` : `Did you mean "${near}"?`;
    }
    case 'array':
      return Array.isArray(value) ? 'Split it over several events.' : `${verb} a JSON array.`;
    case 'map':
    case 'record':
      return `${verb} a JSON object.`;
  }
}

function shapeAt(path: Path, root: Shape): { shape: Shape; field?: FieldShape } | undefined {
  let here: { shape: Shape; field?: FieldShape } = { shape: root };
  for (const step of path) {
    const { shape } = here;
    if (shape.kind === 'array') {
      here = { ...here, shape: shape.items };
    } else if (shape.kind === 'record') {
      const field = shape.fields.find(({ name }) => name === step);
      if (field === undefined) return undefined;
      here = { shape: field.shape, field };
    } else {
      return undefined;
    }
  }
  return here;
}

function valueAt(path: Path, data: unknown): unknown {
  let here = data;
  for (const step of path) {
    if (typeof here !== 'object' || here === null || !Object.hasOwn(here, step)) return undefined;
    here = Reflect.get(here, step);
  }
  return here;
}

/** RFC 6901, into the event in structured form. */
function pointerOf(path: Path): string {
  const steps = ['data', ...path].map((step) =>
    String(step).slice(0, 64).replaceAll('~', '~0').replaceAll('/', '~1'),
  );
  return `/${steps.join('/')}`;
}
