import { readFileSync } from 'node:fs';

/** A file's secret. Editors and `echo` end the file with a line break that is no part of it. */
export function readSecret(path: string): string {
  return readFileSync(path, 'utf8').replace(/\r?\n$/, '');
}
