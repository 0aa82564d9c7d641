/**
 * The risk model: what happens to a customer goes in, an explainable assessment comes out. Pure
 * and deterministic: no clock, no I/O, no randomness, no packages, integers in all stored state.
 * It refuses to look at another customer, to guess a date, and to know how its pages are stored.
 *
 * A shell calls, per input and customer: `pagesNeeded` until it answers nothing, `fold`, `assess`,
 * `diffAssessments`; and encodes profile and pages when it commits.
 */
export { defaultPolicy } from './policy/default-policy.ts';
export type { PointStep, PointTable, Policy, UtilisationLevels } from './policy/policy.ts';
export { createProfile, type Profile } from './state/profile.ts';
export type * from './types/assessment.ts';
export type * from './types/events.ts';
export type * from './types/folding.ts';
export type * from './types/pages.ts';
export type * from './types/units.ts';
export type * from './types/world.ts';

// Signatures to come, in this shape:
//   pagesNeeded(profile, input, pages: PagePeek, world): PageRef[]  (only what is unloaded)
//   fold(profile, pages: PageAccess, input, world): FoldResult      (changes both in place)
//   assess(profile, world): Assessment                              (as of profile.today)
//   diffAssessments(before: Assessment | undefined, after): AssessmentChange
//   encodeProfile(profile): Uint8Array    decodeProfile(bytes): Profile
//   encodePage(page): Uint8Array          decodePage(bytes): Page
