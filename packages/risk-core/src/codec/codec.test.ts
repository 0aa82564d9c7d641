import fc from 'fast-check';
import { customerWithHistory } from '../../test/customers.ts';
import { issued } from '../../test/events.ts';
import { MONDAY, Shell } from '../../test/shell.ts';
import { createProfile, decodePage, decodeProfile, encodePage, encodeProfile } from '../index.ts';
import { ByteReader, ByteWriter, StoredFormatError } from './bytes.ts';

const seed = Number(process.env['DUEWATCH_SEED'] ?? Math.floor(Math.random() * 2 ** 31));

describe('bytes', () => {
  it('bring back every whole number, key and text', () => {
    const values = fc.record({
      wholes: fc.array(fc.maxSafeNat()),
      signed: fc.array(fc.maxSafeInteger()),
      key: fc.integer({ min: 0, max: 2 ** 52 - 1 }),
      text: fc.string({ unit: 'binary' }),
    });
    const property = fc.property(values, ({ wholes, signed, key, text }) => {
      const writer = new ByteWriter();
      for (const whole of wholes) writer.whole(whole);
      for (const value of signed) writer.signed(Math.trunc(value / 2));
      writer.key(key);
      writer.text(text);
      writer.flag(true);
      const reader = new ByteReader(writer.finish());
      expect(wholes.map(() => reader.whole())).toEqual(wholes);
      for (const value of signed) expect(reader.signed() === Math.trunc(value / 2)).toBe(true);
      expect(reader.key()).toBe(key);
      expect(reader.text()).toBe(text);
      expect(reader.flag()).toBe(true);
    });
    fc.assert(property, { seed, numRuns: 200 });
  });

  it('refuse what is no whole number', () => {
    const writer = new ByteWriter();
    for (const value of [-1, 0.5, Number.NaN, 2 ** 53]) {
      expect(() => writer.whole(value)).toThrow(RangeError);
    }
  });

  it('say so when they end too early, or are of an unknown version', () => {
    const bytes = encodeProfile(createProfile('c'));
    expect(() => decodeProfile(bytes.slice(0, 10))).toThrow(StoredFormatError);
    expect(() => decodeProfile(Uint8Array.of(99, ...bytes.slice(1)))).toThrow(StoredFormatError);
    expect(() => decodePage(Uint8Array.of(99))).toThrow(StoredFormatError);
    expect(() => decodePage(Uint8Array.of(1, 7))).toThrow(StoredFormatError);
  });
});

describe('an encoded profile', () => {
  it('comes back as it was, new or full', () => {
    const blank = createProfile('calendar');
    expect(decodeProfile(encodeProfile(blank))).toEqual(blank);
    const shell = customerWithHistory({ until: MONDAY, weeks: 30, lateDays: 12 });
    shell.profile.shell = [3, 0, 77, -1];
    expect(decodeProfile(encodeProfile(shell.profile))).toEqual(shell.profile);
  });

  it('takes at most 650 bytes beside its invoices', () => {
    const shell = customerWithHistory({ until: MONDAY, weeks: 60, lateDays: 20 });
    shell.profile.shell = [1_000, 2_000_000, 3, 1_000, 2_000_000, 4, 9];
    shell.tell(MONDAY, issued('OPEN', MONDAY - 90, MONDAY - 60, 1_000_00));
    expect(shell.assess().conditions.length).toBeGreaterThan(1);
    expect(shell.sizes().profile).toBeLessThanOrEqual(650);
  });
});

describe('an encoded page', () => {
  it('takes at most 40 bytes per open invoice and 36 per closed one', () => {
    const open = new Shell();
    for (let index = 0; index < 64; index += 1) {
      const id = `INV-2024-${1_000 + index}`;
      open.tell(MONDAY, issued(id, MONDAY, MONDAY + index, 12_345_67));
    }
    const [openPage] = [...open.sizes().pages.values()];
    expect((openPage ?? 0) / 64).toBeLessThanOrEqual(40);
    const closed = customerWithHistory({ until: MONDAY, weeks: 55, lateDays: 3 });
    const [stubs] = [...closed.sizes().pages.values()];
    expect((stubs ?? 0) / 55).toBeLessThanOrEqual(36);
  });

  it('is the same bytes when it is decoded and encoded again', () => {
    const shell = customerWithHistory({ until: MONDAY, weeks: 20, lateDays: 3 });
    for (const page of shell.pages().values()) {
      const bytes = encodePage(page);
      expect(encodePage(decodePage(bytes))).toEqual(bytes);
    }
  });
});
