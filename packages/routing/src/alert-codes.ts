import { nearestName } from '@duewatch/config';
import { conditionCodes } from '@duewatch/risk-core';

/** Codes and families of all that alerts: what the model sees, and a source that falls silent. */
export const alertCodes: ReadonlySet<string> = new Set([...conditionCodes, 'FEED_SILENT']);

/** What to write in place of a code that no alert has. */
export function alertCodeMend(code: string): string {
  const near = nearestName(code, alertCodes);
  return near === undefined ? 'docs/runbooks has a page for each code.' : `Did you mean ${near}?`;
}
