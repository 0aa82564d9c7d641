import { createOrder } from '../../state/create-records.ts';
import { putPart } from '../../state/order-stages.ts';
import { type Item, NEVER, type Order } from '../../state/records.ts';
import type { DeliveryDispatched, OrderCancelled, OrderPlaced } from '../../types/events/index.ts';
import type { EpochDay } from '../../types/units.ts';
import type { Account } from '../account.ts';
import { beyondHorizon, editItem, isBeyondHorizon, unnamed } from '../edit-item.ts';
import { changeKey, deliveryKey, orderKey, stampOf } from '../keys.ts';
import { findOrder } from '../orders-of-items.ts';
import { applied, ignored, type RuleOutcome } from '../outcome.ts';

/** The customer ordered, or changed an order: exposure begins before the invoice. */
export function placeOrder(account: Account, event: OrderPlaced): RuleOutcome {
  const key = orderKey(event.orderId);
  const known = findOrder(account, key);
  const stamp = stampOf(event);
  const isPlacing = event.kind === 'order.placed';
  const isNewer = !known || stamp > known.stamp;
  // The day of the order is the first one told, perhaps after newer states of it.
  const placedOn = known?.placedOn ?? NEVER;
  const isFirstDay = isPlacing && (placedOn === NEVER || event.on < placedOn);
  if (known && !isNewer && !isFirstDay) {
    return ignored(known.stamp === stamp ? 'duplicate' : 'older_version');
  }
  if (!known && isBeyondHorizon(account, event.on)) return beyondHorizon(event.orderId, event.on);
  const order = known ?? createOrder(key, event.orderId, event.currency, event.on);
  edit(account, order, known !== undefined, event.on, () => {
    if (isFirstDay) order.placedOn = event.on;
    if (!isNewer) return;
    order.id = event.orderId;
    order.wantedOn = event.requestedDeliveryOn ?? NEVER;
    order.currency = event.currency;
    order.amountMinor = event.amountMinor;
    order.toldOpenMinor = event.openMinor;
    order.stamp = stamp;
  });
  return applied;
}

/** What was open of the order will not come. What was delivered stays to be billed. */
export function cancelOrder(account: Account, event: OrderCancelled): RuleOutcome {
  const key = orderKey(event.orderId);
  const known = findOrder(account, key);
  if (known?.isCancelled) return ignored('duplicate');
  if (!known && isBeyondHorizon(account, event.cancelledOn)) {
    return beyondHorizon(event.orderId, event.cancelledOn);
  }
  const order = known ?? createOrder(key, event.orderId, '', event.cancelledOn);
  edit(account, order, known !== undefined, event.cancelledOn, () => {
    order.isCancelled = true;
  });
  return applied;
}

/** Goods left for the customer, or came back. Without an order a delivery stands for itself. */
export function deliver(account: Account, event: DeliveryDispatched): RuleOutcome {
  const ownKey = deliveryKey(event.deliveryId);
  const key = event.orderId === null ? ownKey : orderKey(event.orderId);
  const isReturn = event.kind === 'delivery.returned';
  const partKey = isReturn ? changeKey(`return${ownKey}`, event, event.amountMinor) : ownKey;
  const known = findOrder(account, key);
  if (known?.deliveries.some((part) => part.key === partKey)) return ignored('duplicate');
  const id = event.orderId ?? event.deliveryId;
  if (!known && isBeyondHorizon(account, event.on)) return beyondHorizon(id, event.on);
  const order = known ?? createOrder(key, id, event.currency, event.on);
  edit(account, order, known !== undefined, event.on, () => {
    if (order.stamp < 0) order.currency = event.currency;
    putPart(order.deliveries, partKey, isReturn ? -event.amountMinor : event.amountMinor);
  });
  return applied;
}

function edit(
  account: Account,
  order: Order,
  isFiled: boolean,
  on: EpochDay,
  change: () => void,
): void {
  if (isFiled) account.take(order);
  change();
  if (on > order.on) order.on = on;
  account.file(order);
  if (!isFiled) adoptBills(account, order.key);
}

/** Invoices that came before their order now tell it what they billed. */
function adoptBills(account: Account, key: number): void {
  if (account.profile.sums.orphanBills === 0) return;
  const items: Item[] = [];
  for (const { records } of account.everyPage()) {
    for (const record of records) {
      if (record.kind === 'item' && record.orderKey === key) items.push(record);
    }
  }
  for (const item of items) {
    editItem(account, unnamed(item), () => {
      item.isBillKnown = true;
    });
  }
}
