import { minorRate, UNKNOWN } from '../money/conversion.ts';
import { weigh } from '../state/contributions.ts';
import { closeTopic } from '../state/dossier/dossier.ts';
import { setNextDays } from '../state/next-days.ts';
import { openSums } from '../state/profile.ts';
import type { AccountRecord } from '../state/records.ts';
import type { Account } from './account.ts';

/**
 * Adds everything up anew, from all pages: a new policy has other windows, ages and weights. What
 * was decided under the old one (bands held, conditions open) stays until today's look.
 */
export function rebuild(account: Account): void {
  const { profile, weighing } = account;
  openSums(profile, weighing.policy);
  profile.books.length = 0;
  profile.flags.length = 0;
  closeTopic(profile.dossier, 'lateItems');
  closeTopic(profile.dossier, 'turnover');
  closeTopic(profile.dossier, 'orderWeeks');
  for (const page of account.everyPage()) {
    for (const record of page.records) {
      weigh(profile, record, 1, profile.today, profile.today, weighing);
      setNextDays(record, profile.today, weighing);
    }
    account.touch(page);
  }
  account.refoldAll();
  account.finish();
}

/** Values what could not be valued when it came. Looks at all pages. */
export function rateUnrated(account: Account): void {
  if (account.profile.sums.unrated === 0) return;
  const { rates } = account.world;
  const unrated: AccountRecord[] = [];
  for (const page of account.everyPage()) {
    for (const record of page.records) {
      if (hasRate(record) && record.rate === UNKNOWN && record.stamp >= 0) unrated.push(record);
    }
  }
  for (const record of unrated) {
    const rate = minorRate(rates, record.currency, null);
    if (rate === UNKNOWN || !hasRate(record)) continue;
    account.take(record);
    record.rate = rate;
    account.file(record);
  }
}

function hasRate(record: AccountRecord): record is AccountRecord & { rate: number } {
  return record.kind === 'item' || record.kind === 'promise';
}
