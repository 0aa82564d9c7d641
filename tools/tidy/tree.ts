// The tree as people see it: files that git tracks or would track. Tidy tests read it as text and
// judge what no other tool here sees. They import no room, so that they judge broken trees too.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..', '..');

/** Paths from the root, with slashes, sorted. New files count before they are added. */
export const files: readonly string[] = execFileSync(
  'git',
  ['ls-files', '--cached', '--others', '--exclude-standard', '-z'],
  { cwd: root, encoding: 'utf8' },
)
  .split('\0')
  .filter((path) => path !== '' && exists(path))
  .sort();

/** Our own code. Generated files answer to their generator. */
export const sources = files.filter(
  (path) => /\.(ts|mjs)$/.test(path) && !path.includes('/generated/'),
);

/** Whether a file is a test or stands in for something in tests. */
export function isTest(path: string): boolean {
  return /\.test\.ts$|(^|\/)tests?\/|^packages\/testing\//.test(path);
}

export function exists(path: string): boolean {
  return existsSync(join(root, path));
}

export function sizeBytes(path: string): number {
  return statSync(join(root, path)).size;
}

export function read(path: string): string {
  return readFileSync(join(root, path), 'utf8');
}

/** Lines of a file that match, as `path:line: text`: what a failing tidy test prints. */
export function matches(path: string, pattern: RegExp): string[] {
  return read(path)
    .split('\n')
    .flatMap((line, index) => (pattern.test(line) ? [`${path}:${index + 1}: ${line.trim()}`] : []));
}
