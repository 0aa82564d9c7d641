import type { CustomerHierarchyChanged, CustomerMerged } from './affiliation.ts';
import type {
  KycStatusChanged,
  SanctionsScreeningCleared,
  SanctionsScreeningMatched,
} from './compliance.ts';
import type {
  ContactRecorded,
  DunningFinished,
  DunningLevelReached,
  DunningPaused,
} from './contact.ts';
import type { CreditNoteApplied, CreditNoteIssued, CreditNoteVoided } from './credit-notes.ts';
import type { CustomerDescribed } from './customer.ts';
import type { InvoiceDisputed, InvoiceDisputeResolved } from './disputes.ts';
import type { FinancialsFiled } from './financials.ts';
import type { CreditHoldChanged } from './holds.ts';
import type { CreditInsuranceCoverChanged } from './insurance.ts';
import type {
  InvoiceAdjusted,
  InvoiceDueDateChanged,
  InvoiceIssued,
  InvoiceVoided,
  InvoiceWriteOffReversed,
  InvoiceWrittenOff,
  LedgerOpening,
} from './invoices.ts';
import type { CreditLimitChanged, CreditLimitIncreaseRequested } from './limits.ts';
import type { NotModelled } from './not-modelled.ts';
import type { DeliveryDispatched, OrderCancelled, OrderPlaced } from './orders.ts';
import type { ExternalScoreUpdated } from './outside.ts';
import type { RiskOverrideCleared, RiskOverrideSet } from './override.ts';
import type {
  PaymentApplied,
  PaymentFailed,
  PaymentReceived,
  PaymentReversed,
  PaymentUnapplied,
  RefundIssued,
} from './payments.ts';
import type { PaymentPlanAgreed, PaymentPlanCancelled } from './plans.ts';
import type { PromiseMade, PromiseWithdrawn } from './promises.ts';
import type { LedgerReported } from './reconciliation.ts';
import type {
  CaseRegistered,
  InsolvencyNoticePublished,
  JudgmentSatisfied,
  RegistryChanged,
} from './registers.ts';
import type { SecurityExpired, SecurityReceived } from './securities.ts';
import type { PaymentMethodChanged, PaymentTermsChanged } from './terms.ts';
import type { TradeExperienceReported } from './trade-experience.ts';
import type { PolicyActivated, WorldChanged } from './world.ts';

export type * from './affiliation.ts';
export type * from './compliance.ts';
export type * from './contact.ts';
export type * from './credit-notes.ts';
export type * from './customer.ts';
export type * from './disputes.ts';
export type * from './financials.ts';
export type * from './holds.ts';
export type * from './insurance.ts';
export type * from './invoices.ts';
export type * from './limits.ts';
export type * from './not-modelled.ts';
export type * from './orders.ts';
export type * from './outside.ts';
export type * from './override.ts';
export type * from './payments.ts';
export type * from './plans.ts';
export type * from './promises.ts';
export type * from './reconciliation.ts';
export type * from './registers.ts';
export type * from './securities.ts';
export type * from './stamped.ts';
export type * from './terms.ts';
export type * from './trade-experience.ts';
export type * from './world.ts';

/** What can happen to a customer, named as in the catalogue. */
export type DomainEvent =
  | CustomerDescribed
  | CustomerMerged
  | CustomerHierarchyChanged
  | CreditLimitChanged
  | CreditLimitIncreaseRequested
  | PaymentTermsChanged
  | PaymentMethodChanged
  | CreditInsuranceCoverChanged
  | SecurityReceived
  | SecurityExpired
  | CreditHoldChanged
  | KycStatusChanged
  | SanctionsScreeningMatched
  | SanctionsScreeningCleared
  | ContactRecorded
  | DunningLevelReached
  | DunningPaused
  | DunningFinished
  | RiskOverrideSet
  | RiskOverrideCleared
  | LedgerReported
  | InvoiceIssued
  | LedgerOpening
  | InvoiceDueDateChanged
  | InvoiceAdjusted
  | InvoiceVoided
  | InvoiceDisputed
  | InvoiceDisputeResolved
  | InvoiceWrittenOff
  | InvoiceWriteOffReversed
  | PaymentReceived
  | PaymentApplied
  | PaymentUnapplied
  | PaymentFailed
  | PaymentReversed
  | RefundIssued
  | CreditNoteIssued
  | CreditNoteApplied
  | CreditNoteVoided
  | PaymentPlanAgreed
  | PaymentPlanCancelled
  | PromiseMade
  | PromiseWithdrawn
  | OrderPlaced
  | OrderCancelled
  | DeliveryDispatched
  | ExternalScoreUpdated
  | FinancialsFiled
  | TradeExperienceReported
  | CaseRegistered
  | JudgmentSatisfied
  | InsolvencyNoticePublished
  | RegistryChanged
  | WorldChanged
  | PolicyActivated
  | NotModelled;

export type DomainEventKind = DomainEvent['kind'];
