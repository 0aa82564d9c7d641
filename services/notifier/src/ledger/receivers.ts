import type { AlertNews, Severity } from '../message/news.ts';
import { isAtLeast } from '../message/news.ts';

/**
 * What decides whether a receiver wants to hear of an alert. A routing tree will take its place.
 */
export interface ReceiverFilter {
  readonly id: string;
  readonly minSeverity: Severity;
  readonly codes?: readonly string[] | undefined;
  readonly tenants?: readonly string[] | undefined;
}

/** True when the receiver asked for alerts like this one. */
export function wants(receiver: ReceiverFilter, news: AlertNews): boolean {
  const { minSeverity, codes, tenants } = receiver;
  if (!isAtLeast(news.severity, minSeverity)) return false;
  if (tenants !== undefined && !tenants.includes(news.tenantId)) return false;
  return codes === undefined || codes.includes(news.code) || codes.includes(news.family);
}
