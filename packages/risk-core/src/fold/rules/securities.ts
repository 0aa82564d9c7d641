import { openTopic } from '../../state/dossier/dossier.ts';
import type { Security } from '../../state/dossier/securities.ts';
import { NEVER } from '../../state/records.ts';
import type { SecurityExpired, SecurityReceived } from '../../types/events/index.ts';
import type { Account } from '../account.ts';
import { stampOf } from '../keys.ts';
import { applied, ignored, type RuleOutcome } from '../outcome.ts';
import { byId, full, inIdOrder, isFull } from './entries.ts';

/** Something now secures what is owed, or another amount or end of it was agreed. */
export function receiveSecurity(account: Account, event: SecurityReceived): RuleOutcome {
  const { list } = openTopic(account.profile.dossier, 'securities');
  const known = byId(list, event.securityId);
  const stamp = stampOf(event);
  if (known && known.stamp >= stamp) {
    return ignored(known.stamp === stamp ? 'duplicate' : 'older_version');
  }
  if (!known && isFull(list)) return full;
  const security = known ?? inIdOrder(list, unheardOf(event.securityId));
  security.stamp = stamp;
  security.amountMinor = event.amountMinor;
  security.currency = event.currency;
  security.from = event.effectiveOn;
  security.validTo = event.validTo ?? NEVER;
  return applied;
}

/** It secures nothing from that day on, also when this is told before it was received. */
export function expireSecurity(account: Account, event: SecurityExpired): RuleOutcome {
  const { list } = openTopic(account.profile.dossier, 'securities');
  const known = byId(list, event.securityId);
  const stamp = stampOf(event);
  if (known && known.endStamp >= stamp) return ignored('duplicate');
  if (!known && isFull(list)) return full;
  const security = known ?? inIdOrder(list, unheardOf(event.securityId));
  security.endStamp = stamp;
  security.endOn = event.effectiveOn;
  return applied;
}

function unheardOf(id: string): Security {
  return {
    id,
    stamp: NEVER,
    amountMinor: 0,
    currency: '',
    from: NEVER,
    validTo: NEVER,
    endStamp: NEVER,
    endOn: NEVER,
  };
}
