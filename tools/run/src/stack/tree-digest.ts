import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative, sep } from 'node:path';

/** A file of a tree, named with slashes whatever the platform. */
export interface TreeFile {
  readonly path: string;
  readonly size: number;
}

/** Every file below the folder, sorted by path in byte order. */
export function listTree(root: string): readonly TreeFile[] {
  return readdirSync(root, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => {
      const file = join(entry.parentPath, entry.name);
      return { path: relative(root, file).split(sep).join('/'), size: statSync(file).size };
    })
    .sort((a, b) => Buffer.compare(Buffer.from(a.path), Buffer.from(b.path)));
}

/** One SHA-256 for the whole tree: names and contents, in the format of `sha256sum | sha256sum`. */
export function digestTree(root: string): string {
  const total = createHash('sha256');
  for (const { path } of listTree(root)) {
    const digest = createHash('sha256')
      .update(readFileSync(join(root, path)))
      .digest('hex');
    total.update(`${digest}  ${path}\n`);
  }
  return total.digest('hex');
}
