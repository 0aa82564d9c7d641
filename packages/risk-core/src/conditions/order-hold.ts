import { bandOf, rankOf } from '../bands/standing.ts';
import { isReleasedSince } from '../state/dossier/holds.ts';
import type { Profile } from '../state/profile.ts';
import type { EpochDay } from '../types/units.ts';
import { fact, type RecordFamily } from './family.ts';

/** The second floor age: a material sum is more than 30 days overdue. */
const OVERDUE_30 = 1;

/** A new order of a customer who owes too much: it had better wait for the money. */
export const orderHoldAdvised: RecordFamily = {
  code: 'ORDER_HOLD_ADVISED',
  scope: ['ordered'],
  awaitsApplication: true,
  levels: [{ name: 'ORDER_HOLD_ADVISED', severity: 'error' }],
  judge({ profile, standing, findings, policy }, { on: placedOn }) {
    if (isReleased(profile, placedOn)) return 0;
    const { holdBand, holdUtilisationPpm } = policy.orders;
    const isBad = standing.shown >= rankOf(holdBand);
    const isLate = (standing.material & (1 << OVERDUE_30)) !== 0;
    const isOver = (findings.utilisationUpPpm ?? 0) > holdUtilisationPpm;
    return isBad || isLate || isOver ? 1 : 0;
  },
  evidence({ standing, findings, policy }) {
    const { holdBand, holdUtilisationPpm } = policy.orders;
    const days = policy.overdue.floorDays[OVERDUE_30];
    return [
      fact('band', standing.shown, rankOf(holdBand), 'band', bandOf(standing.shown)),
      fact('oldestCleanDays', findings.oldestDays, days, 'days'),
      fact('utilisationPpm', findings.utilisationUpPpm, holdUtilisationPpm, 'ppm'),
    ];
  },
};

/** Somebody let go the orders of that day or of later ones: the order was looked at. */
function isReleased({ dossier, today }: Profile, placedOn: EpochDay): boolean {
  return dossier.holds !== null && isReleasedSince(dossier.holds, placedOn, today);
}
