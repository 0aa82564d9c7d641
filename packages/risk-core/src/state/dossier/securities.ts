import type { EpochDay } from '../../types/units.ts';
import { NEVER } from '../records.ts';
import type { Topic } from './topic.ts';

/** A deposit, guarantee or retention. */
export interface Security {
  readonly id: string;
  /** Of the latest `security.received`; NEVER before it. */
  stamp: number;
  amountMinor: number;
  currency: string;
  from: EpochDay;
  /** Last day; NEVER without an end. */
  validTo: EpochDay;
  /** Of the latest `security.expired`: a receipt that is not later does not count. */
  endStamp: number;
  /** First day on which it holds no more, if it was ended. */
  endOn: EpochDay;
}

/** In order of their ids. */
export interface Securities {
  readonly list: Security[];
}

export const securities: Topic<Securities> = {
  empty: () => ({ list: [] }),
  days({ list }, _, listener) {
    for (const security of list) {
      listener.consider(security.from);
      if (security.validTo !== NEVER) listener.consider(security.validTo + 1);
      if (isEnded(security)) listener.consider(security.endOn);
    }
  },
  age({ list }, today, { horizonDays }) {
    for (let at = list.length - 1; at >= 0; at -= 1) {
      const security = list[at];
      if (security && lastDay(security) + horizonDays < today) list.splice(at, 1);
    }
    return list.length === 0;
  },
};

/** Its last day as far as is known; for ever without an end. */
function lastDay(security: Security): EpochDay {
  const ended = isEnded(security) ? security.endOn - 1 : Number.MAX_SAFE_INTEGER;
  const valid = security.validTo === NEVER ? Number.MAX_SAFE_INTEGER : security.validTo;
  return Math.min(ended, valid);
}

function isEnded({ stamp, endStamp }: Security): boolean {
  return endStamp !== NEVER && endStamp >= stamp;
}

/** True while it secures anything. */
export function securesOn(security: Security, day: EpochDay): boolean {
  return security.stamp !== NEVER && security.from <= day && day <= lastDay(security);
}
