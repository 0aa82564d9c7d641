import type { RecordName } from './catalogue.ts';
import { catalogue } from './catalogue.ts';
import { schemaTexts } from './generated/schema-texts.ts';

/** Where the codec gets schema ids and foreign schemas from: the registry, or a static table. */
export interface SchemaIds {
  /** Id of the current schema of a record. Synchronous, so an adapter loads all ids up front. */
  idOf(recordName: RecordName): number;
  /**
   * The schema with that id as JSON text, or null when the registry has none. Rejects only when
   * the registry cannot be asked.
   */
  schemaById(id: number): Promise<string | null>;
}

/** Ids without a registry, for one process on in-memory twins: 1, 2, 3 in the catalogue's order. */
export function createStaticSchemaIds(): SchemaIds {
  const names = catalogue.map(({ recordName }) => recordName).sort();
  const ids = new Map(names.map((name, index) => [name, index + 1]));
  return {
    idOf(recordName) {
      const id = ids.get(recordName);
      if (id === undefined) throw new TypeError(`no record is called ${recordName}`);
      return id;
    },
    schemaById(id) {
      const name = names[id - 1];
      return Promise.resolve(name === undefined ? null : schemaTexts[name]);
    },
  };
}
