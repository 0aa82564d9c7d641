import { reportDaysOn } from '../state/dossier/insurance.ts';
import type { Profile } from '../state/profile.ts';
import { NEVER } from '../state/records.ts';
import type { EpochDay } from '../types/units.ts';

/**
 * Last day on which the oldest clean overdue item can be reported to the insurer without losing
 * cover; NEVER with nothing to report. Who was reported since it fell due is not reported again.
 */
export function reportDeadline({ dossier, cover, today }: Profile): EpochDay {
  if (dossier.insurance === null || cover.oldestOn === NEVER) return NEVER;
  if (dossier.insurance.reportedOn >= cover.oldestOn) return NEVER;
  const days = reportDaysOn(dossier.insurance, today);
  return days === NEVER ? NEVER : cover.oldestOn + days;
}
