import { businessDaysAfter } from '../../calendar/business-days.ts';
import { minorRate } from '../../money/conversion.ts';
import { createPromise } from '../../state/create-records.ts';
import type { Instalment } from '../../state/records.ts';
import type { PaymentPlanAgreed, PaymentPlanCancelled } from '../../types/events/index.ts';
import type { Account } from '../account.ts';
import { beyondHorizon, findItem, isBeyondHorizon, linkPromise } from '../edit-item.ts';
import { itemKey, planKey, stampOf } from '../keys.ts';
import { applied, ignored, type RuleOutcome } from '../outcome.ts';
import { findPromise, rebasePlan } from '../plans-of-items.ts';
import { countReceived } from './promises.ts';

/**
 * Supplier and customer agreed on instalments: what they name is due by the plan. A plan has one
 * state; another one is another plan, agreed when the first is cancelled.
 */
export function agreePlan(account: Account, event: PaymentPlanAgreed): RuleOutcome {
  const key = planKey(event.planId);
  // A plan is rare and may reach far: from here on nothing has to be looked up.
  account.everyPage();
  const stamp = stampOf(event);
  const known = findPromise(account, key);
  if (known && known.stamp >= 0) {
    return ignored(known.stamp >= stamp ? 'duplicate' : 'older_version');
  }
  const instalments = inOrder(account, event);
  const last = instalments.at(-1);
  if (last === undefined) return ignored('nothing_to_change');
  if (!known && isBeyondHorizon(account, last.dueOn)) {
    return beyondHorizon(event.planId, last.dueOn);
  }
  const plan = known ?? createPromise(key, event.planId, last.dueOn);
  if (known) account.take(known);
  plan.id = event.planId;
  plan.stamp = stamp;
  plan.isPlan = true;
  plan.amountMinor = instalments.reduce((sum, { amountMinor }) => sum + amountMinor, 0);
  plan.currency = event.currency;
  plan.rate = minorRate(account.world.rates, event.currency, null);
  plan.madeOn = event.agreedOn;
  plan.promisedFor = last.dueOn;
  plan.deadlineOn = last.deadlineOn;
  plan.instalments.push(...instalments);
  const named = [...new Set(event.invoiceIds)];
  plan.items.push(...named.map(itemKey).sort((a, b) => a - b));
  account.file(plan);
  if (named.length === 0) {
    const { generalPromises } = account.profile;
    generalPromises.push(key);
    generalPromises.sort((a, b) => a - b);
    countReceived(account, plan);
  }
  for (const invoiceId of named) {
    const found = findItem(account, invoiceId, event.agreedOn);
    if (!('refusal' in found)) linkPromise(account, found, plan);
  }
  rebasePlan(account, plan);
  return applied;
}

function inOrder({ world }: Account, { instalments }: PaymentPlanAgreed): Instalment[] {
  const { toleranceDays } = world.policy.plans;
  return instalments
    .map(({ dueOn, amountMinor }) => {
      const deadlineOn = businessDaysAfter(world.calendar, dueOn, toleranceDays);
      return { dueOn, deadlineOn, amountMinor };
    })
    .sort((a, b) => a.dueOn - b.dueOn || a.amountMinor - b.amountMinor);
}

/** The plan no longer stands: what it named is due as it was. */
export function cancelPlan(account: Account, event: PaymentPlanCancelled): RuleOutcome {
  const key = planKey(event.planId);
  account.everyPage();
  const known = findPromise(account, key);
  if (known?.isWithdrawn) return ignored('duplicate');
  if (!known && isBeyondHorizon(account, event.cancelledOn)) {
    return beyondHorizon(event.planId, event.cancelledOn);
  }
  const plan = known ?? createPromise(key, event.planId, event.cancelledOn);
  if (known) account.take(known);
  plan.isPlan = true;
  plan.isWithdrawn = true;
  account.file(plan);
  rebasePlan(account, plan);
  return applied;
}
