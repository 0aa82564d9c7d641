import { customerKey, type Envelope, EnvelopeError, envelopeOf, headersOf } from './envelope.ts';

const full: Envelope = {
  id: 'e-1',
  source: 'erp/berlin',
  type: 'io.duewatch.ar.invoice.issued',
  subject: 'C-1',
  time: 1_772_356_200_000,
  tenantId: 'acme',
  partitionKey: customerKey('acme', 'C-1'),
  recordedTime: 1_772_356_201_234,
  calendarId: 'de',
  suppressed: true,
  correlationId: 'order-7',
  causationId: 'e-0',
  traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
  sourceVersion: 12,
};

const bare: Envelope = {
  ...full,
  subject: null,
  calendarId: null,
  suppressed: false,
  correlationId: null,
  causationId: null,
  traceparent: null,
  sourceVersion: 0,
};

describe('the envelope', () => {
  it('travels in CloudEvents binary mode', () => {
    expect(headersOf(full)).toEqual({
      ce_specversion: '1.0',
      ce_id: 'e-1',
      ce_source: 'erp/berlin',
      ce_type: 'io.duewatch.ar.invoice.issued',
      ce_subject: 'C-1',
      ce_time: '2026-03-01T09:10:00.000Z',
      ce_tenantid: 'acme',
      ce_partitionkey: 'acme|C-1',
      ce_recordedtime: '1772356201234',
      ce_calendarid: 'de',
      ce_suppressed: 'true',
      ce_correlationid: 'order-7',
      ce_causationid: 'e-0',
      ce_traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
      ce_sourceversion: '12',
      'content-type': 'application/avro',
    });
  });

  it.each([
    ['full', full],
    ['bare', bare],
  ])('is the same after a journey, %s', (_, envelope) => {
    expect(envelopeOf(headersOf(envelope))).toEqual(envelope);
  });

  it('leaves out what is not known', () => {
    expect(Object.keys(headersOf(bare))).toHaveLength(9);
  });

  it.each([
    'ce_specversion',
    'ce_id',
    'ce_source',
    'ce_type',
    'ce_time',
    'ce_tenantid',
    'ce_partitionkey',
    'ce_recordedtime',
  ])('cannot do without %s', (header) => {
    const { [header]: _, ...headers } = headersOf(full);
    expect(() => envelopeOf(headers)).toThrow(
      expect.objectContaining({ code: 'missing_header', header, retriable: false }),
    );
  });

  it.each([
    ['ce_specversion', '0.3'],
    ['ce_time', 'yesterday'],
    ['ce_recordedtime', '-1'],
    ['ce_recordedtime', '1e400'],
    ['ce_recordedtime', ' 12'],
    ['ce_sourceversion', '1.5'],
  ])('refuses %s: %s', (header, value) => {
    expect(() => envelopeOf({ ...headersOf(full), [header]: value })).toThrow(EnvelopeError);
  });

  it('shows only a part of a wrong value, for it comes from outside', () => {
    const headers = { ...headersOf(full), ce_time: 'x'.repeat(10_000) };
    expect(() => envelopeOf(headers)).toThrow(expect.objectContaining({ code: 'bad_header' }));
    expect(() => envelopeOf(headers)).toThrow(/^.{0,120}$/);
  });
});
