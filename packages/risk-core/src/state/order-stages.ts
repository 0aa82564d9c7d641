import type { Order, Part } from './records.ts';

/** What of an order is where. What is billed is an open item, and no longer here. */
export interface OrderStages {
  readonly undeliveredMinor: number;
  readonly unbilledMinor: number;
}

/**
 * Every amount in exactly one stage: what is delivered or billed is no longer undelivered,
 * whichever is told first, and what is billed is no longer unbilled.
 */
export function stagesOf(order: Order): OrderStages {
  const delivered = Math.max(0, sumOf(order.deliveries));
  const billed = sumOf(order.bills);
  const left = order.amountMinor - Math.max(delivered, billed);
  return {
    undeliveredMinor: order.isCancelled ? 0 : Math.max(0, Math.min(left, order.toldOpenMinor)),
    unbilledMinor: Math.max(0, delivered - billed),
  };
}

/** What the customer wanted of it: all of it, or what it took before the rest was cancelled. */
export function orderedMinor(order: Order): number {
  if (!order.isCancelled) return order.amountMinor;
  const taken = Math.max(0, sumOf(order.deliveries), sumOf(order.bills));
  return Math.min(order.amountMinor, taken);
}

/** Orders lie among the open records as long as anything of them adds to exposure. */
export function isOrderOpen(order: Order): boolean {
  const { undeliveredMinor, unbilledMinor } = stagesOf(order);
  return undeliveredMinor + unbilledMinor > 0;
}

/** Puts a part in order of its key, or takes the new amount for one that is there. */
export function putPart(parts: Part[], key: number, amountMinor: number): void {
  const at = parts.findIndex((part) => part.key >= key);
  const found = parts[at];
  if (found?.key === key) found.amountMinor = amountMinor;
  else parts.splice(at < 0 ? parts.length : at, 0, { key, amountMinor });
}

function sumOf(parts: readonly Part[]): number {
  let sum = 0;
  for (const { amountMinor } of parts) sum += amountMinor;
  return sum;
}
