import { isBehaviour } from '../../features/scorecard.ts';
import type { Assessment, Feature } from '../../types/assessment.ts';
import type {
  ChangeContribution,
  Contribution,
  Explanation,
  ScoreChange,
  ScorePoint,
} from '../../types/explanation.ts';

/** The score as a sum: every row with its points, the costliest first. */
export function explain(assessment: Assessment): Explanation {
  const { asOf, policyVersion, modelVersion, score, bands, floors, reasons } = assessment;
  const contributions: Contribution[] = assessment.features.map((feature) => ({
    ...feature,
    isNeutral: assessment.provisional && isBehaviour(feature.code),
  }));
  // Stable, so that rows of equal points keep the order of the scorecard.
  contributions.sort((a, b) => b.points - a.points);
  return { asOf, policyVersion, modelVersion, score, bands, floors, reasons, contributions };
}

/** What moved the score from one assessment of a customer to another one. */
export function explainChange(before: Assessment, after: Assessment): ScoreChange {
  const earlier = new Map(before.features.map((feature) => [feature.code, feature]));
  const contributions = after.features
    .map((feature) => contributionOf(earlier.get(feature.code), feature))
    .filter(({ change, from, to }) => change !== 0 || from.value !== to.value);
  contributions.sort((a, b) => Math.abs(b.change) - Math.abs(a.change));
  return {
    from: pointOf(before),
    to: pointOf(after),
    change: after.score - before.score,
    contributions,
    isRejudged:
      before.policyVersion !== after.policyVersion || before.modelVersion !== after.modelVersion,
  };
}

function contributionOf(from: Feature | undefined, to: Feature): ChangeContribution {
  const { code, unit, value, points } = to;
  const before = { value: from?.value ?? null, points: from?.points ?? 0 };
  return { code, unit, change: points - before.points, from: before, to: { value, points } };
}

function pointOf({ asOf, score, bands, policyVersion, modelVersion }: Assessment): ScorePoint {
  return { asOf, score, band: bands.shown, policyVersion, modelVersion };
}
