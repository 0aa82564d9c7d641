import {
  changeRoutesOf,
  type Labels,
  type Moment,
  type Routing,
  tell,
  type When,
} from '@duewatch/routing';
import type { AlertNews } from '../message/news.ts';

/** Who there is to be told, and what the routes say of each piece of news. */
export interface Audience {
  readonly receiverIds: readonly string[];
  /** Receivers that the routes name for the news, and when each is to be told. */
  told(news: AlertNews): ReadonlyMap<string, When>;
  /** Receivers that are to have each change of a tenant. */
  hearing(tenantId: string): ReadonlySet<string>;
}

/**
 * Asks the routes that hold when news is folded. They do not stand on the log: what they said of
 * earlier news stays in its rows.
 */
export function createAudience(
  receivers: readonly { readonly id: string }[],
  routes: { current(): Routing },
): Audience {
  return {
    receiverIds: receivers.map(({ id }) => id),
    told(news) {
      const all = tell(routes.current(), labelsOf(news), momentOf(news));
      return new Map(all.map(({ receiver, when }) => [receiver, when]));
    },
    hearing: (tenantId) =>
      new Set(changeRoutesOf(routes.current(), tenantId).map(({ receiver }) => receiver)),
  };
}

function labelsOf(news: AlertNews): Labels {
  const { tenantId, customerId, branchId, ownerId, segment, band } = news;
  const { severity, code, family, stake, escalationCause } = news;
  return {
    ...{ tenant: tenantId, customer: customerId, branch: branchId, owner: ownerId, segment, band },
    ...{ severity, code, family, amount: stake },
    isUnacknowledged: escalationCause === 'unacknowledged',
  };
}

const DAY_MS = 86_400_000;
/** A live calendar is at most a day from the UTC date, and one more while events catch up. */
const LIVE_WITHIN_DAYS = 2;

/** By the wall clock where the alert speaks of today, else by the date of its calendar. */
function momentOf({ acceptedAt, changedOn }: AlertNews): Moment {
  const isLive = Math.abs(Math.floor(acceptedAt / DAY_MS) - changedOn) <= LIVE_WITHIN_DAYS;
  return { at: acceptedAt, fedDay: isLive ? null : changedOn };
}
