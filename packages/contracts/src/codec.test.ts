import fc from 'fast-check';
import { arbitraryRecord } from '../test/arbitrary-record.ts';
import { catalogue, type RecordName } from './catalogue.ts';
import { type Codec, createCodec } from './codec.ts';
import { CodecError } from './codec-error.ts';
import type { PaymentApplied, Records } from './generated/records.ts';
import { schemaTexts } from './generated/schema-texts.ts';
import { createStaticSchemaIds, type SchemaIds } from './schema-ids.ts';

const applied: PaymentApplied = {
  tenantId: 'acme',
  legalEntityId: null,
  customerId: 'C-1',
  sourceSystem: 'sap',
  sourceRef: null,
  paymentId: 'P-1',
  invoiceId: 'I-1',
  applicationId: null,
  amountMinor: 120_000,
  discountMinor: 0,
  currency: 'EUR',
  appliedOn: 20_000,
  valueOn: null,
};

/** A registry in memory that can go away and counts what it is asked. */
function makeRegistry() {
  const own = createStaticSchemaIds();
  const foreign = new Map<number, string>();
  const state = { up: true, asked: 0 };
  const ids: SchemaIds = {
    idOf: own.idOf,
    schemaById(id) {
      state.asked += 1;
      if (!state.up) return Promise.reject(new Error('connection refused'));
      const text = foreign.get(id);
      return text === undefined ? own.schemaById(id) : Promise.resolve(text);
    },
  };
  return { ids, foreign, state };
}

/** The schema of a record after an edit of its text, as an older or newer writer has it. */
function edited(recordName: RecordName, edit: (schema: EditableSchema) => void): string {
  const schema = JSON.parse(schemaTexts[recordName]) as EditableSchema;
  edit(schema);
  return JSON.stringify(schema);
}

interface EditableSchema {
  name: string;
  fields: { name: string; type: unknown; default?: unknown }[];
}

/** The body of a foreign writer: the frame with its id, then what a codec of its own makes. */
function reframed(body: Buffer, schemaId: number): Buffer {
  const copy = Buffer.from(body);
  copy.writeUInt32BE(schemaId, 1);
  return copy;
}

function errorOf(run: () => unknown): CodecError {
  try {
    run();
  } catch (error) {
    if (error instanceof CodecError) return error;
    throw error;
  }
  throw new Error('it did not fail');
}

const staticCodec = createCodec({ ids: createStaticSchemaIds() });

describe('encoding and decoding', () => {
  it.each(catalogue.map(({ recordName }) => recordName))('gives back any %s', (recordName) => {
    fc.assert(
      fc.property(arbitraryRecord(recordName), (data) => {
        const body = staticCodec.encode(recordName, data as Records[RecordName]);
        const decoded = staticCodec.decode(body);
        expect(decoded.recordName).toBe(recordName);
        expect(decoded.data).toEqual(data);
      }),
      { numRuns: 25 },
    );
  });

  it('writes the registry’s frame: 0, then the schema id', () => {
    const id = createStaticSchemaIds().idOf('PaymentApplied');
    const body = staticCodec.encode('PaymentApplied', applied);
    expect([...body.subarray(0, 5)]).toEqual([0, 0, 0, 0, id]);
  });

  it('keeps a body of its own when the next one is encoded', () => {
    const first = staticCodec.encode('PaymentApplied', applied);
    staticCodec.encode('PaymentApplied', { ...applied, customerId: 'C-2' });
    expect(staticCodec.decode(first).data).toEqual(applied);
  });

  it('encodes bodies larger than its working buffer', () => {
    const document = 'x'.repeat(150_000);
    const base = { tenantId: 't', policyId: 'default', version: '1', sha256: '0', document };
    const policy = { ...base, publishedAt: 0, publishedBy: null };
    const body = staticCodec.encode('PolicyPublished', policy);
    expect(staticCodec.decode(body).data).toEqual(policy);
  });

  it.each([
    ['amountMinor', { ...applied, amountMinor: 1.5 }],
    ['amountMinor', { ...applied, amountMinor: Number.NaN }],
    ['amountMinor', { ...applied, amountMinor: 2 ** 52 }],
    ['amountMinor', { ...applied, amountMinor: -(2 ** 52) - 1 }],
    ['appliedOn', { ...applied, appliedOn: 2 ** 31 }],
    ['customerId', { ...applied, customerId: undefined as unknown as string }],
  ])('names %s when it does not fit', (path, data) => {
    const error = errorOf(() => staticCodec.encode('PaymentApplied', data));
    expect(error).toMatchObject({ code: 'invalid_value', path, retriable: false });
  });
});

describe('bodies of other writers', () => {
  const body = staticCodec.encode('PaymentApplied', applied);

  it('asks for a schema id once and understands it from then on', async () => {
    const { ids, foreign, state } = makeRegistry();
    foreign.set(900, schemaTexts.PaymentApplied);
    const codec = createCodec({ ids });
    const error = errorOf(() => codec.decode(reframed(body, 900)));
    expect(error).toMatchObject({ code: 'unknown_schema_id', schemaId: 900 });
    await Promise.all([codec.learn(900), codec.learn(900)]);
    await codec.learn(900);
    expect(state.asked).toBe(1);
    expect(codec.decode(reframed(body, 900)).data).toEqual(applied);
  });

  it('reads records without fields that came later, and with fields that went', async () => {
    const { ids, foreign } = makeRegistry();
    const older = edited('PaymentApplied', (schema) => {
      schema.fields = schema.fields.filter(({ name }) => name !== 'valueOn');
      schema.fields.push({ name: 'tags', type: { type: 'array', items: 'string' }, default: [] });
    });
    foreign.set(901, older);
    const codec = createCodec({ ids });
    await codec.learn(901);
    // The last byte of the body is the null of `valueOn`; the writer has an array there.
    const tagged = Buffer.concat([body.subarray(0, -1), Buffer.from([2, 2, 0x61, 0])]);
    expect(codec.decode(reframed(tagged, 901)).data).toEqual(applied);
  });

  it('reads a symbol that came later as the default of its enum', async () => {
    const { ids, foreign } = makeRegistry();
    const text = schemaTexts.SecurityExpired.replace('"other"]', '"other","escrow"]');
    foreign.set(902, text);
    const codec = createCodec({ ids });
    await codec.learn(902);
    const { tenantId, legalEntityId, customerId, sourceSystem, sourceRef } = applied;
    const security = staticCodec.encode('SecurityExpired', {
      ...{ tenantId, legalEntityId, customerId, sourceSystem, sourceRef },
      ...{ securityId: 'S', kind: 'other', amountMinor: 0, currency: 'EUR', effectiveOn: 0 },
    });
    const kindAt = security.indexOf(Buffer.from([2, 0x53])) + 2;
    security[kindAt] = (security[kindAt] ?? 0) + 2;
    expect(codec.decode(reframed(security, 902)).data).toMatchObject({ kind: 'other' });
  });

  it('goes on reading known ids while the registry is away', async () => {
    const { ids, state } = makeRegistry();
    state.up = false;
    const codec = createCodec({ ids });
    await expect(codec.learn(903)).rejects.toMatchObject({
      code: 'registry_unavailable',
      retriable: true,
    });
    expect(codec.decode(body).data).toEqual(applied);
    state.up = true;
    await expect(codec.learn(903)).rejects.toMatchObject({ code: 'no_such_schema' });
  });

  it.each([
    [
      'unknown_record',
      edited('PaymentApplied', (schema) => Object.assign(schema, { name: 'Odd' })),
    ],
    ['incompatible_schema', edited('PaymentApplied', ({ fields }) => fields.splice(0, 1))],
    ['incompatible_schema', '{"type":"record","name":"Broken"}'],
  ])('says %s at every decode, without asking again', async (code, text) => {
    const { ids, foreign, state } = makeRegistry();
    foreign.set(904, text);
    const codec = createCodec({ ids });
    await codec.learn(904);
    for (let round = 0; round < 2; round += 1) {
      const error = errorOf(() => codec.decode(reframed(body, 904)));
      expect(error).toMatchObject({ code, schemaId: 904, retriable: false });
    }
    expect(state.asked).toBe(1);
  });
});

describe('wrong bytes', () => {
  it.each([
    ['bad_frame', Buffer.alloc(0)],
    ['bad_frame', Buffer.from([0, 0, 0])],
    ['bad_frame', Buffer.from('{"json":true}')],
    ['unknown_schema_id', Buffer.from([0, 255, 255, 255, 255, 1])],
    ['unreadable', staticCodec.encode('PaymentApplied', applied).subarray(0, -3)],
    [
      'unreadable',
      Buffer.concat([staticCodec.encode('PaymentApplied', applied), Buffer.from('!')]),
    ],
  ])('are %s', (code, body) => {
    expect(errorOf(() => staticCodec.decode(body)).code).toBe(code);
  });

  const decodes = (codec: Codec, body: Buffer): void => {
    try {
      codec.decode(body);
    } catch (error) {
      if (!(error instanceof CodecError)) throw error;
    }
  };

  it('never do worse than one typed error, in no time', () => {
    const names = catalogue.map(({ recordName }) => recordName);
    const ids = createStaticSchemaIds();
    const anyBytes = fc.tuple(fc.constantFrom(...names), fc.uint8Array({ maxLength: 400 }));
    fc.assert(
      fc.property(anyBytes, ([recordName, bytes]) => {
        const frame = Buffer.from([0, 0, 0, 0, ids.idOf(recordName)]);
        decodes(staticCodec, Buffer.concat([frame, bytes]));
      }),
      { numRuns: 3000 },
    );
  });

  it('that claim a huge number of items are refused before room is made for them', () => {
    const body = staticCodec.encode('LedgerReported', {
      ...{ tenantId: '', legalEntityId: null, customerId: null, sourceSystem: '', sourceRef: null },
      ...{ asOf: 0, openMinor: 0, overdueMinor: 0, currency: '' },
    });
    const { idOf } = createStaticSchemaIds();
    const promise = Buffer.concat([
      // tenant, entity, customer, system, reference, promise: all empty; then the count of
      // invoices.
      Buffer.from([0, 0, 0, 0, idOf('PromiseMade'), 0, 0, 0, 0, 0, 0]),
      Buffer.from([0xfe, 0xff, 0xff, 0xff, 0xff, 0xff, 0x07]),
      body,
    ]);
    const error = errorOf(() => staticCodec.decode(promise));
    expect(error.code).toBe('unreadable');
    expect(String(error.cause)).toContain('items cannot be in');
  });

  it('never put an int out of its range into a value', () => {
    const body = staticCodec.encode('PaymentApplied', { ...applied, appliedOn: 0, valueOn: null });
    const huge = Buffer.from([0xfe, 0xff, 0xff, 0xff, 0xff, 0x0f]);
    const wrong = Buffer.concat([body.subarray(0, -2), huge, body.subarray(-1)]);
    expect(errorOf(() => staticCodec.decode(wrong)).code).toBe('unreadable');
  });
});
