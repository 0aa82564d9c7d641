import type { KycStatus } from '../../types/events/index.ts';
import type { EpochDay } from '../../types/units.ts';
import { NEVER } from '../records.ts';
import type { Topic } from './topic.ts';

/** A match with a sanctions list, until it is cleared. */
export interface Screening {
  readonly id: string;
  listCode: string;
  strengthPpm: number;
  on: EpochDay;
  /** Of the latest match, and of the latest clearing: at equal stamps the clearing counts. */
  stamp: number;
  clearedStamp: number;
}

/** The latest know-your-customer check, and screenings in order of their ids. */
export interface Compliance {
  status: KycStatus;
  expiresOn: EpochDay;
  stamp: number;
  readonly screenings: Screening[];
}

export const compliance: Topic<Compliance> = {
  empty: () => ({ status: 'unknown', expiresOn: NEVER, stamp: NEVER, screenings: [] }),
  days({ expiresOn }, _, listener) {
    if (expiresOn !== NEVER) listener.consider(expiresOn + 1);
  },
  age(state, today, { horizonDays }) {
    const { screenings } = state;
    for (let at = screenings.length - 1; at >= 0; at -= 1) {
      const screening = screenings[at];
      if (screening && !isMatch(screening) && screening.on + horizonDays < today) {
        screenings.splice(at, 1);
      }
    }
    return state.stamp === NEVER && screenings.length === 0;
  },
};

function isMatch({ stamp, clearedStamp }: Screening): boolean {
  return stamp > clearedStamp;
}

/** Matches that nobody has cleared and that are strong enough to count. */
export function openMatches({ screenings }: Compliance, minStrengthPpm: number): Screening[] {
  return screenings.filter(
    (screening) => isMatch(screening) && screening.strengthPpm >= minStrengthPpm,
  );
}

/** True once the check has run out, by its status or by its day. */
export function isKycExpired({ status, expiresOn }: Compliance, day: EpochDay): boolean {
  if (status === 'expired') return true;
  return status === 'passed' && expiresOn !== NEVER && expiresOn < day;
}
