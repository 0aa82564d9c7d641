import { customerLoss } from '../figures/customer-loss.ts';
import { multiplyDivideDown } from '../money/integer.ts';
import { lossBefore } from '../state/dossier/loss-history.ts';
import { FAR } from '../state/records.ts';
import type { EpochDay } from '../types/units.ts';
import { type CustomerFamily, fact, quiet, type Sight } from './family.ts';

const PPM = 1_000_000;

/**
 * The expected credit loss is a multiple of that at the end of the month before. Over when most of
 * the rise is gone, or has stood for so long that a later month end has it. The memo holds the
 * first day: it says which month end counts.
 */
export const eclJump: CustomerFamily = {
  code: 'ECL_JUMP',
  scope: 'customer',
  awaitsApplication: true,
  levels: [{ name: 'ECL_JUMP', severity: 'warning' }],
  judge(sight, before) {
    const { today } = sight.findings;
    const { aboveMinor, jumpPpm, clearPpm, endsAfterDays } = sight.policy.eclJump;
    // What has ended by time is held against the later month end at once, not on the next look.
    const isOpen = before.level > 0 && today - before.memo < endsAfterDays;
    const since = isOpen ? before.memo : today;
    const from = lossFrom(sight, since);
    if (from === 0) return quiet;
    const loss = customerLoss(sight.profile, sight.world);
    const isHigh = multiplyDivideDown(loss, PPM, from) >= (isOpen ? clearPpm : jumpPpm);
    return isHigh && loss > aboveMinor ? { level: 1, memo: since } : quiet;
  },
  evidence(sight, { memo }) {
    const { aboveMinor, jumpPpm } = sight.policy.eclJump;
    const loss = customerLoss(sight.profile, sight.world);
    const from = lossFrom(sight, memo);
    const ratioPpm = from === 0 ? null : multiplyDivideDown(loss, PPM, from);
    return [
      fact('eclRatioPpm', ratioPpm, jumpPpm, 'ppm'),
      fact('eclMinor', loss, aboveMinor, 'minor'),
      fact('eclMonthEndMinor', from, null, 'minor'),
    ];
  },
  nextOn: ({ policy }, { level, memo }) => (level > 0 ? memo + policy.eclJump.endsAfterDays : FAR),
};

function lossFrom({ profile: { dossier } }: Sight, since: EpochDay): number {
  return dossier.lossHistory === null ? 0 : lossBefore(dossier.lossHistory, since);
}
