import type { Decoded, Envelope } from '@duewatch/contracts';
import type { DomainEvent, Stamped } from '@duewatch/risk-core';
import { translateRelation } from './translate-relation.ts';

/**
 * A record about one customer in the model's own terms. Wire and domain names agree field by field
 * where the model uses an event at all, and each case is checked by the compiler; what the model
 * has no effect for yet comes out as `not_modelled` and is never lost from the log.
 */
export function translateEvent(decoded: Decoded, envelope: Envelope): DomainEvent {
  const stamped = { sourceVersion: envelope.sourceVersion, occurredAtMs: envelope.time };
  return (
    translateMaster(decoded, stamped) ??
    translateItem(decoded, stamped) ??
    translatePayment(decoded, stamped) ??
    translateOrder(decoded, stamped) ??
    translateRelation(decoded, stamped) ??
    translateOutside(decoded, stamped) ?? { kind: 'not_modelled', type: envelope.type, ...stamped }
  );
}

/**
 * For the kinds that come by the million: decoded data belongs to nobody else, and writing into it
 * costs a third of a copy.
 */
function stampedAs<Kind extends string, Data extends object>(
  kind: Kind,
  data: Data,
  { sourceVersion, occurredAtMs }: Stamped,
): Data & Stamped & { readonly kind: Kind } {
  const event = data as Data & { -readonly [Name in keyof Stamped]: Stamped[Name] } & {
    kind: Kind;
  };
  event.sourceVersion = sourceVersion;
  event.occurredAtMs = occurredAtMs;
  event.kind = kind;
  return event;
}

function translateMaster(decoded: Decoded, stamped: Stamped): DomainEvent | undefined {
  switch (decoded.recordName) {
    case 'CustomerRegistered': {
      const { kind: customerKind, ...data } = decoded.data;
      return { ...data, ...stamped, kind: 'customer.registered', customerKind };
    }
    case 'CustomerUpdated': {
      const { kind: customerKind, ...data } = decoded.data;
      return { ...data, ...stamped, kind: 'customer.updated', customerKind };
    }
    case 'PaymentPlanAgreed':
      return { ...decoded.data, ...stamped, kind: 'payment_plan.agreed' };
    case 'PaymentPlanCancelled':
      return { ...decoded.data, ...stamped, kind: 'payment_plan.cancelled' };
    case 'PromiseMade':
      return { ...decoded.data, ...stamped, kind: 'promise.made' };
    case 'PromiseWithdrawn':
      return { ...decoded.data, ...stamped, kind: 'promise.withdrawn' };
    default:
      return undefined;
  }
}

function translateItem(decoded: Decoded, stamped: Stamped): DomainEvent | undefined {
  switch (decoded.recordName) {
    case 'InvoiceIssued':
      return stampedAs('invoice.issued', decoded.data, stamped);
    case 'LedgerOpening':
      return { ...decoded.data, ...stamped, kind: 'ledger.opening' };
    case 'InvoiceDueDateChanged':
      return { ...decoded.data, ...stamped, kind: 'invoice.due_date_changed' };
    case 'InvoiceAdjusted':
      return { ...decoded.data, ...stamped, kind: 'invoice.adjusted' };
    case 'InvoiceVoided':
      return { ...decoded.data, ...stamped, kind: 'invoice.voided' };
    case 'InvoiceDisputed':
      return { ...decoded.data, ...stamped, kind: 'invoice.disputed' };
    case 'InvoiceDisputeResolved':
      return { ...decoded.data, ...stamped, kind: 'invoice.dispute_resolved' };
    case 'InvoiceWrittenOff':
      return { ...decoded.data, ...stamped, kind: 'invoice.written_off' };
    case 'InvoiceWriteOffReversed':
      return { ...decoded.data, ...stamped, kind: 'invoice.write_off_reversed' };
    default:
      return undefined;
  }
}

function translatePayment(decoded: Decoded, stamped: Stamped): DomainEvent | undefined {
  switch (decoded.recordName) {
    case 'PaymentReceived':
      return stampedAs('payment.received', decoded.data, stamped);
    case 'PaymentApplied':
      return stampedAs('payment.applied', decoded.data, stamped);
    case 'PaymentUnapplied':
      return { ...decoded.data, ...stamped, kind: 'payment.unapplied' };
    case 'PaymentFailed':
      return { ...decoded.data, ...stamped, kind: 'payment.failed' };
    case 'PaymentReversed':
      return { ...decoded.data, ...stamped, kind: 'payment.reversed' };
    case 'RefundIssued':
      return { ...decoded.data, ...stamped, kind: 'refund.issued' };
    case 'CreditNoteIssued':
      return { ...decoded.data, ...stamped, kind: 'credit_note.issued' };
    case 'CreditNoteApplied':
      return { ...decoded.data, ...stamped, kind: 'credit_note.applied' };
    case 'CreditNoteVoided':
      return { ...decoded.data, ...stamped, kind: 'credit_note.voided' };
    default:
      return undefined;
  }
}

function translateOrder(decoded: Decoded, stamped: Stamped): DomainEvent | undefined {
  switch (decoded.recordName) {
    case 'OrderPlaced': {
      const { orderedOn: on, ...data } = decoded.data;
      return { ...data, ...stamped, kind: 'order.placed', on };
    }
    case 'OrderChanged': {
      const { changedOn: on, ...data } = decoded.data;
      return { ...data, ...stamped, kind: 'order.changed', on };
    }
    case 'OrderCancelled':
      return { ...decoded.data, ...stamped, kind: 'order.cancelled' };
    case 'DeliveryDispatched': {
      const { dispatchedOn: on, ...data } = decoded.data;
      return { ...data, ...stamped, kind: 'delivery.dispatched', on };
    }
    case 'DeliveryReturned': {
      const { returnedOn: on, ...data } = decoded.data;
      return { ...data, ...stamped, kind: 'delivery.returned', on };
    }
    default:
      return undefined;
  }
}

/** What others say of the customer. */
function translateOutside(decoded: Decoded, stamped: Stamped): DomainEvent | undefined {
  switch (decoded.recordName) {
    case 'ExternalScoreUpdated':
      return { ...decoded.data, ...stamped, kind: 'external_score.updated' };
    case 'FinancialsFiled':
      return { ...decoded.data, ...stamped, kind: 'financials.filed' };
    case 'TradeExperienceReported':
      return { ...decoded.data, ...stamped, kind: 'trade_experience.reported' };
    case 'JudgmentRegistered':
      return { ...decoded.data, ...stamped, kind: 'judgment.registered' };
    case 'TaxDefaultRegistered':
      return { ...decoded.data, ...stamped, kind: 'tax_default.registered' };
    case 'ChargeRegistered': {
      const { chargeId: caseId, ...data } = decoded.data;
      return { ...data, ...stamped, kind: 'charge.registered', caseId };
    }
    case 'JudgmentSatisfied':
      return { ...decoded.data, ...stamped, kind: 'judgment.satisfied' };
    case 'InsolvencyNoticePublished':
      return { ...decoded.data, ...stamped, kind: 'insolvency_notice.published' };
    case 'RegistryChanged':
      return { ...decoded.data, ...stamped, kind: 'registry.changed' };
    default:
      return undefined;
  }
}
