import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { MessageSchema } from './avro-schema.ts';

/** All message schemas under `schemas/ar` and `schemas/risk`, ordered by folder and name. */
export function readSchemas(root: string): readonly MessageSchema[] {
  return ['ar', 'risk'].flatMap((folder) =>
    readdirSync(join(root, 'schemas', folder))
      .filter((name) => name.endsWith('.avsc'))
      .sort()
      .map((name) => readSchema(join(root, 'schemas', folder, name), folder)),
  );
}

function readSchema(path: string, folder: string): MessageSchema {
  const schema = JSON.parse(readFileSync(path, 'utf8')) as MessageSchema;
  if (schema.name !== basename(path, '.avsc')) {
    throw new Error(`${path} holds the record ${schema.name}; rename one of them`);
  }
  if (schema.namespace !== `io.duewatch.${folder}`) {
    throw new Error(`${path} has the namespace ${schema.namespace}, not io.duewatch.${folder}`);
  }
  return schema;
}
