import { multiplyDivideUp } from '../../money/integer.ts';
import { openTopic } from '../../state/dossier/dossier.ts';
import { addReading } from '../../state/dossier/external-scores.ts';
import { NEVER } from '../../state/records.ts';
import type { ExternalScoreUpdated } from '../../types/events/index.ts';
import type { Account } from '../account.ts';
import { stampOf } from '../keys.ts';
import { applied, ignored, type RuleOutcome, refused } from '../outcome.ts';

const PPM = 1_000_000;

/** A provider's score, turned so that higher is worse and all providers share one scale. */
export function updateExternalScore(account: Account, event: ExternalScoreUpdated): RuleOutcome {
  if (event.maxMilli <= event.minMilli) {
    return refused('amount_out_of_range', `the scale ends at ${event.maxMilli}`);
  }
  const isNew = addReading(openTopic(account.profile.dossier, 'externalScores'), {
    id: `${event.provider}/${event.name}`,
    asOf: event.asOf,
    stamp: stampOf(event),
    worsePpm: worseShare(event),
    limitMinor: event.recommendedLimitMinor ?? NEVER,
    limitCurrency: event.currency ?? '',
  });
  return isNew ? applied : ignored('older_version');
}

/**
 * The percentile where the provider publishes one, else the place on its scale. Both run the way
 * of the score itself; rounded towards worse.
 */
function worseShare(event: ExternalScoreUpdated): number {
  const { valueMilli, minMilli, maxMilli, higherIsBetter, percentilePpm } = event;
  if (percentilePpm !== null) return higherIsBetter ? PPM - percentilePpm : percentilePpm;
  const value = Math.min(maxMilli, Math.max(minMilli, valueMilli));
  const from = higherIsBetter ? maxMilli - value : value - minMilli;
  return multiplyDivideUp(from, PPM, maxMilli - minMilli);
}
