// Policies as people write them: one JSON document, checked field by field and as a whole before
// it may rule. Refuses what it does not know, and says where, what is wrong and how to mend it.
// Knows the shape and the sense of a policy, not what the model does with it, nor how it travels.
export { type FieldRow, policyFields } from './describe-fields.ts';
export { writeDocument } from './document-text.ts';
export {
  type ParsedPolicy,
  type PolicyDocument,
  parsePolicy,
  readPolicy,
} from './parse-policy.ts';
export type { PolicyProblem } from './problem.ts';
