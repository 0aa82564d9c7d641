import type { Codec, RecordName, Records } from '@duewatch/contracts';
import { TOPICS } from '@duewatch/contracts';
import type {
  Assessment,
  DecisionChange,
  DerivedFact,
  Position,
  Profile,
} from '@duewatch/risk-core';
import type { RenderedOutput } from '@duewatch/stream';
import { lastPosition, setLastPosition } from './customer.ts';
import {
  adviceIdOf,
  adviceOf,
  headers,
  type OutputContext,
  traced,
  wireKindOf,
} from './outputs.ts';

/** What the records of `risk.changes` that tell one fact each are rendered from. */
export interface FactRendering {
  readonly codec: Codec;
  readonly profile: Profile;
  readonly context: OutputContext;
  explain(): Assessment;
}

/** One fact to be told on `risk.changes`, rendered only when it leaves. */
export type FactOutput = (rendering: FactRendering) => RenderedOutput;

/** What a step made true or untrue, in the order in which it is told. */
export function factsOf(change: DecisionChange, derived: readonly DerivedFact[]): FactOutput[] {
  const { issued, withdrawn, defaulted, cured } = change;
  const outputs: FactOutput[] = derived.map((fact) => (one) => renderDerived(one, fact));
  if (cured !== null) outputs.push((one) => renderCured(one, cured));
  if (defaulted !== null) outputs.push((one) => renderDefaulted(one, defaulted));
  for (const each of withdrawn) outputs.push((one) => renderWithdrawn(one, each));
  for (const id of issued) outputs.push((one) => renderIssued(one, id));
  return outputs;
}

/** What follows from the ledger and the days. */
function renderDerived(rendering: FactRendering, fact: DerivedFact): RenderedOutput {
  switch (fact.kind) {
    case 'invoice.became_overdue': {
      const { kind, ...data } = fact;
      return render(rendering, 'InvoiceBecameOverdue', (common) => ({ ...common, ...data }));
    }
    case 'promise.kept': {
      const { kind, on, ...data } = fact;
      return render(rendering, 'PromiseKept', (common) => ({ ...common, ...data, keptOn: on }));
    }
    case 'promise.broken': {
      const { kind, on, ...data } = fact;
      return render(rendering, 'PromiseBroken', (common) => ({ ...common, ...data, brokenOn: on }));
    }
  }
}

function renderIssued(rendering: FactRendering, id: string): RenderedOutput {
  const assessment = rendering.explain();
  const advice = assessment.recommendations.find((one) => one.id === id);
  if (advice === undefined) throw new TypeError(`no advice ${id} stands`);
  return render(rendering, 'RecommendationIssued', (common) => ({
    ...common,
    recommendation: adviceOf(advice, rendering.context),
    band: assessment.bands.shown,
    issuedOn: advice.issuedOn,
  }));
}

function renderWithdrawn(
  rendering: FactRendering,
  { id, kind, on, reason }: DecisionChange['withdrawn'][number],
): RenderedOutput {
  return render(rendering, 'RecommendationWithdrawn', (common) => ({
    ...common,
    recommendationId: adviceIdOf(id, rendering.context),
    kind: wireKindOf(kind),
    withdrawnOn: on,
    reasonCode: reason,
  }));
}

function renderDefaulted(
  rendering: FactRendering,
  { on }: NonNullable<DecisionChange['defaulted']>,
): RenderedOutput {
  const { reasons, exposureMinor, baseCurrency } = rendering.explain();
  return render(rendering, 'CustomerDefaulted', (common) => ({
    ...common,
    defaultedOn: on,
    reasons,
    exposureMinor,
    baseCurrency,
  }));
}

function renderCured(
  rendering: FactRendering,
  { defaultedOn, on }: NonNullable<DecisionChange['cured']>,
): RenderedOutput {
  return render(rendering, 'CustomerCured', (common) => ({
    ...common,
    defaultedOn,
    curedOn: on,
  }));
}

type Common = ReturnType<typeof commonOf>;

/** Encodes the record and notes its position as the last on the topic. */
function render<Name extends RecordName>(
  rendering: FactRendering,
  recordName: Name,
  fill: (common: Common) => Records[Name],
): RenderedOutput {
  const { codec, profile, context } = rendering;
  const data = fill(commonOf(rendering));
  setLastPosition(profile, TOPICS.changes, context.position);
  return { value: codec.encode(recordName, data), headers: headers(recordName, context) };
}

function commonOf({ profile, context }: FactRendering) {
  const { calendarId, policyVersion, modelVersion } = profile;
  const previousPosition: Position | null = lastPosition(profile, TOPICS.changes);
  return { ...traced(context), calendarId, policyVersion, modelVersion, previousPosition };
}
