import { describeEvidence } from './evidence.ts';

describe('the arithmetic in a message', () => {
  it.each([
    ['days above a limit', 'oldestCleanDays', 34, 30, 'days', 'oldest clean overdue 34 days > 30'],
    ['one day', 'overdueDays', 1, 0, 'days', 'overdue 1 day > 0'],
    [
      'parts of a day',
      'driftMilliDays',
      8_500,
      8_000,
      'milli_days',
      'payments drift by 8.5 days > 8',
    ],
    [
      'money',
      'exposureMinor',
      1_250_000,
      1_000_000,
      'EUR',
      'exposure EUR 12,500.00 > EUR 10,000.00',
    ],
    ['money of the alert', 'cleanOverdueMinor', 500, 0, 'minor', 'clean overdue JPY 500 > JPY 0'],
    [
      'parts per million',
      'utilisationPpm',
      1_234_500,
      1_000_000,
      'ppm',
      'utilisation 123.45 % > 100 %',
    ],
    ['a share below its limit', 'kept_share', 40, 50, 'percent', 'kept share 40 % < 50 %'],
    [
      'deviations',
      'cusumMilli',
      5_250,
      5_000,
      'sigma_milli',
      'upward shift of payment delay 5.25 σ > 5',
    ],
    ['a count at its limit', 'failedPayments90', 3, 3, 'count', 'failed payments in 90 days 3 = 3'],
    ['thousandths', 'altmanMilli', 1_969, 2_601, 'milli', 'Altman Z″ 1.969 < 2.601'],
    ['points', 'score', 512, 450, 'points', 'score 512 points > 450'],
    ['a date', 'promisedFor', 20_500, null, 'date', 'promised for 2026-02-16'],
    ['a negative number', 'z_score', -2, 1, 'count', 'z score −2 < 1'],
    ['a value without limit', 'openInvoices', 12, null, 'count', 'open invoices 12'],
    ['a limit without value', 'limitMinor', null, 50, 'JPY', 'credit limit unknown (limit JPY 50)'],
  ])('shows %s', (_, field, value, threshold, unit, expected) => {
    expect(describeEvidence({ field, value, threshold, unit, text: null }, 'JPY')).toBe(expected);
  });

  it('shows a value that is a word', () => {
    const evidence = {
      field: 'peakSeverity',
      value: null,
      threshold: null,
      unit: '',
      text: 'error',
    };
    expect(describeEvidence(evidence, null)).toBe('at its worst error');
  });

  it('shows bands as the letters that they are', () => {
    const evidence = { field: 'band', value: 4, threshold: 2, unit: 'band', text: 'C → E' };
    expect(describeEvidence(evidence, 'EUR')).toBe('band C → E');
  });

  it('shows money in the currency that came with it', () => {
    const evidence = {
      field: 'exposureMinor',
      value: 500,
      threshold: 400,
      unit: 'minor',
      text: 'KWD',
    };
    expect(describeEvidence(evidence, 'EUR')).toBe('exposure KWD 0.500 > KWD 0.400');
  });

  it('shows the note that came with a number', () => {
    const evidence = { field: 'x', value: 2, threshold: 1, unit: 'count', text: 'in 90 days' };
    expect(describeEvidence(evidence, null)).toBe('x 2 > 1 (in 90 days)');
  });
});
