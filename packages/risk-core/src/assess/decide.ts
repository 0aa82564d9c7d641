import { bandOf, rankOf } from '../bands/standing.ts';
import { isTellable, pendingUntil } from '../conditions/ledger.ts';
import { cleanOverdueOf } from '../features/measure.ts';
import type { Profile } from '../state/profile.ts';
import { FAR, NEVER } from '../state/records.ts';
import type { DecisionChange, DecisionKind, Decisions } from '../types/assessment.ts';
import type { World } from '../types/world.ts';
import { advisedOf, issuedBy, none, withdrawnBy } from './recommendations.ts';
import { pausesOf, treatmentOf } from './treatment.ts';

/**
 * What somebody would act on, and nothing of the explanation: cheap enough to be taken after every
 * fold. Two that are equal differ at most in values.
 */
export function decide(profile: Profile, world: World): Decisions {
  const cleanOverdue = cleanOverdueOf(profile);
  const pauses = pausesOf(profile, profile.today, world);
  return {
    asOf: profile.today,
    score: profile.score,
    band: bandOf(profile.now.shown),
    treatment: treatmentOf(profile.now, pauses, cleanOverdue),
    pauses: pauses
      .map(({ kind, ref, amountMinor, until }) => `${kind} ${ref} ${amountMinor} ${until}`)
      .join(),
    conditions: profile.conditions.length === 0 ? '' : conditionsOf(profile, world),
    advised: advisedOf(profile),
    defaultedOn: profile.now.defaultedOn === NEVER ? null : profile.now.defaultedOn,
    awaitsCash: profile.conditions.some(({ raisedOn }) => raisedOn !== NEVER),
    nextTransitionOn: profile.nextOn >= FAR ? null : profile.nextOn,
  };
}

/** Evidence moves with every day; only what alerting acts on makes another condition. */
function conditionsOf({ conditions }: Profile, world: World): string {
  let text = '';
  for (const entry of conditions) {
    if (!isTellable(entry)) continue;
    const { code, id, since } = entry;
    const told =
      entry.toldLevel > 0 ? `${entry.toldLevel}` : `${entry.level}?${pendingUntil(entry, world)}`;
    text += `${code} ${id} ${since} ${told},`;
  }
  return text;
}

/** What differs between what was decided before and after a step. */
export function diffDecisions(before: Decisions | undefined, after: Decisions): DecisionChange {
  if (before === undefined) {
    return {
      kinds: ['band', 'treatment'],
      direction: 'same',
      fromBand: null,
      toBand: after.band,
      previousScore: null,
      previousTreatment: null,
      ...factsOf(before, after),
    };
  }
  const kinds: DecisionKind[] = [];
  if (before.band !== after.band) kinds.push('band');
  if (before.treatment !== after.treatment) kinds.push('treatment');
  if (before.pauses !== after.pauses) kinds.push('pause');
  if (before.conditions !== after.conditions) kinds.push('condition');
  const facts = factsOf(before, after);
  if (facts.issued.length + facts.withdrawn.length > 0) kinds.push('recommendation');
  const step = rankOf(after.band) - rankOf(before.band);
  return {
    kinds,
    direction: step === 0 ? 'same' : step > 0 ? 'worse' : 'better',
    fromBand: before.band,
    toBand: after.band,
    previousScore: before.score,
    previousTreatment: before.treatment,
    ...facts,
  };
}

type Facts = Pick<DecisionChange, 'issued' | 'withdrawn' | 'defaulted' | 'cured'>;

const nothing: Facts = { issued: [], withdrawn: [], defaulted: null, cured: null };

/** What a step made true or untrue beside the decisions themselves. */
function factsOf(before: Decisions | undefined, after: Decisions): Facts {
  const defaultedOn = before?.defaultedOn ?? null;
  const isSame = after.advised === (before?.advised ?? none);
  if (isSame && after.defaultedOn === defaultedOn) return nothing;
  const isNew = after.defaultedOn !== null && after.defaultedOn !== defaultedOn;
  const hasEnded = defaultedOn !== null && after.defaultedOn !== defaultedOn;
  return {
    issued: isSame ? [] : issuedBy(before, after),
    withdrawn: isSame ? [] : withdrawnBy(before, after),
    defaulted: isNew && after.defaultedOn !== null ? { on: after.defaultedOn } : null,
    cured: hasEnded ? { defaultedOn, on: after.asOf } : null,
  };
}
