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

/**
 * What is known of the customer beside its ledger, by topic; null where nothing is known. Topics
 * are opened and closed by the functions below only: `known` must have the bit of each open one.
 */
export type Dossier = { readonly [Name in TopicName]: ReturnType<Topics[Name]['empty']> | null } & {
  readonly known: number;
};

type Open = { [Name in TopicName]: unknown } & { known: number };

const entries = Object.entries(topics) as [TopicName, Topic<unknown>][];

/** A topic and its bit: 32 have room. */
interface Placed {
  readonly name: TopicName;
  readonly topic: Topic<unknown>;
  readonly bit: number;
}

const placed: readonly Placed[] = entries.map(([name, topic], at) => ({
  name,
  topic,
  bit: 1 << at,
}));
const timed = placed.filter(({ topic }) => topic.days !== undefined);
const ageing = placed.filter(({ topic }) => topic.age !== undefined);
const blank = Object.fromEntries(entries.map(([name]) => [name, null]));
const bits = Object.fromEntries(placed.map(({ name, bit }) => [name, bit])) as Record<
  TopicName,
  number
>;

/** The bit of a topic in `known`. */
export function topicBit(name: TopicName): number {
  return bits[name];
}

/** Nothing known. */
export function createDossier(): Dossier {
  return { ...blank, known: 0 } as Dossier;
}

/** The topic's state, begun when this is the first that is heard of it. */
export function openTopic<Name extends TopicName>(
  dossier: Dossier,
  name: Name,
): NonNullable<Dossier[Name]> {
  const known = dossier[name];
  if (known !== null) return known as NonNullable<Dossier[Name]>;
  const begun = topics[name].empty() as NonNullable<Dossier[Name]>;
  fillTopic(dossier, name, begun);
  return begun;
}

/** Puts a state in the topic's place, whatever was known. */
export function fillTopic<Name extends TopicName>(
  dossier: Dossier,
  name: Name,
  state: NonNullable<Dossier[Name]>,
): void {
  const open = dossier as Open;
  open[name] = state;
  open.known |= bits[name];
}

/** Forgets all that is known of the topic. */
export function closeTopic(dossier: Dossier, name: TopicName): void {
  const open = dossier as Open;
  open[name] = null;
  open.known &= ~bits[name];
}

/** Names the days on which time alone changes what the dossier says. */
export function considerDossier(dossier: Dossier, policy: Policy, listener: DayListener): void {
  for (const { name, topic, bit } of timed) {
    if ((dossier.known & bit) !== 0) topic.days?.(dossier[name], policy, listener);
  }
}

/** Drops what no longer counts, so that the same facts leave the same dossier on the same day. */
export function ageDossier(dossier: Dossier, today: EpochDay, policy: Policy): void {
  for (const { name, topic, bit } of ageing) {
    if ((dossier.known & bit) === 0) continue;
    if (topic.age?.(dossier[name], today, policy)) closeTopic(dossier, name);
  }
}
