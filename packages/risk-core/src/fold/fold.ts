import { MODEL_VERSION } from '../policy/model-version.ts';
import { openSums, type Profile } from '../state/profile.ts';
import { NEVER } from '../state/records.ts';
import type { FoldInput, FoldResult } from '../types/folding.ts';
import type { PageAccess } from '../types/pages.ts';
import type { World } from '../types/world.ts';
import { Account } from './account.ts';
import { advance } from './advance.ts';
import { applyEvent } from './apply-event.ts';
import { checkEvent } from './check-event.ts';
import { lookAgain } from './look-again.ts';
import { isOutdated, rebaseline } from './rebaseline.ts';

/**
 * Takes one input into the profile and its pages, both changed in place; every changed page is put.
 * The profile is first brought to the input's date, through each day on which something changes.
 */
export function fold(
  profile: Profile,
  pages: PageAccess,
  input: FoldInput,
  world: World,
): FoldResult {
  const account = new Account(profile, pages, world);
  const result = take(account, input);
  const facts = account.watch.facts(profile.today);
  return facts.length === 0 ? result : { ...result, facts };
}

function take(account: Account, input: FoldInput): FoldResult {
  const day = input.kind === 'advance' ? input.to : input.asOf;
  const isMoved = reach(account, input, day);
  if (input.kind === 'advance') {
    return isMoved
      ? { kind: 'applied', isChanged: true }
      : { kind: 'ignored', reason: 'past_date', isChanged: false };
  }
  const outcome = checkEvent(input.event) ?? applyEvent(account, input.event);
  if (outcome.kind !== 'applied') return { ...outcome, isChanged: isMoved };
  account.finish();
  lookAgain(account, input.cause, false);
  return { kind: 'applied', isChanged: true };
}

/** Brings the profile to the policy and to a day. False when it was there already. */
function reach(account: Account, input: FoldInput, day: number): boolean {
  const { profile, world } = account;
  if (profile.today === NEVER) {
    profile.today = day;
    profile.policyVersion = account.weighing.label;
    profile.modelVersion = MODEL_VERSION;
    openSums(profile, world.policy);
    lookAgain(account, input.cause, true);
    return true;
  }
  const isOld = isOutdated(profile, world.policy);
  if (isOld) rebaseline(account, input.cause);
  if (day <= profile.today) return isOld;
  advance(account, day, input.cause);
  return true;
}
