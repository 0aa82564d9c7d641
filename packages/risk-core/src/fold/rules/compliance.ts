import type { Screening } from '../../state/dossier/compliance.ts';
import { openTopic } from '../../state/dossier/dossier.ts';
import { NEVER } from '../../state/records.ts';
import type {
  KycStatusChanged,
  SanctionsScreeningCleared,
  SanctionsScreeningMatched,
} from '../../types/events/index.ts';
import type { Account } from '../account.ts';
import { stampOf } from '../keys.ts';
import { applied, ignored, type RuleOutcome } from '../outcome.ts';
import { byId, full, inIdOrder, isFull } from './entries.ts';

/** A list that gives no strength means its match. */
const CERTAIN_PPM = 1_000_000;

/** The know-your-customer check has a new state. */
export function changeKyc(account: Account, event: KycStatusChanged): RuleOutcome {
  const state = openTopic(account.profile.dossier, 'compliance');
  const stamp = stampOf(event);
  if (stamp <= state.stamp) {
    return ignored(stamp === state.stamp ? 'duplicate' : 'older_version');
  }
  state.status = event.status;
  state.expiresOn = event.expiresOn ?? NEVER;
  state.stamp = stamp;
  return applied;
}

/** The customer may be somebody that nobody may trade with. */
export function matchSanctions(account: Account, event: SanctionsScreeningMatched): RuleOutcome {
  const { screenings } = openTopic(account.profile.dossier, 'compliance');
  const known = byId(screenings, event.screeningId);
  const stamp = stampOf(event);
  if (known && known.stamp >= stamp) {
    return ignored(known.stamp === stamp ? 'duplicate' : 'older_version');
  }
  if (!known && isFull(screenings)) return full;
  const screening = known ?? inIdOrder(screenings, unheardOf(event.screeningId));
  screening.listCode = event.listCode;
  screening.strengthPpm = event.matchStrengthPpm ?? CERTAIN_PPM;
  screening.on = Math.max(screening.on, event.matchedOn);
  screening.stamp = stamp;
  return applied;
}

/** The match was false, or was lifted. At equal stamps this is the later word. */
export function clearSanctions(account: Account, event: SanctionsScreeningCleared): RuleOutcome {
  const { screenings } = openTopic(account.profile.dossier, 'compliance');
  const known = byId(screenings, event.screeningId);
  const stamp = stampOf(event);
  if (known && known.clearedStamp >= stamp) return ignored('duplicate');
  if (!known && isFull(screenings)) return full;
  const screening = known ?? inIdOrder(screenings, unheardOf(event.screeningId));
  screening.on = Math.max(screening.on, event.clearedOn);
  screening.clearedStamp = stamp;
  return applied;
}

function unheardOf(id: string): Screening {
  return { id, listCode: '', strengthPpm: 0, on: NEVER, stamp: NEVER, clearedStamp: NEVER };
}
