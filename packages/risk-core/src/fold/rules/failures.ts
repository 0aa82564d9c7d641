import { type Attempt, FAR } from '../../state/records.ts';
import type { PaymentFailed } from '../../types/events/index.ts';
import type { Account } from '../account.ts';
import { beyondHorizon, editItem, findItem, isBeyondHorizon } from '../edit-item.ts';
import { attemptKey, stampOf } from '../keys.ts';
import { applied, ignored, type RuleOutcome } from '../outcome.ts';

/** An attempt to collect failed. One attempt counts once, however often it is told. */
export function failPayment(account: Account, event: PaymentFailed): RuleOutcome {
  const { attemptId, invoiceId, failedOn, hardFail } = event;
  const key = attemptKey(attemptId);
  if (isBeyondHorizon(account, failedOn)) return beyondHorizon(attemptId, failedOn);
  const known = account.findFiled(key, failedOn);
  if (known) return ignored('duplicate');
  const attempt: Attempt = {
    kind: 'attempt',
    key,
    id: event.paymentId ?? attemptId,
    sortOn: failedOn,
    nextOn: FAR,
    judgeOn: FAR,
    isStub: false,
    stamp: stampOf(event),
    currency: '',
    amountMinor: 0,
    on: failedOn,
    isHard: hardFail,
    isLoose: invoiceId === null,
  };
  account.file(attempt);
  if (invoiceId === null) return applied;
  const found = findItem(account, invoiceId, failedOn);
  if ('refusal' in found) return found.refusal;
  editItem(account, found, (item) => {
    if (failedOn > item.failedOn) item.failedOn = failedOn;
    if (hardFail) item.isHardFail = true;
  });
  return applied;
}
