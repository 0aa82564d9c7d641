import Decoder from 'kafkajs/src/protocol/decoder.js';
import decodeRecord from 'kafkajs/src/protocol/recordBatch/record/v0/decoder.js';
import encodeRecord from 'kafkajs/src/protocol/recordBatch/record/v0/index.js';
import { headersOf, installHeaderGuard } from './record-headers.ts';

/** Through kafkajs's own encoder and, with the guard in place, its decoder. */
function roundTrip(headers: Record<string, unknown>): Record<string, string> {
  const encoded = encodeRecord({ key: Buffer.from('k'), value: null, headers });
  const decoder = new Decoder(encoded.buffer);
  const body = new Decoder(decoder.readVarIntBytes());
  return headersOf(decodeRecord(body, { firstOffset: '0', firstTimestamp: '0' }).headers);
}

describe('record headers', () => {
  beforeAll(() => {
    installHeaderGuard();
    installHeaderGuard();
  });

  it('come out as they went in', () => {
    const headers = {
      ce_type: 'io.duewatch.ar.invoice.issued',
      ce_subject: 'Łódź & Müller 株式会社',
      empty: '',
      long: 'x'.repeat(300),
    };
    expect(roundTrip(headers)).toEqual(headers);
    expect(roundTrip({})).toEqual({});
  });

  it('keep their names apart when records differ at one place', () => {
    expect(roundTrip({ a: '1', bb: '2' })).toEqual({ a: '1', bb: '2' });
    expect(roundTrip({ b: '1', cc: '2' })).toEqual({ b: '1', cc: '2' });
    expect(roundTrip({ bb: '1', a: '2' })).toEqual({ bb: '1', a: '2' });
  });

  it('keep their values apart when records differ at one place', () => {
    // As many bytes as the other has letters, and the other way round.
    const values = ['aé', 'abc', 'éa', 'ab', 'aé', 'abc', 'abd', '', 'é'];
    for (const value of values) expect(roundTrip({ a: value })).toEqual({ a: value });
  });

  it('keep the last value of a name that occurs twice', () => {
    expect(roundTrip({ a: ['1', '2'] })).toEqual({ a: '2' });
  });

  it('may be many', () => {
    const headers = Object.fromEntries(Array.from({ length: 200 }, (_, n) => [`h${n}`, `${n}`]));
    expect(roundTrip(headers)).toEqual(headers);
  });

  it('are none where the client gives none', () => {
    expect(headersOf(undefined)).toEqual({});
  });
});
