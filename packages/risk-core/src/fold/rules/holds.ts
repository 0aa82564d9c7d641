import { openTopic } from '../../state/dossier/dossier.ts';
import { unnamedHold } from '../../state/dossier/holds.ts';
import { NEVER } from '../../state/records.ts';
import type { CreditHoldChanged } from '../../types/events/index.ts';
import type { Account } from '../account.ts';
import { stampOf } from '../keys.ts';
import { applied, ignored, type RuleOutcome } from '../outcome.ts';
import { byId, full, inIdOrder, isFull } from './entries.ts';

/** The ledger put orders or deliveries on hold, or let them go. Of equals the release counts. */
export function changeHold(account: Account, event: CreditHoldChanged): RuleOutcome {
  const { list } = openTopic(account.profile.dossier, 'holds');
  const id = event.holdId ?? unnamedHold(event.scope);
  const known = byId(list, id);
  const stamp = stampOf(event);
  const isReleased = event.kind === 'credit_hold.released';
  if (known && known.stamp > stamp) return ignored('older_version');
  if (known?.stamp === stamp && (known.isReleased || !isReleased)) return ignored('duplicate');
  if (!known && isFull(list)) return full;
  const hold = known ?? inIdOrder(list, { id, scope: event.scope, from: NEVER, stamp, isReleased });
  hold.scope = event.scope;
  hold.from = event.effectiveOn;
  hold.stamp = stamp;
  hold.isReleased = isReleased;
  return applied;
}
