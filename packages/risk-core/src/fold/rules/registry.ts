import { openTopic } from '../../state/dossier/dossier.ts';
import {
  ACCOUNTS_OVERDUE,
  addChange,
  CEASED,
  CLEAR,
  type RegistryMark,
  STRIKE_OFF,
  setMark,
} from '../../state/dossier/registry.ts';
import type { RegistryChanged } from '../../types/events/index.ts';
import type { Account } from '../account.ts';
import { changeKey, stampOf } from '../keys.ts';
import { applied, ignored, type RuleOutcome } from '../outcome.ts';

/** What registers write when nothing is the matter any more. */
const clearCodes: ReadonlySet<string> = new Set([
  'none',
  'no',
  'false',
  'active',
  'clear',
  'cleared',
  'withdrawn',
  'discontinued',
  'suspended',
  'resolved',
  'filed',
  'up_to_date',
]);

/** Statuses that are findings; every other status is a company that lives. */
const statuses: ReadonlyMap<string, number> = new Map([
  ['strike_off', STRIKE_OFF],
  ['struck_off', CEASED],
  ['proposal_to_strike_off', STRIKE_OFF],
  ['ceased', CEASED],
  ['ceased_trading', CEASED],
  ['closed', CEASED],
  ['dissolved', CEASED],
  ['deregistered', CEASED],
]);

/** The register's findings about the company's life; changes of directors and owners. */
export function changeRegistry(account: Account, event: RegistryChanged): RuleOutcome {
  const { aspect, oldCode, newCode } = event;
  switch (aspect) {
    case 'status':
      return mark(account, event, aspect, statuses.get(plain(newCode)) ?? CLEAR);
    case 'strike_off':
      return mark(account, event, aspect, findingOf(event, STRIKE_OFF));
    case 'ceased_trading':
      return mark(account, event, aspect, findingOf(event, CEASED));
    case 'accounts_overdue':
      return mark(account, event, aspect, findingOf(event, ACCOUNTS_OVERDUE));
    case 'director':
    case 'owner': {
      const key = changeKey(`${aspect}|${oldCode}|${newCode}`, event, 0);
      const state = openTopic(account.profile.dossier, 'registry');
      return addChange(state, { on: event.changedOn, key }) ? applied : ignored('duplicate');
    }
    default:
      // Names and addresses are the customer's card, not its risk.
      return ignored('nothing_to_change');
  }
}

function mark(
  account: Account,
  event: RegistryChanged,
  aspect: RegistryMark,
  finding: number,
): RuleOutcome {
  const state = openTopic(account.profile.dossier, 'registry');
  const newest = { aspect, finding, on: event.changedOn, stamp: stampOf(event) };
  return setMark(state, newest) ? applied : ignored('older_version');
}

/** An aspect named after its finding sets it in, unless the new code says that it is over. */
function findingOf({ oldCode, newCode }: RegistryChanged, finding: number): number {
  const isOver = newCode === null ? oldCode !== null : clearCodes.has(plain(newCode));
  return isOver ? CLEAR : finding;
}

function plain(code: string | null): string {
  return (code ?? '').toLowerCase().replaceAll('-', '_');
}
