import { isUnvalued } from '../features/measure.ts';
import { outsideRows, silence } from '../features/outside.ts';
import type { FeatureCode } from '../types/assessment.ts';
import { atLevel, type Case, type CaseFamily, fact, type Sight } from './family.ts';

/** An input that is out of date: a row of the scorecard, or the rates that value the ledger. */
interface StaleInput extends Case {
  readonly row: FeatureCode | null;
}

const rows: readonly StaleInput[] = outsideRows.map((row, index) => {
  return { key: index + 1, id: row, row };
});
const rates: StaleInput = { key: 100, id: 'rates', row: null };
const none: readonly StaleInput[] = [];

/** What was known is past its shelf life, or cannot be valued: half known until asked again. */
export const dataStale: CaseFamily<StaleInput> = {
  code: 'DATA_STALE',
  scope: 'case',
  levels: [{ name: 'DATA_STALE', severity: 'info' }],
  cases(sight) {
    const isRateMissing = isUnvalued(sight.profile, sight.findings);
    if (sight.findings.outside === silence && !isRateMissing) return none;
    const stale = rows.filter(({ row }) => readingOf(sight, row)?.isStale);
    if (isRateMissing) stale.push(rates);
    return stale.length > 0 ? stale : none;
  },
  judge: () => atLevel(1),
  evidence(sight, one) {
    if (one?.row === null) return [fact('ratesMissing', 1, 0, 'count', one.id)];
    const reading = one && readingOf(sight, one.row);
    if (!reading) return [];
    const ageDays = sight.findings.today - reading.asOf;
    return [fact('ageDays', ageDays, reading.shelfDays, 'days', one.id)];
  },
};

function readingOf({ findings }: Sight, row: FeatureCode | null) {
  const known = outsideRows.find((other) => other === row);
  return known ? findings.outside[known] : null;
}
