import { nearestName } from './nearest-name.ts';

const known = ['amountMinor', 'currency', 'dueOn', 'invoiceId', 'issuedOn'];

describe('hint for a misspelt name', () => {
  it.each([
    ['amountMinr', 'amountMinor'],
    ['amount_minor', 'amountMinor'],
    ['Currency', 'currency'],
    ['dueDate', undefined],
    ['due_on', 'dueOn'],
    ['invoiceID', 'invoiceId'],
    ['colour', undefined],
    ['x'.repeat(10_000), undefined],
    ['', undefined],
  ])('%s is taken for %s', (given, expected) => {
    expect(nearestName(given, known)).toBe(expected);
  });
});
