import type { Policy } from '../../policy/policy.ts';
import type { EpochDay } from '../../types/units.ts';
import { advice } from './advice.ts';
import { affiliation } from './affiliation.ts';
import { compliance } from './compliance.ts';
import { contact } from './contact.ts';
import { courtCases } from './court-cases.ts';
import { creditLimits } from './credit-limits.ts';
import { dunning } from './dunning.ts';
import { externalScores } from './external-scores.ts';
import { financials } from './financials.ts';
import { holds } from './holds.ts';
import { insolvency } from './insolvency.ts';
import { insurance } from './insurance.ts';
import { lateItems } from './late-items.ts';
import { lossHistory } from './loss-history.ts';
import { orderWeeks } from './order-weeks.ts';
import { override } from './override.ts';
import { paymentMethod } from './payment-method.ts';
import { reconciliation } from './reconciliation.ts';
import { registry } from './registry.ts';
import { scoreHistory } from './score-history.ts';
import { securities } from './securities.ts';
import { terms } from './terms.ts';
import type { DayListener, Topic } from './topic.ts';
import { tradeExperience } from './trade-experience.ts';
import { turnover } from './turnover.ts';

/** Every topic of the dossier. The codec's table must have the same names. */
const topics = {
  externalScores,
  advice,
  scoreHistory,
  courtCases,
  insolvency,
  registry,
  lateItems,
  turnover,
  financials,
  tradeExperience,
  affiliation,
  compliance,
  contact,
  creditLimits,
  dunning,
  holds,
  insurance,
  override,
  paymentMethod,
  reconciliation,
  securities,
  terms,
  orderWeeks,
  lossHistory,
};

type Topics = typeof topics;

/** Name of a topic. */
export type TopicName = keyof Topics;

/** What is known of the customer beside its ledger, by topic; null where nothing is known. */
export type Dossier = { [Name in TopicName]: ReturnType<Topics[Name]['empty']> | null };

const entries = Object.entries(topics) as [TopicName, Topic<unknown>][];
const timed = entries.filter(([, topic]) => topic.days !== undefined);
const ageing = entries.filter(([, topic]) => topic.age !== undefined);
const blank = Object.fromEntries(entries.map(([name]) => [name, null])) as Dossier;

/** Nothing known. */
export function createDossier(): Dossier {
  return { ...blank };
}

/** The topic's state, begun when this is the first that is heard of it. */
export function openTopic<Name extends TopicName>(
  dossier: Dossier,
  name: Name,
): NonNullable<Dossier[Name]> {
  const known = dossier[name];
  if (known !== null) return known as NonNullable<Dossier[Name]>;
  const begun = topics[name].empty() as Dossier[Name] & object;
  dossier[name] = begun;
  return begun;
}

/** Names the days on which time alone changes what the dossier says. */
export function considerDossier(dossier: Dossier, policy: Policy, listener: DayListener): void {
  for (const [name, topic] of timed) {
    const state = dossier[name];
    if (state !== null) topic.days?.(state, policy, listener);
  }
}

/** Drops what no longer counts, so that the same facts leave the same dossier on the same day. */
export function ageDossier(dossier: Dossier, today: EpochDay, policy: Policy): void {
  for (const [name, topic] of ageing) {
    const state = dossier[name];
    if (state !== null && topic.age?.(state, today, policy)) dossier[name] = null;
  }
}
