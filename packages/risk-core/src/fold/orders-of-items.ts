import { isIssued } from '../state/derive-item.ts';
import { putPart } from '../state/order-stages.ts';
import type { Item, Order } from '../state/records.ts';
import type { Account } from './account.ts';

/** The order with this key, open or closed. */
export function findOrder(account: Account, key: number): Order | undefined {
  const open = account.findOpen(key);
  if (open) return open.kind === 'order' ? open : undefined;
  if (account.profile.sums.closedOrders === 0) return undefined;
  const stub = account.findStub(key);
  return stub?.kind === 'order' ? stub : undefined;
}

/** Tells the order what of it the item bills: its amount, or nothing once it is voided. */
export function shiftBill(account: Account, item: Item): void {
  if (item.orderKey === 0 || !item.isBillKnown) return;
  const order = findOrder(account, item.orderKey);
  if (!order) return;
  const amountMinor = isIssued(item) && !item.isVoided ? item.amountMinor : 0;
  const told = order.bills.find(({ key }) => key === item.key);
  if (told?.amountMinor === amountMinor) return;
  account.take(order);
  putPart(order.bills, item.key, amountMinor);
  account.file(order);
}
