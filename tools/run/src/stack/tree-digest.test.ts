import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { digestTree, listTree } from './tree-digest.ts';

function tree(files: Readonly<Record<string, string>>): string {
  const root = mkdtempSync(join(tmpdir(), 'duewatch-tree-'));
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(join(root, path, '..'), { recursive: true });
    writeFileSync(join(root, path), content);
  }
  return root;
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

describe('the digest of a tree', () => {
  it('is that of its sorted sha256sum lines', () => {
    const root = tree({ 'b.txt': 'two', 'a/z.txt': 'one' });
    const lines = `${sha256('one')}  a/z.txt\n${sha256('two')}  b.txt\n`;
    expect(digestTree(root)).toBe(sha256(lines));
  });

  it.each([
    { description: 'a changed byte', files: { 'a.txt': 'onf' } },
    { description: 'another name', files: { 'b.txt': 'one' } },
    { description: 'one file more', files: { 'a.txt': 'one', 'b.txt': '' } },
  ])('changes with $description', ({ files }) => {
    expect(digestTree(tree(files))).not.toBe(digestTree(tree({ 'a.txt': 'one' })));
  });

  it('comes from a list sorted by bytes, with sizes', () => {
    expect(listTree(tree({ 'a-b': '1', 'a/b': '22', B: '' }))).toEqual([
      { path: 'B', size: 0 },
      { path: 'a-b', size: 1 },
      { path: 'a/b', size: 2 },
    ]);
  });
});
