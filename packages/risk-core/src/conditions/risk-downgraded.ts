import { bandOf } from '../bands/standing.ts';
import { type CustomerFamily, fact, quiet } from './family.ts';

const TO_D = 3;
const TO_E = 4;

/**
 * The shown band fell. Keeps the band that it fell from, and is over when that is reached again.
 */
export const riskDowngraded: CustomerFamily = {
  code: 'RISK_DOWNGRADED',
  scope: 'customer',
  awaitsApplication: true,
  levels: [
    { name: 'RISK_DOWNGRADED', severity: 'warning' },
    { name: 'RISK_DOWNGRADED', severity: 'error' },
    { name: 'RISK_DOWNGRADED', severity: 'critical' },
  ],
  judge({ profile, standing }, before) {
    // Who is seen for the first time has not fallen from anywhere.
    if (profile.dossier.scoreHistory === null) return quiet;
    const from = before.level > 0 ? before.memo : profile.closed.shown;
    const { shown } = standing;
    if (shown <= from) return quiet;
    if (shown === TO_E) return { level: 3, memo: from };
    return { level: shown - from >= 2 || shown === TO_D ? 2 : 1, memo: from };
  },
  evidence({ standing, profile }, { memo }) {
    return [
      fact('band', standing.shown, memo, 'band', `${bandOf(memo)} → ${bandOf(standing.shown)}`),
      fact('score', profile.score, null, 'points'),
    ];
  },
};
