import type { Codec, Envelope } from '@duewatch/contracts';
import { TOPICS } from '@duewatch/contracts';
import type {
  Assessment,
  DecisionChange,
  Decisions,
  DerivedFact,
  EpochDay,
  Position,
  Profile,
} from '@duewatch/risk-core';
import type { FoldContext } from '@duewatch/stream';
import { indexAwaiting } from './awaits-cash.ts';
import { heartbeatOf, setAwaitsCash, setDue, setHeartbeat } from './customer.ts';
import { type FactOutput, factsOf } from './facts.ts';
import { type OutputContext, renderChange, renderProfile } from './outputs.ts';

/** One step of one customer, ready to be told. */
export interface Publication {
  readonly codec: Codec;
  readonly envelope: Envelope;
  readonly key: string;
  readonly customerId: string;
  readonly profile: Profile;
  /** Calendar that the customer lived in before the step. */
  readonly fromCalendar: string;
  readonly after: Decisions;
  readonly change: DecisionChange;
  /** What the step made true beside decisions. */
  readonly facts: readonly DerivedFact[];
  /** The whole answer after the step; asked for only when an output of it really leaves. */
  explain(): Assessment;
  /** Business date whose cash feed the customer waits for; null when it waits for none. */
  readonly awaitsCashOf: EpochDay | null;
  readonly occasion: Occasion;
  readonly position: Position;
}

/**
 * Why it is told: `first` sight of a customer, its calendar has `moved` into a live one, the rules
 * changed and it was `judged` anew, or plain `news`.
 */
export type Occasion = 'first' | 'moved' | 'judged' | 'news';

/** A compacted topic must show a live customer's profile at least every so many days. */
const HEARTBEAT_DAYS = 5;

/**
 * Emits what the step changed and indexes when the customer must be looked at again. A profile
 * whose decisions did not change is value-only: within a chunk only the last one leaves.
 */
export function publish(step: Publication, context: FoldContext): void {
  const { kinds } = step.change;
  const { occasion } = step;
  const isBaseline = occasion === 'first' || occasion === 'moved';
  // A profile of a new policy leaves by itself: news that replaced it would carry its effects.
  emitProfile(step, context, kinds.length === 0 && occasion === 'news');
  if (isBaseline || kinds.some((kind) => FOR_DUNNING.has(kind))) emitChange(step, context);
  for (const fact of factsOf(step.change, step.facts)) emitFact(step, fact, context);
  setHeartbeat(step.profile, step.after.asOf + HEARTBEAT_DAYS);
  index(step, context);
}

/** Conditions reach people as alerts; dunning acts on these. */
const FOR_DUNNING: ReadonlySet<DecisionChange['kinds'][number]> = new Set([
  'band',
  'treatment',
  'pause',
  'recommendation',
]);

function emitProfile(step: Publication, context: FoldContext, coalesce: boolean): void {
  const { codec, key, profile } = step;
  const output = outputContext(step, step.position);
  context.emit({
    topic: TOPICS.profiles,
    key,
    coalesce,
    render: () => renderProfile(codec, profile, step.explain(), output),
  });
}

function emitChange(step: Publication, context: FoldContext): void {
  const { codec, key, profile, change, occasion } = step;
  const isBaseline = occasion !== 'news';
  const output = outputContext(step, context.nextPosition());
  context.emit({
    topic: TOPICS.changes,
    key,
    coalesce: false,
    render: () =>
      renderChange(codec, profile, step.explain(), change, { context: output, isBaseline }),
  });
}

/** Facts follow the change that they belong to, each with a place of its own. */
function emitFact(step: Publication, fact: FactOutput, context: FoldContext): void {
  const { codec, key, profile } = step;
  const output = outputContext(step, context.nextPosition());
  context.emit({
    topic: TOPICS.changes,
    key,
    coalesce: false,
    render: () => fact({ codec, profile, context: output, explain: () => step.explain() }),
  });
}

function outputContext(step: Publication, position: Position): OutputContext {
  const { envelope, key, customerId } = step;
  // A broadcast's tenant is its writer's; the customer's own is in its key.
  const tenantId = key.slice(0, key.length - customerId.length - 1);
  return { envelope, key, tenantId, customerId, position };
}

function index(step: Publication, context: FoldContext): void {
  const { profile, key, after, fromCalendar, awaitsCashOf } = step;
  const due = earliest(after.nextTransitionOn, heartbeatOf(profile));
  if (fromCalendar !== profile.calendarId) {
    context.index(`due:${fromCalendar}`, key, null);
    indexAwaiting(context, fromCalendar, key, null);
  }
  const hasMoved = fromCalendar !== profile.calendarId;
  if (setDue(profile, due) || hasMoved) context.index(`due:${profile.calendarId}`, key, due);
  if (setAwaitsCash(profile, awaitsCashOf) || hasMoved) {
    indexAwaiting(context, profile.calendarId, key, awaitsCashOf);
  }
}

function earliest(a: EpochDay | null, b: EpochDay | null): EpochDay | null {
  if (a === null || b === null) return a ?? b;
  return Math.min(a, b);
}
