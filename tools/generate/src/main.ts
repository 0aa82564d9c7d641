import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { generatedFiles } from './generated-files.ts';
import { recordVersions } from './history.ts';

const root = join(import.meta.dirname, '..', '..', '..');
for (const [path, source] of generatedFiles(root)) {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), source);
}
for (const path of recordVersions(root)) console.log(`recorded ${path}`);
