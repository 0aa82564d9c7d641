/**
 * The risk model: what happens to a customer goes in, an explainable assessment comes out. Pure
 * and deterministic: no clock, no I/O, no randomness, no packages, integers in all stored state.
 * It refuses to look at another customer, to guess a date, and to know how its pages are stored.
 *
 * A shell calls, per input and customer: `pagesNeeded` until it answers nothing, `fold`, `decide`,
 * `diffDecisions`; `assess` for what it tells; and encodes the profile and the pages that were put
 * when it commits.
 */
export { assess } from './assess/assess.ts';
export { decide, diffDecisions } from './assess/decide.ts';
export { explain, explainChange } from './assess/explain/contributions.ts';
export { inputsOf } from './assess/explain/inputs.ts';
export { invoiceLines } from './assess/explain/invoice-lines.ts';
export {
  businessDayBefore,
  businessDaysAfter,
  isBusinessDay,
  onOrAfter,
} from './calendar/business-days.ts';
export { firstDayOf, monthOf } from './calendar/civil.ts';
export { StoredFormatError } from './codec/bytes.ts';
export { decodePage, encodePage } from './codec/page-codec.ts';
export { decodeProfile, encodeProfile } from './codec/profile-codec.ts';
export { conditionCodes, familyCodeOf } from './conditions/catalogue.ts';
export { checkCredit } from './credit/check-credit.ts';
export { macroKey } from './features/macro-row.ts';
export { tradelineDbtMilli } from './features/scorecard.ts';
export { collectionEffectivenessPpm } from './figures/collection-effectiveness.ts';
export { fold } from './fold/fold.ts';
export { itemKey as invoiceKeyOf } from './fold/keys.ts';
export { pagesNeeded } from './fold/pages-needed.ts';
export { pagesOf } from './fold/pages-of.ts';
export { isOutdated } from './fold/rebaseline.ts';
export { decimals } from './money/exponents.ts';
export { defaultPolicy } from './policy/default-policy.ts';
export { MODEL_VERSION } from './policy/model-version.ts';
export type { PointStep, PointTable, Policy, UtilisationLevels } from './policy/policy.ts';
export { contentHash, type PolicyJson, policyVersionOf } from './policy/policy-version.ts';
export { createProfile, type Profile } from './state/profile.ts';
export type * from './types/advice.ts';
export type * from './types/assessment.ts';
export type * from './types/credit-check.ts';
export type * from './types/events/index.ts';
export type * from './types/explanation.ts';
export type * from './types/facts.ts';
export type * from './types/folding.ts';
export type * from './types/pages.ts';
export type * from './types/relation-facts.ts';
export type * from './types/units.ts';
export type * from './types/world.ts';
