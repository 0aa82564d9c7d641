import type { Decoded } from '@duewatch/contracts';
import type { DomainEvent, Stamped } from '@duewatch/risk-core';

/** What is agreed with the customer, known of it, or decided about it. */
export function translateRelation(decoded: Decoded, stamped: Stamped): DomainEvent | undefined {
  return translateCredit(decoded, stamped) ?? translateKnowledge(decoded, stamped);
}

function translateCredit(decoded: Decoded, stamped: Stamped): DomainEvent | undefined {
  switch (decoded.recordName) {
    case 'CreditLimitChanged':
      return { ...decoded.data, ...stamped, kind: 'credit_limit.changed' };
    case 'CreditLimitIncreaseRequested':
      return { ...decoded.data, ...stamped, kind: 'credit_limit.increase_requested' };
    case 'PaymentTermsChanged':
      return { ...decoded.data, ...stamped, kind: 'payment_terms.changed' };
    case 'PaymentMethodChanged':
      return { ...decoded.data, ...stamped, kind: 'payment_method.changed' };
    case 'CreditInsuranceCoverChanged':
      return { ...decoded.data, ...stamped, kind: 'credit_insurance.cover_changed' };
    case 'SecurityReceived':
      return { ...decoded.data, ...stamped, kind: 'security.received' };
    case 'SecurityExpired':
      return { ...decoded.data, ...stamped, kind: 'security.expired' };
    case 'CreditHoldApplied':
      return { ...decoded.data, ...stamped, kind: 'credit_hold.applied' };
    case 'CreditHoldReleased':
      return { ...decoded.data, ...stamped, kind: 'credit_hold.released' };
    case 'RiskOverrideSet':
      return { ...decoded.data, ...stamped, kind: 'risk_override.set' };
    case 'RiskOverrideCleared':
      return { ...decoded.data, ...stamped, kind: 'risk_override.cleared' };
    default:
      return undefined;
  }
}

function translateKnowledge(decoded: Decoded, stamped: Stamped): DomainEvent | undefined {
  switch (decoded.recordName) {
    case 'CustomerKycStatusChanged':
      return { ...decoded.data, ...stamped, kind: 'customer.kyc_status_changed' };
    case 'SanctionsScreeningMatched':
      return { ...decoded.data, ...stamped, kind: 'sanctions_screening.matched' };
    case 'SanctionsScreeningCleared':
      return { ...decoded.data, ...stamped, kind: 'sanctions_screening.cleared' };
    case 'ContactRecorded':
      return { ...decoded.data, ...stamped, kind: 'contact.recorded' };
    case 'DunningLevelReached':
      return { ...decoded.data, ...stamped, kind: 'dunning.level_reached' };
    case 'DunningPaused':
      return { ...decoded.data, ...stamped, kind: 'dunning.paused' };
    case 'DunningFinished':
      return { ...decoded.data, ...stamped, kind: 'dunning.finished' };
    case 'CustomerMerged':
      return { ...decoded.data, ...stamped, kind: 'customer.merged' };
    case 'CustomerHierarchyChanged':
      return { ...decoded.data, ...stamped, kind: 'customer.hierarchy_changed' };
    case 'LedgerReported': {
      const { openMinor: reportedOpenMinor, overdueMinor, ...data } = decoded.data;
      return { ...data, ...stamped, kind: 'ledger.reported', reportedOpenMinor };
    }
    default:
      return undefined;
  }
}
