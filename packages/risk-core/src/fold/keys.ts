import { keyOf } from '../identity/hash.ts';
import type { Stamped } from '../types/events/index.ts';

/** Keys of the entities. The letter keeps an invoice and a payment with one id apart. */
export const itemKey = (invoiceId: string): number => keyOf(invoiceId, 'I');
export const paymentKey = (paymentId: string): number => keyOf(paymentId, 'P');
export const creditKey = (creditNoteId: string): number => keyOf(creditNoteId, 'C');
export const promiseKey = (promiseId: string): number => keyOf(promiseId, 'M');
export const planKey = (planId: string): number => keyOf(planId, 'N');
export const attemptKey = (attemptId: string): number => keyOf(attemptId, 'T');
export const orderKey = (orderId: string): number => keyOf(orderId, 'O');
export const deliveryKey = (deliveryId: string): number => keyOf(deliveryId, 'L');
export const disputeKey = (disputeId: string): number => keyOf(disputeId, 'D');

/**
 * Key of an application within its item: the payment's own, or one per application id where a
 * payment may lie on an invoice more than once.
 */
export function applicationKey(party: number, applicationId: string | null): number {
  return applicationId === null ? party : keyOf(`A${party}|${applicationId}`);
}

/** Key of a change that has no id of its own: the same change told twice has the same key. */
export function changeKey(label: string, event: Stamped, amountMinor: number): number {
  const order = event.sourceVersion > 0 ? `v${event.sourceVersion}` : `t${event.occurredAtMs}`;
  return keyOf(`${label}|${order}|${amountMinor}`);
}

/**
 * Orders the states of one entity: its source's version, else the second in which it happened.
 * A source has versions or it has none; the two never meet in one entity.
 */
export function stampOf(event: Stamped): number {
  if (event.sourceVersion > 0) return event.sourceVersion;
  return Math.max(0, Math.floor(event.occurredAtMs / 1_000));
}
