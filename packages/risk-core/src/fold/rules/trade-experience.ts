import { tradelineDbtMilli } from '../../features/scorecard.ts';
import { openTopic } from '../../state/dossier/dossier.ts';
import { addReport } from '../../state/dossier/trade-experience.ts';
import type { TradeBucket, TradeExperienceReported } from '../../types/events/index.ts';
import type { Account } from '../account.ts';
import { stampOf } from '../keys.ts';
import { applied, ignored, type RuleOutcome } from '../outcome.ts';

/** How the customer pays others. Without a mean of the provider's the balances give one. */
export function reportTrade(account: Account, event: TradeExperienceReported): RuleOutcome {
  const dbtMilli = event.dbtMilliDays ?? dbtOf(event.buckets);
  const state = openTopic(account.profile.dossier, 'tradeExperience');
  const { provider, asOf, lines } = event;
  const isNew = addReport(state, { provider, asOf, stamp: stampOf(event), dbtMilli, lines });
  return isNew ? applied : ignored('older_version');
}

/** First days of the bureaus' buckets: 1–30, 31–60, 61–90, more. */
const starts = [1, 31, 61, 91] as const;

function dbtOf(buckets: readonly TradeBucket[]): number {
  let current = 0;
  const pastDue: [number, number, number, number] = [0, 0, 0, 0];
  for (const { fromDays, toDays, balanceMinor } of buckets) {
    // A bucket that begins at 0 and ends later holds what is past due as well.
    const from = fromDays === 0 && (toDays ?? 0) > 0 ? 1 : fromDays;
    const at = starts.findLastIndex((start) => from >= start);
    if (at < 0) current += balanceMinor;
    else pastDue[at] = (pastDue[at] ?? 0) + balanceMinor;
  }
  return tradelineDbtMilli(current, pastDue);
}
