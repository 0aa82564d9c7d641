import { isoDateOf } from '@duewatch/contracts';
import { readAmount, readDate, safeId } from './cell-values.ts';

describe('a date in a ledger', () => {
  const rows = [
    { text: '1/2/2013', formats: ['M/D/YYYY'], day: '2013-01-02', what: 'US without padding' },
    {
      text: '02.01.2013',
      formats: ['M/D/YYYY', 'DD.MM.YYYY'],
      day: '2013-01-02',
      what: 'second format',
    },
    { text: '2013-02-29', formats: ['YYYY-MM-DD'], day: undefined, what: 'a day that never was' },
    { text: '1/2/0201', formats: ['M/D/YYYY'], day: undefined, what: 'a year typed wrongly' },
    { text: '1/2/8202', formats: ['M/D/YYYY'], day: undefined, what: 'a year far ahead' },
    { text: '13/2/2013', formats: ['M/D/YYYY'], day: undefined, what: 'day and month swapped' },
    { text: '1/2/2013 10:00', formats: ['M/D/YYYY'], day: undefined, what: 'more than a date' },
  ];
  it.each(rows)('$text is read as $day ($what)', ({ text, formats, day }) => {
    const read = readDate(text, formats);
    expect(read === undefined ? undefined : isoDateOf(read)).toBe(day);
  });
});

describe('an amount in a ledger', () => {
  const decimal = { amounts: 'decimal', decimalSeparator: '.' } as const;
  const rows = [
    { text: '55.94', currency: 'USD', minor: 5_594, what: 'cents' },
    { text: '1,234.5', currency: 'USD', minor: 123_450, what: 'grouped, one decimal' },
    { text: '(12.00)', currency: 'EUR', minor: -1_200, what: 'negative as accountants write it' },
    { text: '12.00-', currency: 'EUR', minor: -1_200, what: 'negative as SAP writes it' },
    { text: '1200', currency: 'JPY', minor: 1_200, what: 'a currency without decimals' },
    { text: '1.234', currency: 'KWD', minor: 1_234, what: 'a currency with three' },
    {
      text: '1.235',
      currency: 'EUR',
      minor: undefined,
      what: 'more decimals than the currency has',
    },
    { text: '0.10000', currency: 'EUR', minor: 10, what: 'zeros beyond' },
    { text: '12a', currency: 'EUR', minor: undefined, what: 'no number' },
  ];
  it.each(rows)('$text $currency is $minor minor units ($what)', ({ text, currency, minor }) => {
    expect(readAmount(text, { ...decimal, currency })).toBe(minor);
  });

  it('is read with a decimal comma where the map says so', () => {
    const format = { amounts: 'decimal', decimalSeparator: ',', currency: 'EUR' } as const;
    expect(readAmount('1.234,56', format)).toBe(123_456);
  });
});

describe('an id in a ledger', () => {
  it('keeps leading zeros and is unchanged when records can hold it', () => {
    expect(safeId('0379-NEVHP')).toBe('0379-NEVHP');
  });

  it('never becomes the id of another', () => {
    const ids = ['a b', 'a_b', 'a~20b', 'ä', '-a', 'a|b'];
    expect(new Set(ids.map(safeId)).size).toBe(ids.length);
    for (const id of ids) expect(safeId(id)).toMatch(/^[A-Za-z0-9_][A-Za-z0-9_.:/#+=~-]*$/);
  });
});
