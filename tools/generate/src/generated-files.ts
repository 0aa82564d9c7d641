import { policyFiles } from './policy-files.ts';
import { readSchemas } from './read-schemas.ts';
import { catalogueSource, schemaTextSource, typeSource } from './type-source.ts';

const FOLDER = 'packages/contracts/src/generated';

/** What every generated file should hold, by its path from the repository's root. */
export function generatedFiles(root: string): ReadonlyMap<string, string> {
  const schemas = readSchemas(root);
  return new Map([
    [`${FOLDER}/records.ts`, typeSource(schemas)],
    [`${FOLDER}/schema-texts.ts`, schemaTextSource(schemas)],
    [`${FOLDER}/catalogue-rows.ts`, catalogueSource(schemas)],
    ...policyFiles(root),
  ]);
}
