import { isoDate } from '../calendar/iso-date.ts';
import type { Dossier } from '../state/dossier/dossier.ts';
import { NEVER } from '../state/records.ts';
import type { Note } from '../types/assessment.ts';

const MOST_NOTES = 10;

/**
 * What is known and costs nothing: charges, how others are paid, liquidity by the last accounts.
 * The newest first, at most ten.
 */
export function notesOf(dossier: Dossier): Note[] {
  const notes: Note[] = [...chargesOf(dossier), ...tradeOf(dossier), ...liquidityOf(dossier)];
  notes.sort((a, b) => b.asOf - a.asOf || (a.code + a.ref < b.code + b.ref ? -1 : 1));
  return notes.slice(0, MOST_NOTES);
}

function chargesOf({ courtCases }: Dossier): Note[] {
  const charges = courtCases?.cases.filter(({ kind }) => kind === 'charge') ?? [];
  return charges.map(({ id, amountMinor, currency, registeredOn }) => ({
    code: 'CHARGE',
    ref: id,
    value: amountMinor === NEVER ? null : amountMinor,
    unit: 'minor',
    text: currency === '' ? null : currency,
    asOf: registeredOn,
    sampleSize: 1,
  }));
}

function tradeOf({ tradeExperience }: Dossier): Note[] {
  const reports = tradeExperience?.reports ?? [];
  return reports.map(({ provider, dbtMilli, asOf, lines }) => ({
    code: 'TRADE_EXPERIENCE',
    ref: provider,
    value: dbtMilli,
    unit: 'milli_days',
    text: null,
    asOf,
    sampleSize: lines,
  }));
}

function liquidityOf({ financials }: Dossier): Note[] {
  const filings = financials?.filings ?? [];
  const filing = filings.find(({ currentRatioMilli }) => currentRatioMilli !== null);
  if (!filing) return [];
  const { periodEnd, currentRatioMilli, isAudited } = filing;
  return [
    {
      code: 'CURRENT_RATIO',
      ref: isoDate(periodEnd),
      value: currentRatioMilli,
      unit: 'milli',
      text: isAudited ? 'audited' : 'not audited',
      asOf: periodEnd,
      sampleSize: filings.length,
    },
  ];
}
