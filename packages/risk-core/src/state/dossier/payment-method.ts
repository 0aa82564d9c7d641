import type { MandateStatus, PaymentMethod } from '../../types/events/index.ts';
import type { EpochDay } from '../../types/units.ts';
import { NEVER } from '../records.ts';
import type { Topic } from './topic.ts';

/** How the customer pays, by the latest word. */
export interface MethodOfPayment {
  method: PaymentMethod;
  mandate: MandateStatus;
  on: EpochDay;
  stamp: number;
}

export const paymentMethod: Topic<MethodOfPayment> = {
  empty: () => ({ method: 'other', mandate: 'unknown', on: NEVER, stamp: NEVER }),
  days({ on, mandate }, { payments }, listener) {
    if (mandate !== 'revoked') return;
    listener.consider(on);
    listener.consider(on + payments.mandateNewsDays);
  },
};

/** True while a mandate that was taken back is news and nothing has replaced it. */
export function isMandateRevoked(
  { mandate, on }: MethodOfPayment,
  day: EpochDay,
  newsDays: number,
): boolean {
  return mandate === 'revoked' && on <= day && day < on + newsDays;
}
