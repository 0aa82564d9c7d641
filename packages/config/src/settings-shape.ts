import { z } from 'zod';

/** A field that may come from one environment variable. */
export interface SettingsField {
  readonly path: readonly string[];
  readonly schema: z.ZodType;
}

/** Takes off the wrappers that only say what an absent value means. */
function unwrapped(schema: z.core.$ZodType): z.core.$ZodType {
  let inner = schema;
  while (
    inner instanceof z.ZodDefault ||
    inner instanceof z.ZodPrefault ||
    inner instanceof z.ZodOptional ||
    inner instanceof z.ZodNullable ||
    inner instanceof z.ZodReadonly
  ) {
    inner = inner.unwrap();
  }
  return inner;
}

function shapeOf(schema: z.core.$ZodType): Readonly<Record<string, z.core.$ZodType>> | undefined {
  const inner = unwrapped(schema);
  return inner instanceof z.ZodObject ? inner.shape : undefined;
}

/** Every field of a section that is not itself an object, however deep. */
export function fieldsOf(section: z.ZodType): readonly SettingsField[] {
  const fields: SettingsField[] = [];
  const visit = (schema: z.core.$ZodType, path: readonly string[]): void => {
    const shape = shapeOf(schema);
    if (shape === undefined) fields.push({ path, schema: schema as z.ZodType });
    else for (const [name, field] of Object.entries(shape)) visit(field, [...path, name]);
  };
  visit(section, []);
  return fields;
}

/**
 * Paths present in `value` that the section does not know. Zod drops them without a word, and a
 * misspelt limit that silently stays at its default is found only when it is needed.
 */
export function unknownPaths(section: z.ZodType, value: unknown): readonly string[][] {
  const unknown: string[][] = [];
  const visit = (schema: z.core.$ZodType, here: unknown, path: string[]): void => {
    const shape = shapeOf(schema);
    if (shape === undefined || typeof here !== 'object' || here === null) return;
    for (const [name, inner] of Object.entries(here)) {
      const field = Object.hasOwn(shape, name) ? shape[name] : undefined;
      if (field !== undefined) visit(field, inner, [...path, name]);
      else if (!isOpen(schema)) unknown.push([...path, name]);
    }
  };
  visit(section, value, []);
  return unknown;
}

/** A loose object belongs to another process: who reads a field of it need not know the others. */
export function isOpen({ _zod }: z.core.$ZodType): boolean {
  const { def } = _zod;
  return 'catchall' in def && def.catchall !== undefined;
}

/** `('stack', ['kafkaBrokers'])` → `DUEWATCH_STACK_KAFKA_BROKERS`. */
export function variableName(section: string, path: readonly string[]): string {
  const words = [section, ...path].map((part) =>
    part.replace(/([a-z0-9])([A-Z])/g, '$1_$2').toUpperCase(),
  );
  return ['DUEWATCH', ...words].join('_');
}
