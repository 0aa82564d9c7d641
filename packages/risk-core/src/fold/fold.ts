import { MODEL_VERSION } from '../policy/model-version.ts';
import { openSums, type Profile } from '../state/profile.ts';
import { NEVER } from '../state/records.ts';
import type { FoldInput, FoldResult } from '../types/folding.ts';
import type { PageAccess } from '../types/pages.ts';
import type { Cause, EpochDay } from '../types/units.ts';
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

const changed: FoldResult = { kind: 'applied', isChanged: true };

function take(account: Account, input: FoldInput): FoldResult {
  if (input.kind === 'advance') return pass(account, input.to, input.cause);
  const { event, asOf, cause } = input;
  const arrival = reach(account, asOf, cause);
  const outcome = checkEvent(event) ?? applyEvent(account, event);
  if (outcome.kind === 'applied') {
    account.finish();
    lookAgain(account, cause, false);
    return changed;
  }
  if (arrival === 'unjudged') lookAgain(account, cause, true);
  return { ...outcome, isChanged: arrival !== 'was_there' };
}

/** Days go by and nothing else happens. */
function pass(account: Account, to: EpochDay, cause: Cause): FoldResult {
  const arrival = reach(account, to, cause);
  if (arrival === 'was_there') return { kind: 'ignored', reason: 'past_date', isChanged: false };
  if (arrival === 'unjudged') lookAgain(account, cause, true);
  return changed;
}

/** How the profile came to a day. On an unjudged one nothing but the date has changed so far. */
type Arrival = 'was_there' | 'judged' | 'unjudged';

/** Brings the profile to the policy and to a day. */
function reach(account: Account, day: EpochDay, cause: Cause): Arrival {
  const { profile, world } = account;
  if (profile.today === NEVER) {
    profile.today = day;
    profile.policyVersion = account.weighing.label;
    profile.modelVersion = MODEL_VERSION;
    openSums(profile, world.policy);
    lookAgain(account, cause, true);
    return 'judged';
  }
  const isOld = isOutdated(profile, world.policy);
  if (isOld) rebaseline(account, cause);
  if (day > profile.today) return advance(account, day, cause) ? 'judged' : 'unjudged';
  return isOld ? 'judged' : 'was_there';
}
