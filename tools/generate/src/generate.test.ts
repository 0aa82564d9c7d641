import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { MessageSchema } from './avro-schema.ts';
import { generatedFiles } from './generated-files.ts';
import { recordVersions, versionsOf } from './history.ts';
import { readSchemas } from './read-schemas.ts';
import { typeSource } from './type-source.ts';

const root = join(__dirname, '..', '..', '..');
const schemas = readSchemas(root);

describe('generated sources', () => {
  it.each([...generatedFiles(root)])('%s says what the schemas say', (path, source) => {
    const drifted = readFileSync(join(root, path), 'utf8') !== source;
    expect(drifted ? 'run `npm run generate` and commit what it writes' : 'same').toBe('same');
  });

  it('refuses one type name with two shapes', () => {
    const [first] = schemas;
    if (!first) throw new Error('no schemas');
    const enumOf = (symbols: string[]) => ({ type: 'enum', name: 'Grade', symbols, default: 'a' });
    const withGrade = (name: string, symbols: string[]): MessageSchema => ({
      ...first,
      name,
      fields: [{ name: 'grade', type: enumOf(symbols) }],
    });
    expect(() => typeSource([withGrade('One', ['a']), withGrade('Two', ['a'])])).not.toThrow();
    expect(() => typeSource([withGrade('One', ['a']), withGrade('Two', ['a', 'b'])])).toThrow(
      'Grade has different shapes',
    );
  });
});

describe('schema history', () => {
  it.each(schemas)('has the current version of $name', ({ name }) => {
    const current = schemas.find((schema) => schema.name === name);
    const recorded = JSON.stringify(versionsOf(root, name).at(-1)?.schema);
    const same = recorded === JSON.stringify(current);
    expect(same ? 'recorded' : 'run `npm run generate` and commit schemas/history').toBe(
      'recorded',
    );
  });

  it('numbers versions without gaps and keeps those of records that exist', () => {
    const known = new Set(schemas.map(({ name }) => name));
    for (const recordName of readdirSync(join(root, 'schemas', 'history'))) {
      const versions = versionsOf(root, recordName).map(({ version }) => version);
      expect(versions).toEqual(versions.map((_, index) => index + 1));
      expect(known).toContain(recordName);
    }
  });

  it('never rewrites a committed version', () => {
    const checkout = mkdtempSync(join(tmpdir(), 'duewatch-history-'));
    const git = (...args: string[]) =>
      execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@t', ...args], {
        cwd: checkout,
        stdio: 'pipe',
      });
    const write = (doc: string) => {
      const schema = { ...schemas[0], name: 'Tried', namespace: 'io.duewatch.ar', doc };
      writeFileSync(join(checkout, 'schemas', 'ar', 'Tried.avsc'), JSON.stringify(schema));
      return recordVersions(checkout);
    };
    mkdirSync(join(checkout, 'schemas', 'ar'), { recursive: true });
    mkdirSync(join(checkout, 'schemas', 'risk'));
    git('init', '-q');
    git('commit', '-q', '--allow-empty', '-m', 'start');

    expect(write('first')).toEqual(['schemas/history/Tried/1.avsc']);
    expect(write('first, edited')).toEqual(['schemas/history/Tried/1.avsc']);
    git('add', '-A');
    git('commit', '-q', '-m', 'first');
    expect(write('first, edited')).toEqual([]);
    expect(write('second')).toEqual(['schemas/history/Tried/2.avsc']);
    expect(versionsOf(checkout, 'Tried').map(({ schema }) => schema.doc)).toEqual([
      'first, edited',
      'second',
    ]);
    rmSync(checkout, { recursive: true });
  });
});
