import { isoDateOf, isoInstantOf } from './date.ts';
import type { FieldShape, Shape } from './json-shape.ts';

/** Data of a record as JSON has it: its dates and instants as text, and only the fields named. */
export function jsonOf(data: object, fields: readonly FieldShape[]): Record<string, unknown> {
  return Object.fromEntries(
    fields.map(({ name, shape }) => [name, jsonValue(Reflect.get(data, name), shape)]),
  );
}

function jsonValue(value: unknown, shape: Shape): unknown {
  if (value === null || value === undefined) return null;
  switch (shape.kind) {
    case 'date':
      return isoDateOf(value as number);
    case 'instant':
      return isoInstantOf(value as number);
    case 'array':
      return (value as readonly unknown[]).map((item) => jsonValue(item, shape.items));
    case 'map':
      return Object.fromEntries(
        Object.entries(value).map(([name, one]) => [name, jsonValue(one, shape.values)]),
      );
    case 'record':
      return jsonOf(value, shape.fields);
    default:
      return value;
  }
}
