import { catalogueRows } from './generated/catalogue-rows.ts';
import type { Records } from './generated/records.ts';

/** Name of an Avro record without its namespace, unique over all messages. */
export type RecordName = keyof Records & string;

/** CloudEvents type of a message. */
export type CeType = (typeof catalogueRows)[number]['ceType'];

/**
 * Who gets a record. `customer`: the partition of its customer. `broadcast`: every partition.
 * `customer_or_broadcast`: a broadcast when `customerId` is null. `both_customers`: the partitions
 * of `survivorId` and of `retiredId`. `own_key`: keyed by something else than the customer alone.
 */
export type Routing =
  | 'customer'
  | 'broadcast'
  | 'customer_or_broadcast'
  | 'both_customers'
  | 'own_key';

/** Where a kind of message travels. `dead-letters` stands for the topic of each consumer. */
export interface CatalogueEntry {
  readonly recordName: RecordName;
  /** Name with namespace; also the registry's subject. */
  readonly fullName: string;
  readonly ceType: CeType;
  readonly topic: (typeof catalogueRows)[number]['topic'];
  readonly routing: Routing;
}

/** Names of the records that travel on a topic. */
export type RecordNameOn<Topic> = Extract<
  (typeof catalogueRows)[number],
  { readonly topic: Topic }
>['recordName'];

/** Every kind of message. */
export const catalogue: readonly CatalogueEntry[] = catalogueRows;

const byRecordName = new Map(catalogue.map((entry) => [entry.recordName as string, entry]));
const byCeType = new Map(catalogue.map((entry) => [entry.ceType as string, entry]));

/** The entry of a record name. Total, because the names come from the same schemas. */
export function entryOfRecord(recordName: RecordName): CatalogueEntry {
  const entry = byRecordName.get(recordName);
  if (!entry) throw new TypeError(`no record is called ${recordName}`);
  return entry;
}

/** The entry of a CloudEvents type, or undefined when no message has that type. */
export function entryOfType(ceType: string): CatalogueEntry | undefined {
  return byCeType.get(ceType);
}

/** The kinds of message that come in by the door: everything on `ar.events`. */
export const inputTypes: readonly CatalogueEntry[] = catalogue.filter(
  ({ topic }) => topic === 'ar.events',
);
