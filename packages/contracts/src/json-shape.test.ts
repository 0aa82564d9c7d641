import { inputTypes } from './catalogue.ts';
import { type FieldShape, inputShapeOf, type Shape } from './json-shape.ts';

const shapeOf = (type: string) => {
  const shape = inputShapeOf(`io.duewatch.ar.${type}`);
  if (!shape) throw new Error(`no input has the type ${type}`);
  return shape;
};

const fieldOf = (fields: readonly FieldShape[], name: string): FieldShape | undefined =>
  fields.find((field) => field.name === name);

describe('the shape of an input', () => {
  it('exists for every input and for nothing else', () => {
    for (const { ceType, recordName } of inputTypes) {
      expect(inputShapeOf(ceType)?.recordName).toBe(recordName);
    }
    expect(inputShapeOf('io.duewatch.risk.profile_updated')).toBeUndefined();
    expect(inputShapeOf('io.duewatch.ar.customer_card')).toBeUndefined();
    expect(inputShapeOf('constructor')).toBeUndefined();
  });

  it('tells dates, amounts, codes and what may be missing', () => {
    const { fields } = shapeOf('invoice.issued');
    expect(fieldOf(fields, 'dueOn')).toMatchObject({ shape: { kind: 'date' }, required: true });
    expect(fieldOf(fields, 'amountMinor')).toMatchObject({
      shape: { kind: 'integer', minimum: 0, maximum: 1_000_000_000_000_000 },
      required: true,
      nullable: false,
    });
    expect(fieldOf(fields, 'currency')?.shape).toEqual({
      kind: 'string',
      maxLength: 3,
      pattern: '^[A-Z]{3}$',
    });
    expect(fieldOf(fields, 'orderId')).toMatchObject({
      nullable: true,
      required: false,
      fallback: null,
    });
  });

  it('follows a type that the schema names a second time', () => {
    const { fields } = shapeOf('invoice.issued');
    const terms = fieldOf(fields, 'terms')?.shape;
    const inTerms = terms?.kind === 'record' ? fieldOf(terms.fields, 'method')?.shape : undefined;
    expect(fieldOf(fields, 'collectionMethod')?.shape).toEqual(inTerms);
    expect(inTerms).toMatchObject({ kind: 'enum' });
  });

  it('tells instants and lists with their greatest length', () => {
    expect(fieldOf(shapeOf('feed.resumed').fields, 'resumedAt')?.shape).toEqual({
      kind: 'instant',
    });
    expect(fieldOf(shapeOf('clock.business_day_started').fields, 'weekendDays')?.shape).toEqual({
      kind: 'array',
      maxItems: 7,
      items: { kind: 'integer', minimum: 0, maximum: 6 },
    });
  });

  it('leaves out the tenant, which comes from the API key', () => {
    for (const { ceType } of inputTypes) {
      expect(fieldOf(inputShapeOf(ceType)?.fields ?? [], 'tenantId')).toBeUndefined();
    }
  });

  it('does not offer the symbol that stands for symbols of later versions', () => {
    const symbols = inputTypes.flatMap(({ ceType }) =>
      (inputShapeOf(ceType)?.fields ?? []).flatMap(({ shape }) => symbolsIn(shape)),
    );
    expect(symbols).toContain('invalid');
    expect(symbols).not.toContain('unknown');
  });

  it('tells the names and texts that the door takes and keeps apart', () => {
    const { card } = shapeOf('customer.registered');
    expect(card.map(({ name }) => name)).toEqual([
      'legalName',
      'tradingName',
      'registrationNo',
      'taxNo',
      'address',
      'contacts',
    ]);
    expect(card.every(({ required }) => !required)).toBe(true);
    expect(fieldOf(card, 'legalName')?.shape).toMatchObject({ kind: 'string', maxLength: 200 });
    expect(fieldOf(card, 'contacts')?.shape).toMatchObject({ kind: 'array', maxItems: 20 });
    expect(shapeOf('invoice.disputed').texts).toEqual([
      {
        name: 'note',
        shape: { kind: 'string', maxLength: 1000, pattern: null },
        nullable: true,
        required: false,
        fallback: null,
      },
    ]);
    expect(shapeOf('payment.applied')).toMatchObject({ card: [], texts: [] });
  });
});

function symbolsIn(shape: Shape): readonly string[] {
  if (shape.kind === 'enum') return shape.values;
  if (shape.kind === 'array') return symbolsIn(shape.items);
  if (shape.kind === 'record') return shape.fields.flatMap((field) => symbolsIn(field.shape));
  return [];
}
