import { isoDate } from '../calendar/iso-date.ts';
import { NEGATIVE_EQUITY } from '../features/accounts.ts';
import { pointStep } from '../features/points.ts';
import type { Policy } from '../policy/policy.ts';
import type { Filing } from '../state/dossier/financials.ts';
import type { Evidence } from '../types/assessment.ts';
import { atLevel, type Case, type CaseFamily, fact } from './family.ts';

interface FilingCase extends Case {
  readonly filing: Filing;
  readonly before: Filing | undefined;
}

const none: readonly FilingCase[] = [];

/** The newest accounts fell into a worse zone, or show more debt than equity. */
export const finDeteriorated: CaseFamily<FilingCase> = {
  code: 'FIN_DETERIORATED',
  scope: 'case',
  about: 'financials',
  levels: [{ name: 'FIN_DETERIORATED', severity: 'warning' }],
  cases({ profile }) {
    const [filing, before] = profile.dossier.financials?.filings ?? [];
    if (!filing) return none;
    return [{ key: filing.periodEnd, id: isoDate(filing.periodEnd), filing, before }];
  },
  judge({ policy }, { filing, before }) {
    const gearing = filing.gearingPpm ?? 0;
    const isDeep = gearing > policy.outside.gearingAlarmPpm;
    return atLevel(isDeep || isZoneWorse(filing, before, policy) ? 1 : 0);
  },
  evidence({ policy }, one) {
    if (!one) return [];
    const { filing, before } = one;
    const lines: Evidence[] = [];
    if (filing.altmanMilli !== null) {
      lines.push(fact('altmanMilli', filing.altmanMilli, before?.altmanMilli ?? null, 'milli'));
    }
    if (filing.gearingPpm === NEGATIVE_EQUITY) {
      lines.push(
        fact('netGearingPpm', null, policy.outside.gearingAlarmPpm, 'ppm', 'negative equity'),
      );
    } else if (filing.gearingPpm !== null) {
      lines.push(fact('netGearingPpm', filing.gearingPpm, policy.outside.gearingAlarmPpm, 'ppm'));
    }
    if (filing.currentRatioMilli !== null) {
      const ratioBefore = before?.currentRatioMilli ?? null;
      lines.push(fact('currentRatioMilli', filing.currentRatioMilli, ratioBefore, 'milli'));
    }
    return lines;
  },
};

/** Zones are the steps of row X2: safe, grey, distress. */
function isZoneWorse(filing: Filing, before: Filing | undefined, { points }: Policy): boolean {
  if (!before || filing.altmanMilli === null || before.altmanMilli === null) return false;
  return pointStep(points.X2, filing.altmanMilli) > pointStep(points.X2, before.altmanMilli);
}
