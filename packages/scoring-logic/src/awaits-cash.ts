import { DEPLOYMENT_TENANT } from '@duewatch/contracts';
import type { EpochDay } from '@duewatch/risk-core';
import type { FoldContext } from '@duewatch/stream';

/** Index of a calendar's customers that wait for cash: those whom a tenant's word may reach. */
export function awaitsIndex(calendarId: string | null, tenantId: string): string {
  return tenantId === DEPLOYMENT_TENANT
    ? `awaits:${calendarId}`
    : `awaits:${calendarId}|${tenantId}`;
}

/** Sets the business date whose cash the customer waits for; null takes it out. */
export function indexAwaiting(
  context: FoldContext,
  calendarId: string,
  key: string,
  on: EpochDay | null,
): void {
  const tenantId = key.slice(0, key.indexOf('|'));
  context.index(awaitsIndex(calendarId, DEPLOYMENT_TENANT), key, on);
  context.index(awaitsIndex(calendarId, tenantId), key, on);
}
