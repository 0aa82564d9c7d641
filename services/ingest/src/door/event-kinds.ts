import {
  type CatalogueEntry,
  type InputShape,
  inputShapeOf,
  inputTypes,
} from '@duewatch/contracts';
import { z } from 'zod';
import { dataSchemaOf } from './event-schema.ts';

/** One kind of event that may come in: where it goes and what its data must look like. */
export interface EventKind {
  readonly entry: CatalogueEntry;
  readonly shape: InputShape;
  readonly schema: z.ZodType<Record<string, unknown>>;
  /** What a customer's id looks like; null when the kind names no customer. */
  readonly customerIdPattern: RegExp | null;
  /** True when there is no such event without a customer. */
  readonly needsCustomer: boolean;
}

/** By CloudEvents type. */
export type EventKinds = ReadonlyMap<string, EventKind>;

let derived: EventKinds | undefined;

/**
 * Derives the schema of every input from contracts, once per process. Compiled, because the door
 * parses each event once and that is most of what it does.
 */
export function deriveEventKinds(): EventKinds {
  derived ??= new Map(inputTypes.map((entry) => [entry.ceType, deriveEventKind(entry)]));
  return derived;
}

function deriveEventKind(entry: CatalogueEntry): EventKind {
  const shape = inputShapeOf(entry.ceType);
  if (shape === undefined) throw new TypeError(`${entry.ceType} has no shape`);
  const customer = shape.fields.find(({ name }) => name === 'customerId');
  const pattern = customer?.shape.kind === 'string' ? customer.shape.pattern : null;
  return {
    entry,
    shape,
    schema: z.compile(dataSchemaOf(shape), { strict: true }),
    customerIdPattern: pattern === null ? null : new RegExp(pattern),
    needsCustomer: customer?.required === true,
  };
}
