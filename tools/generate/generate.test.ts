import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { MessageSchema } from './avro-schema.ts';
import { incompatibilities } from './compatibility.ts';
import { generatedFiles } from './generated-files.ts';
import { recordVersions, versionsOf } from './history.ts';
import { readSchemas } from './read-schemas.ts';
import { typeSource } from './type-source.ts';

const root = join(__dirname, '..', '..');
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

  it.each(schemas)('lets readers and writers of any version of $name meet', (schema) => {
    const versions = versionsOf(root, schema.name);
    const problems = versions.flatMap(({ version, schema: older }) =>
      incompatibilities(older, schema).map((problem) => `version ${version}: ${problem}`),
    );
    expect(problems).toEqual([]);
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

describe('edits of a schema', () => {
  const invoice = schemas.find(({ name }) => name === 'InvoiceIssued');
  if (!invoice) throw new Error('InvoiceIssued is gone');
  const edited = (edit: (text: string) => string): MessageSchema =>
    JSON.parse(edit(JSON.stringify(invoice))) as MessageSchema;
  const withField = (field: object): MessageSchema =>
    ({ ...invoice, fields: [...invoice.fields, field] }) as MessageSchema;
  const without = (name: string): MessageSchema => ({
    ...invoice,
    fields: invoice.fields.filter((field) => field.name !== name),
  });

  it.each([
    ['a field that has a default', withField({ name: 'x', type: ['null', 'int'], default: null })],
    ['the removal of a field that has a default', without('orderId')],
    ['a new symbol of an enum', edited((text) => text.replace('"eom"', '"eom","mid_month"'))],
    ['a longer text', edited((text) => text.replaceAll('"maxLength":64', '"maxLength":80'))],
  ])('lets pass %s', (_, schema) => {
    expect(incompatibilities(invoice, schema)).toEqual([]);
  });

  it.each([
    ['a field without default', withField({ name: 'x', type: 'int' })],
    ['the removal of a field without default', without('dueOn')],
    ['another name of a field', edited((text) => text.replace('"issuedOn"', '"billedOn"'))],
    ['a wider number', edited((text) => text.replace('"int","logicalType":"date"', '"long"'))],
    ['a date that becomes a number', edited((text) => text.replace(',"logicalType":"date"', ''))],
    ['an enum without default', edited((text) => text.replace(',"default":"unknown"', ''))],
    [
      'another default of an enum',
      edited((text) => text.replace('"default":"unknown"', '"default":"net"')),
    ],
    ['another topic', edited((text) => text.replace('"ar.events"', '"ar.customers"'))],
  ])('refuses %s', (_, schema) => {
    expect(incompatibilities(invoice, schema)).not.toEqual([]);
  });
});
