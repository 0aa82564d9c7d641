/**
 * The rules of the scoring stream: the risk model on partition-owned state, from a record of
 * `ar.events` to what is stored and told. services/scoring runs them and alone writes the state;
 * the door reads it with the same rules. Knows no consumer, no server and no settings.
 */
export { type AuditOptions, type AuditReport, auditCustomers, type Drift } from './audit.ts';
export { bringTo } from './bring-to.ts';
export {
  type CustomerReader,
  type CustomerReading,
  createCustomerReader,
  type StoredCustomer,
} from './customer-reader.ts';
export {
  type FoldedCustomer,
  InMemoryFold,
  type InMemoryFoldOptions,
  type InMemoryOutcome,
} from './in-memory-fold.ts';
export { type ProfileFields, profileFields } from './outputs.ts';
export { createScoringLogic } from './scoring-logic.ts';
export { SCORING, SCORING_INPUTS } from './stream-name.ts';
