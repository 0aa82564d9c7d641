import { easeAtOnce } from '../bands/standing.ts';
import { holding, tellAtOnce } from '../conditions/ledger.ts';
import { settleLimits } from '../features/limits.ts';
import { measure } from '../features/measure.ts';
import { scoreOf } from '../features/scorecard.ts';
import { MODEL_VERSION } from '../policy/model-version.ts';
import type { Policy } from '../policy/policy.ts';
import { weighingOf } from '../state/contributions.ts';
import { closeTopic } from '../state/dossier/dossier.ts';
import { shiftScores } from '../state/dossier/score-history.ts';
import type { Profile } from '../state/profile.ts';
import { NEVER } from '../state/records.ts';
import type { Cause } from '../types/units.ts';
import type { Account } from './account.ts';
import { lookAgain } from './look-again.ts';
import { rebuild } from './rebuild.ts';

/** True when the profile was made by another policy, or by another release of the model. */
export function isOutdated(profile: Profile, policy: Policy): boolean {
  return (
    profile.today !== NEVER &&
    (profile.modelVersion !== MODEL_VERSION || profile.policyVersion !== weighingOf(policy).label)
  );
}

/**
 * Judges the customer anew by rules that are not those of its profile. What moves was moved by the
 * rules: no dwell is owed for a better band, and a worse one is where the customer stands, not a
 * downgrade of its own making. What the new rules find, they find now: nothing ripens later.
 */
export function rebaseline(account: Account, cause: Cause): void {
  const { profile, world, weighing } = account;
  const scoreBefore = profile.score;
  const heldBefore = holding(profile);
  rebuild(account);
  profile.policyVersion = weighing.label;
  profile.modelVersion = MODEL_VERSION;
  settleLimits(profile, world.policy);
  const findings = measure(profile, world, weighing.classes);
  const score = scoreOf(profile, findings, world.policy);
  easeAtOnce(profile, score, world.policy);
  if (profile.dossier.scoreHistory) shiftScores(profile.dossier.scoreHistory, score - scoreBefore);
  // Other rates expect another loss of the same debts: the next month end is the first to compare.
  closeTopic(profile.dossier, 'lossHistory');
  lookAgain(account, cause, false);
  if (profile.closed.shown !== profile.now.shown) {
    profile.closed.shown = profile.now.shown;
    lookAgain(account, cause, false);
  }
  tellAtOnce(profile, heldBefore);
}
