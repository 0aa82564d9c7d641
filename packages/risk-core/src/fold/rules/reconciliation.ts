import { openTopic } from '../../state/dossier/dossier.ts';
import type { LedgerReport } from '../../state/dossier/reconciliation.ts';
import { NEVER } from '../../state/records.ts';
import type { LedgerReported } from '../../types/events/index.ts';
import type { Account } from '../account.ts';
import { stampOf } from '../keys.ts';
import { applied, ignored, type RuleOutcome, refused } from '../outcome.ts';

/** Currencies in which one customer's ledger is reported. */
const MOST_REPORTS = 16;

/**
 * The ledger says what is open. It is held against our books at the end of that day: of a day that
 * is still running when it ends, of an earlier one if the books have not moved since.
 */
export function reportLedger(account: Account, event: LedgerReported): RuleOutcome {
  const { profile } = account;
  const { reports } = openTopic(profile.dossier, 'reconciliation');
  const stamp = stampOf(event);
  const known = reports.find(({ currency }) => currency === event.currency);
  if (known && (known.asOf > event.asOf || (known.asOf === event.asOf && known.stamp >= stamp))) {
    return ignored(known.stamp === stamp ? 'duplicate' : 'older_version');
  }
  if (!known && reports.length >= MOST_REPORTS) {
    return refused('too_many_open', `more than ${MOST_REPORTS} currencies reported`);
  }
  const report = known ?? unheardOf(event.currency);
  report.asOf = event.asOf;
  report.stamp = stamp;
  report.openMinor = event.reportedOpenMinor;
  report.isAwaited = event.asOf >= profile.today;
  report.ours = !report.isAwaited && event.asOf >= report.closedFrom ? report.closed : null;
  if (known) return applied;
  reports.push(report);
  reports.sort((a, b) => (a.currency < b.currency ? -1 : 1));
  return applied;
}

function unheardOf(currency: string): LedgerReport {
  return {
    currency,
    asOf: NEVER,
    stamp: NEVER,
    openMinor: 0,
    isAwaited: false,
    ours: null,
    closed: null,
    closedFrom: NEVER,
  };
}
