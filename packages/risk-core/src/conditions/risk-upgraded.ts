import { bandOf } from '../bands/standing.ts';
import { FAR } from '../state/records.ts';
import { atLevel, type CustomerFamily, fact } from './family.ts';

/** The shown band got better since last night, if it meant anything then. News of one day. */
export const riskUpgraded: CustomerFamily = {
  code: 'RISK_UPGRADED',
  scope: 'customer',
  levels: [{ name: 'RISK_UPGRADED', severity: 'info' }],
  judge({ profile, standing }) {
    const { scoreHistory } = profile.dossier;
    const isKnown = scoreHistory !== null && !scoreHistory.wasProvisional;
    return atLevel(isKnown && standing.shown < profile.closed.shown ? 1 : 0);
  },
  evidence({ standing, profile }) {
    const from = profile.closed.shown;
    return [
      fact('band', standing.shown, from, 'band', `${bandOf(from)} → ${bandOf(standing.shown)}`),
      fact('score', profile.score, null, 'points'),
    ];
  },
  nextOn: ({ findings }, { level }) => (level > 0 ? findings.today + 1 : FAR),
};
