import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { incompatibilities, type MessageSchema } from '../test/schema-compatibility.ts';
import { catalogue, type RecordName } from './catalogue.ts';
import { schemaTexts } from './generated/schema-texts.ts';

const HISTORY = join(__dirname, '..', '..', '..', 'schemas', 'history');

const schemaOf = (recordName: RecordName) => JSON.parse(schemaTexts[recordName]) as MessageSchema;

function versionsOf(recordName: RecordName): readonly { file: string; schema: MessageSchema }[] {
  return readdirSync(join(HISTORY, recordName)).map((file) => ({
    file,
    schema: JSON.parse(readFileSync(join(HISTORY, recordName, file), 'utf8')) as MessageSchema,
  }));
}

describe('schema history', () => {
  it.each(catalogue)('lets readers and writers of any version of $recordName meet', (entry) => {
    const problems = versionsOf(entry.recordName).flatMap(({ file, schema }) =>
      incompatibilities(schema, schemaOf(entry.recordName)).map((text) => `${file}: ${text}`),
    );
    expect(problems).toEqual([]);
  });
});

describe('edits of a schema', () => {
  const invoice = schemaOf('InvoiceIssued');
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
