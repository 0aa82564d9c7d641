import { describeEvidence } from './evidence.ts';

describe('the arithmetic in a message', () => {
  it.each([
    ['days above a limit', 'oldestCleanDays', 34, 30, 'days', 'oldest clean overdue 34 days > 30'],
    ['one day', 'overdueDays', 1, 0, 'days', 'overdue 1 day > 0'],
    [
      'money',
      'exposureMinor',
      1_250_000,
      1_000_000,
      'EUR',
      'exposure EUR 12,500.00 > EUR 10,000.00',
    ],
    [
      'parts per million',
      'utilisationPpm',
      1_234_500,
      1_000_000,
      'ppm',
      'utilisation 123.45 % > 100 %',
    ],
    ['a share below its limit', 'kept_share', 40, 50, 'percent', 'kept share 40 % < 50 %'],
    ['a count at its limit', 'failedPayments', 3, 3, 'count', 'failed payments 3 = 3'],
    ['points', 'score', 512, 450, 'points', 'score 512 points > 450'],
    ['a date', 'promisedFor', 20_500, null, 'date', 'promised for 2026-02-16'],
    ['a negative number', 'z_score', -2, 1, 'count', 'z score −2 < 1'],
    ['a value without limit', 'openInvoices', 12, null, 'count', 'open invoices 12'],
    [
      'a limit without value',
      'limitMinor',
      null,
      5_000,
      'EUR',
      'credit limit unknown (limit EUR 50.00)',
    ],
  ])('shows %s', (_, field, value, threshold, unit, expected) => {
    expect(describeEvidence({ field, value, threshold, unit, text: null })).toBe(expected);
  });

  it('shows a value that is a word', () => {
    const evidence = {
      field: 'peakSeverity',
      value: null,
      threshold: null,
      unit: '',
      text: 'error',
    };
    expect(describeEvidence(evidence)).toBe('peak severity error');
  });

  it('shows the note that came with a number', () => {
    const evidence = { field: 'x', value: 2, threshold: 1, unit: 'count', text: 'in 90 days' };
    expect(describeEvidence(evidence)).toBe('x 2 > 1 (in 90 days)');
  });
});
