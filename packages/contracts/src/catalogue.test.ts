import { catalogue, entryOfRecord, entryOfType, inputTypes } from './catalogue.ts';
import { schemaTexts } from './generated/schema-texts.ts';
import { personalFields } from './personal-fields.ts';
import { deadLetterTopic, topicDefinitions } from './topics.ts';

interface Schema {
  readonly fields: readonly { readonly name: string; readonly type: unknown }[];
}

const schemaOf = (recordName: keyof typeof schemaTexts): Schema =>
  JSON.parse(schemaTexts[recordName]) as Schema;

describe('the catalogue', () => {
  it('finds a message by either of its names', () => {
    const entry = entryOfType('io.duewatch.ar.invoice.issued');
    expect(entry).toEqual({
      recordName: 'InvoiceIssued',
      fullName: 'io.duewatch.ar.InvoiceIssued',
      ceType: 'io.duewatch.ar.invoice.issued',
      topic: 'ar.events',
      routing: 'customer',
    });
    expect(entryOfRecord('InvoiceIssued')).toBe(entry);
    expect(entryOfType('io.duewatch.ar.invoice.eaten')).toBeUndefined();
    expect(entryOfType('toString')).toBeUndefined();
  });

  it('gives every message a name, a type and a topic of its own', () => {
    const topics = new Set<string>(topicDefinitions().map(({ name }) => name));
    topics.add('dead-letters');
    for (const { topic } of catalogue) expect(topics).toContain(topic);
    expect(new Set(catalogue.map(({ ceType }) => ceType)).size).toBe(catalogue.length);
    expect(new Set(catalogue.map(({ fullName }) => fullName)).size).toBe(catalogue.length);
  });

  it.each(inputTypes)('derives the record name of $ceType from its type', (entry) => {
    const words = entry.ceType.replace('io.duewatch.ar.', '').split(/[._]/);
    const name = words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('');
    expect(entry.recordName).toBe(name);
  });

  it.each(inputTypes)('$recordName says whose it is and where it comes from', (entry) => {
    const types = new Map(schemaOf(entry.recordName).fields.map(({ name, type }) => [name, type]));
    const isNullable = (name: string) => Array.isArray(types.get(name));
    expect(types.has('tenantId') && !isNullable('tenantId')).toBe(true);
    expect(isNullable('legalEntityId')).toBe(true);
    expect(types.has('sourceSystem') && !isNullable('sourceSystem')).toBe(true);
    expect(isNullable('sourceRef')).toBe(true);
    expect(types.has('customerId')).toBe(entry.routing !== 'broadcast');
    expect(isNullable('customerId')).toBe(entry.routing === 'customer_or_broadcast');
  });
});

describe('privacy of ar.events', () => {
  /** Everything that can hold text, other than codes and identifiers that a pattern describes. */
  const ALLOWED_TEXTS = ['PolicyActivated.document'];

  it('lets no free text in', () => {
    const texts = inputTypes.flatMap(({ recordName }) =>
      freeTexts(schemaOf(recordName), recordName),
    );
    expect(texts).toEqual(ALLOWED_TEXTS);
  });

  it('lets no code or identifier be a sentence or an address', () => {
    const patterns = new Set(
      inputTypes.flatMap(({ recordName }) => patternsOf(schemaOf(recordName))),
    );
    expect(patterns.size).toBeGreaterThan(3);
    for (const pattern of patterns) {
      for (const personal of ['Jane Doe', 'jane@example.org', 'two words', 'Müller', 'a|b', '']) {
        expect([pattern, personal, new RegExp(pattern).test(personal)]).toEqual([
          pattern,
          personal,
          false,
        ]);
      }
    }
  });

  it('keeps the personal fields of an event out of its record', () => {
    for (const [ceType, personal] of Object.entries(personalFields)) {
      const entry = entryOfType(ceType);
      expect(entry && inputTypes.includes(entry)).toBe(true);
      const names = entry ? schemaOf(entry.recordName).fields.map(({ name }) => name) : [];
      for (const field of [...personal.card, ...Object.keys(personal.texts)]) {
        expect(names).not.toContain(field);
      }
    }
  });

  it('has a place on ar.customers for each of them', () => {
    const card = schemaOf('CustomerCard').fields.map(({ name }) => name);
    for (const personal of Object.values(personalFields)) {
      for (const field of personal.card) expect(card).toContain(field);
      for (const length of Object.values(personal.texts)) expect(length).toBeLessThanOrEqual(2000);
    }
  });
});

describe('messages', () => {
  it.each(catalogue)('$recordName holds no floating point', ({ recordName }) => {
    expect(schemaTexts[recordName]).not.toMatch(/"(double|float)"/);
  });

  it.each(catalogue)('$recordName says how long each text may be', ({ recordName }) => {
    expect(schemaTexts[recordName]).not.toMatch(/"(type|items|values)":"string"(?!,"maxLength")/);
    expect(schemaTexts[recordName]).not.toMatch(/\["null","string"\]/);
  });
});

describe('topics', () => {
  it('are created with the partitions asked for, the policy catalogue with one', () => {
    for (const { name, partitions } of topicDefinitions(12)) {
      expect(partitions).toBe(['risk.policies', 'risk.acts'].includes(name) ? 1 : 12);
    }
  });

  it('keep events for ever and compact what is state', () => {
    const config = new Map(topicDefinitions().map(({ name, config: c }) => [name, c]));
    expect(config.get('ar.events')).toMatchObject({
      'retention.ms': '-1',
      'retention.bytes': '-1',
    });
    for (const name of ['ar.customers', 'risk.profiles', 'risk.commands'] as const) {
      expect(config.get(name)).toMatchObject({ 'cleanup.policy': 'compact' });
    }
    expect(config.get('risk.profiles')?.['min.compaction.lag.ms']).toBe('604800000');
    expect(config.get('risk.deliveries')?.['retention.ms']).toBe(`${400 * 86_400_000}`);
    expect(config.has(deadLetterTopic('scoring'))).toBe(true);
  });
});

function freeTexts(node: unknown, path: string): string[] {
  if (Array.isArray(node)) return node.flatMap((child) => freeTexts(child, path));
  if (typeof node !== 'object' || node === null) return [];
  const { type, name, pattern, ...rest } = node as Record<string, unknown>;
  const at = typeof type === 'object' && typeof name === 'string' ? `${path}.${name}` : path;
  const own = type === 'string' && pattern === undefined ? [at] : [];
  return [
    ...own,
    ...[type, rest['items'], rest['fields']].flatMap((child) => freeTexts(child, at)),
  ];
}

function patternsOf(schema: Schema): string[] {
  const patterns = JSON.stringify(schema).matchAll(/"pattern":("(?:[^"\\]|\\.)*")/g);
  return [...patterns].map(([, pattern]) => JSON.parse(pattern ?? '""') as string);
}
