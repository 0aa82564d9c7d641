import { nearestName } from '@duewatch/config';
import { z } from 'zod';
import { groupings, routesDocument } from './document.ts';
import { WEEKDAYS } from './hours.ts';
import { SEVERITIES } from './labels.ts';
import type { Report } from './problem.ts';

type Issue = z.core.$ZodIssue;

/** How a field is written right. */
const MENDS: Readonly<Record<string, string>> = {
  timeZone: 'Write a name such as Europe/Paris.',
  days: `Write a list of ${WEEKDAYS.join(', ')}.`,
  from: 'Write "HH:MM" in quotes, from "00:00" to "24:00".',
  to: 'Write "HH:MM" in quotes, from "00:00" to "24:00".',
  minSeverity: `Write one of ${SEVERITIES.join(', ')}.`,
  minAmount: 'Write such as 10000 EUR, or a list with one for each currency.',
  deliver: 'Write now or digest.',
  groupBy: `Write one of ${groupings.join(', ')}.`,
  continue: 'Write true or false.',
  receiver: 'Write the id of one receiver; a route each for several, with continue: true.',
  match: 'Write what to match below it, such as branch: lyon.',
  tenant: 'Write the id of a tenant, or a list of them; numbers stand in quotes.',
  changes: 'Write a list: one "- " for each receiver, with receiver: ID and tenant: ID.',
  routes: 'Write a list: one "- " for each route.',
  route: 'Write the route that has what no other has: route, below it receiver: ID.',
};

/** Says what is wrong where the shape of the document is not that of routes. */
export function reportIssue(issue: Issue, document: unknown, report: Report): void {
  const { path } = issue;
  if (issue.code === 'unrecognized_keys') {
    for (const name of issue.keys) reportUnknown(name, path, report);
    return;
  }
  const field = path.findLast((part) => typeof part === 'string') ?? '';
  const mend = MENDS[field] ?? 'Write a text, or a list of texts; numbers stand in quotes.';
  const isMissing = valueAt(path, document) === undefined;
  const said = /^(is|must) /.test(issue.message) ? issue.message : 'is not what is expected here';
  report(path, isMissing ? 'is missing' : said, mend);
}

function reportUnknown(name: string, path: readonly PropertyKey[], report: Report): void {
  const known = namesAt(path);
  const near = nearestName(name, known);
  const mend = near === undefined ? `Known here: ${known.join(', ')}.` : `Did you mean ${near}?`;
  report([...path, name], 'is not known here', mend, 'key');
}

function namesAt(path: readonly PropertyKey[]): readonly string[] {
  let here: z.core.$ZodType | undefined = routesDocument;
  for (const part of path) {
    const inner = unwrapped(here);
    if (inner instanceof z.ZodObject) here = (inner.shape as z.core.$ZodShape)[String(part)];
    else if (inner instanceof z.ZodArray) here = inner.element;
    else if (inner instanceof z.ZodRecord) here = inner.valueType;
  }
  const schema = unwrapped(here);
  return schema instanceof z.ZodObject ? Object.keys(schema.shape) : [];
}

function unwrapped(schema: z.core.$ZodType | undefined): z.core.$ZodType | undefined {
  let inner = schema;
  while (
    inner instanceof z.ZodOptional ||
    inner instanceof z.ZodDefault ||
    inner instanceof z.ZodPrefault
  ) {
    inner = inner.unwrap();
  }
  return inner;
}

function valueAt(path: readonly PropertyKey[], value: unknown): unknown {
  let here = value;
  for (const part of path) {
    if (typeof here !== 'object' || here === null) return undefined;
    here = (here as Readonly<Record<PropertyKey, unknown>>)[part];
  }
  return here;
}
