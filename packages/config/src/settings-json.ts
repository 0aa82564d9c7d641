import type { z } from 'zod';

/** A JSON object of unknown content. */
export type JsonObject = Record<string, unknown>;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The path in `{ "file": "/path" }`, else undefined. */
export function secretFile(value: unknown): string | undefined {
  if (!isObject(value) || Object.keys(value).length !== 1) return undefined;
  return typeof value['file'] === 'string' ? value['file'] : undefined;
}

/**
 * A variable holds text, the field may be a number, a boolean or a list: takes the first reading
 * that the field's schema accepts, plain text first, so that a password of digits stays text. What
 * none accepts is read as what it looks like, so that a number out of range is called that.
 */
export function valueFromText(schema: z.ZodType, text: string): unknown {
  const json = jsonFromText(text);
  if (secretFile(json) !== undefined) return json;
  const list = text.split(',').map((part) => part.trim());
  const readings = [text, json, list];
  const accepted = readings.findIndex((one) => schema.safeParse(one).success);
  if (accepted !== -1) return readings[accepted];
  const { error } = schema.safeParse(text);
  return error?.issues.some(({ code }) => code === 'invalid_type') ? json : text;
}

function jsonFromText(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

export function valueAt(root: unknown, path: readonly string[]): unknown {
  let here = root;
  for (const name of path) {
    here = typeof here === 'object' && here !== null ? Reflect.get(here, name) : undefined;
  }
  return here;
}

/** Sets the value at the path, making the objects on the way. */
export function putAt(root: JsonObject, path: readonly string[], value: unknown): void {
  let here = root;
  for (const name of path.slice(0, -1)) {
    const inner = here[name];
    const next = isObject(inner) ? inner : {};
    here[name] = next;
    here = next;
  }
  const last = path.at(-1);
  if (last !== undefined) here[last] = value;
}
