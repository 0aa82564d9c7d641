import type { Policy } from '@duewatch/risk-core';
import type { Report } from './problem.ts';

const currencies = new Set(Intl.supportedValuesOf('currency'));

/** What the laws of late payment must have in common: known currencies, dates in order. */
export function checkInterest({ interest }: Policy, report: Report): void {
  const lawOf = new Map<string, string>();
  interest.regimes.forEach(({ code, countries, currency, rates }, at) => {
    const path = `interest.regimes[${at}]`;
    if (!currencies.has(currency)) {
      report(`${path}.currency`, `${currency} is no currency of ISO 4217`, 'Give one such as EUR.');
    }
    rates.forEach(({ from }, index) => {
      const before = rates[index - 1];
      const where = `${path}.rates[${index}].from`;
      if (!isDate(from)) report(where, `${from} is no date`, 'Write 2026-07-01 as 20260701.');
      else if (before && from <= before.from) {
        report(where, `must be after ${before.from}`, 'Put the rates in order, the oldest first.');
      }
    });
    for (const country of countries) {
      const other = lawOf.get(country);
      lawOf.set(country, code);
      if (other === undefined) continue;
      const problem = `has ${country}, which has the law ${other} already`;
      report(`${path}.countries`, problem, 'Leave each country with one law.');
    }
  });
}

/** True for a date that exists, as a number of eight digits. */
function isDate(digits: number): boolean {
  const text = String(digits).replace(/^(\d{4})(\d{2})(\d{2})$/, '$1-$2-$3');
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}
