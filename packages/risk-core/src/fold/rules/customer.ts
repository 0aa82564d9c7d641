import { masterFields } from '../../state/profile.ts';
import { NEVER } from '../../state/records.ts';
import type { CustomerDescribed, MasterData } from '../../types/events/index.ts';
import type { Account } from '../account.ts';
import { stampOf } from '../keys.ts';
import { applied, ignored, type RuleOutcome } from '../outcome.ts';

/** Each field of the master data is a register of its own: null leaves it as it is. */
export function describeCustomer(account: Account, event: CustomerDescribed): RuleOutcome {
  const { profile } = account;
  const stamp = stampOf(event);
  const changed: Record<string, string | number> = {};
  masterFields.forEach((field, index) => {
    const value = event[field];
    if (value === null || stamp <= (profile.masterStamps[index] ?? NEVER)) return;
    profile.masterStamps[index] = stamp;
    changed[field] = value;
  });
  if (Object.keys(changed).length === 0) return ignored('older_version');
  profile.master = { ...profile.master, ...(changed as Partial<MasterData>) };
  return applied;
}
