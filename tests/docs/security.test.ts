import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..', '..');
const page = readFileSync(join(root, 'docs', 'security.md'), 'utf8');

/** Rows of the table of threats: what may happen, and the test file and name given beside it. */
const threats = page
  .split('\n')
  .filter((line) => /^\| T\d+ \|/.test(line))
  .map((line) => {
    const [, id = '', threat = '', , proof = ''] = line
      .split(/(?<!\\)\|/)
      .map((cell) => cell.trim());
    const [, file = '', name = ''] = /^`([^`]+)`: (.+)$/.exec(proof) ?? [];
    return { id, threat, file, name };
  });

describe('the threats in docs/security.md', () => {
  it('are numbered without a gap, so that others can speak of them', () => {
    expect(threats.length).toBeGreaterThan(20);
    expect(threats.map(({ id }) => id)).toEqual(threats.map((_, at) => `T${at + 1}`));
  });

  it.each(threats)('$id has a test of the name that stands beside it', ({ file, name }) => {
    expect(existsSync(join(root, file))).toBe(true);
    expect(name).not.toBe('');
    expect(readFileSync(join(root, file), 'utf8')).toContain(name);
  });
});
