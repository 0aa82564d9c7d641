import { onOrAfter } from '../calendar/business-days.ts';
import { deriveItem, isIssued, isItemOpen } from '../state/derive-item.ts';
import { nextInstalmentOn } from '../state/plan-state.ts';
import { FAR, type Item, NEVER, type Promised } from '../state/records.ts';
import type { EpochDay } from '../types/units.ts';
import type { Account } from './account.ts';

/** The promise or plan with this key, open or closed. */
export function findPromise(account: Account, key: number): Promised | undefined {
  const found = account.findOpen(key) ?? account.findStub(key);
  return found?.kind === 'promise' ? found : undefined;
}

/** Where age counts from: the day of the plan, else the due day, shifted to a business day. */
export function placeDue(account: Account, item: Item): void {
  if (item.dueStamp < 0) return;
  const { calendar } = account.world;
  item.ageFrom = onOrAfter(calendar, item.planOn === NEVER ? item.dueOn : item.planOn);
  item.overdueFrom = onOrAfter(calendar, item.ageFrom + 1);
}

/** Before an item is filed: due by its plan while it is open, and as agreed once it is not. */
export function placeByPlan(account: Account, item: Item): void {
  if (item.promises.length === 0 && item.planOn === NEVER) return;
  deriveItem(item);
  const planOn = isIssued(item) && isItemOpen(item) ? planDayOf(account, item) : NEVER;
  if (planOn === item.planOn) return;
  item.planOn = planOn;
  placeDue(account, item);
}

/** Of several plans that stand, the newest rules. */
function planDayOf(account: Account, { promises }: Item): EpochDay {
  let newest: Promised | undefined;
  for (const key of promises) {
    const plan = findPromise(account, key);
    if (!plan?.isPlan || plan.isWithdrawn || plan.stamp < 0) continue;
    if (newest === undefined || plan.stamp > newest.stamp) newest = plan;
  }
  return newest === undefined ? NEVER : nextInstalmentOn(newest);
}

/** The plan moved on, began or ended: so do the due days of all that it names. Takes all pages. */
export function rebasePlan(account: Account, plan: Promised): void {
  if (plan.items.length === 0) return;
  account.everyPage();
  for (const key of plan.items) {
    const item = account.findOpen(key);
    if (item?.kind !== 'item' || item.sortOn === FAR) continue;
    account.take(item);
    placeByPlan(account, item);
    account.file(item);
  }
}
