import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { MessageSchema } from './avro-schema.ts';
import { readSchemas } from './read-schemas.ts';

/** One committed version of a record's schema. */
export interface SchemaVersion {
  readonly recordName: string;
  readonly version: number;
  readonly schema: MessageSchema;
}

/** The versions of a record, oldest first. They stay for ever, because the log does. */
export function versionsOf(root: string, recordName: string): readonly SchemaVersion[] {
  const folder = join(root, 'schemas', 'history', recordName);
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .map((name) => Number.parseInt(name, 10))
    .sort((a, b) => a - b)
    .map((version) => {
      const text = readFileSync(join(folder, `${version}.avsc`), 'utf8');
      return { recordName, version, schema: JSON.parse(text) as MessageSchema };
    });
}

/**
 * Puts each schema that differs from its last version into the history. A last version that was
 * never committed is replaced: edits of one piece of work make one version.
 */
export function recordVersions(root: string): readonly string[] {
  return readSchemas(root).flatMap((schema) => {
    const versions = versionsOf(root, schema.name);
    const last = versions.at(-1);
    if (last && JSON.stringify(last.schema) === JSON.stringify(schema)) return [];
    const next = last && !isCommitted(root, last) ? last.version : (last?.version ?? 0) + 1;
    const path = pathOf(schema.name, next);
    mkdirSync(join(root, 'schemas', 'history', schema.name), { recursive: true });
    writeFileSync(join(root, path), `${JSON.stringify(schema)}\n`);
    return [path];
  });
}

function pathOf(recordName: string, version: number): string {
  return join('schemas', 'history', recordName, `${version}.avsc`);
}

function isCommitted(root: string, { recordName, version }: SchemaVersion): boolean {
  const path = pathOf(recordName, version);
  const found = execFileSync('git', ['ls-tree', 'HEAD', '--', path], { cwd: root });
  return found.length > 0;
}
