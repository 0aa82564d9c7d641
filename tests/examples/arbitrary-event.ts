import {
  type FieldShape,
  inputShapeOf,
  inputTypes,
  isoDateOf,
  type Shape,
} from '@duewatch/contracts';
import fc from 'fast-check';

/** 2026-01-05, a Monday. */
export const FIRST_DAY = 20_458;

/** What concerns two customers, or moves a calendar or a policy, has tests of its own. */
const APART = [
  'clock.business_day_started',
  'clock.calendar_joined',
  'policy.activated',
  'customer.merged',
];

/** Every kind of event of the catalogue that this makes. */
export const drawnTypes = inputTypes
  .map(({ ceType }) => ceType as string)
  .filter((type) => !APART.some((apart) => type.endsWith(`.${apart}`)));

export interface DrawnEvent {
  readonly day: number;
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** Events of all kinds about a few customers and a few things of theirs, as the door takes them. */
export function arbitraryEvent(days: number): fc.Arbitrary<DrawnEvent> {
  const day = fc.integer({ min: FIRST_DAY, max: FIRST_DAY + days });
  const kinds = drawnTypes.map((type) =>
    fc.record({ day, type: fc.constant(type), data: dataOf(type) }),
  );
  return fc.oneof(...kinds);
}

function dataOf(type: string): fc.Arbitrary<Record<string, unknown>> {
  const shape = inputShapeOf(type);
  if (shape === undefined) throw new TypeError(`${type} has no shape`);
  return recordOf(shape.fields);
}

function recordOf(fields: readonly FieldShape[]): fc.Arbitrary<Record<string, unknown>> {
  const drawn = fields.map((field) => {
    const values = valuesOf(field.name, field.shape);
    const isOptional = field.nullable && field.name !== 'customerId';
    return [field.name, isOptional ? fc.option(values, { nil: null }) : values] as const;
  });
  return fc.record(Object.fromEntries(drawn), { noNullPrototype: true });
}

function valuesOf(name: string, shape: Shape): fc.Arbitrary<unknown> {
  switch (shape.kind) {
    case 'string':
      return textOf(name, shape.maxLength);
    case 'integer':
      return fc.integer({
        min: Math.max(shape.minimum, 0),
        max: Math.min(shape.maximum, 300_000),
      });
    case 'boolean':
      return fc.boolean();
    case 'date':
      return fc.integer({ min: FIRST_DAY - 30, max: FIRST_DAY + 150 }).map(isoDateOf);
    case 'instant':
      return fc.constant('2026-01-05T10:00:00Z');
    case 'enum':
      return fc.constantFrom(...shape.values);
    case 'array':
      return fc.array(valuesOf(name, shape.items), { maxLength: 2 });
    case 'map':
      return fc.dictionary(fc.constantFrom('A', 'B'), valuesOf(name, shape.values));
    case 'record':
      return recordOf(shape.fields);
  }
}

/** Few ids, so that events meet. */
function textOf(name: string, maxLength: number): fc.Arbitrary<string> {
  if (name === 'customerId') return fc.constantFrom('C0', 'C1', 'C2', 'C3', 'C4', 'C5');
  if (/currency|base$/i.test(name) || maxLength === 3) return fc.constantFrom('EUR', 'USD');
  if (name === 'language') return fc.constantFrom('fr', 'de-AT');
  if (maxLength === 2) return fc.constantFrom('FR', 'DE');
  return fc.integer({ min: 0, max: 5 }).map((id) => `X${id}`);
}
