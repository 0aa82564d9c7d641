import {
  type Document,
  isCollection,
  isMap,
  isNode,
  isScalar,
  LineCounter,
  parseDocument,
} from 'yaml';
import type { z } from 'zod';
import { routesDocument } from './document.ts';
import { reportIssue } from './explain-issue.ts';
import type { Report, RoutesProblem } from './problem.ts';
import { buildRouting, pathText, type Routing } from './routing.ts';
import { type KnownReceiver, reportNonsense } from './sense.ts';

export type ParsedRoutes =
  | { readonly kind: 'ok'; readonly routing: Routing }
  /** Every mistake that was found, in the order of the file. */
  | { readonly kind: 'refused'; readonly problems: readonly RoutesProblem[] };

/**
 * Reads routes written in YAML. Without `receivers`, those that the settings have, any name of a
 * receiver will do.
 */
export function parseRoutes(text: string, receivers?: readonly KnownReceiver[]): ParsedRoutes {
  const places = new LineCounter();
  const document = parseDocument(text, { lineCounter: places, prettyErrors: false });
  const problems: RoutesProblem[] = [];
  const report: Report = (path, problem, mend, at) => {
    const { line, column } = placeOf(offsetOf(document, path, at), places);
    problems.push({ line, column, path: pathText(path), problem, mend });
  };
  for (const { message, pos } of document.errors) {
    const { line, column } = placeOf(pos[0], places);
    const mend = 'Correct it there; lists and what is below a name are indented by spaces.';
    problems.push({ line, column, path: '', problem: `is no YAML: ${message}`, mend });
  }
  const written = problems.length > 0 ? undefined : valuesOf(document, report);
  if (problems.length > 0) return { kind: 'refused', problems };
  const checked = routesDocument.safeParse(written ?? {});
  if (!checked.success) {
    for (const issue of checked.error.issues) reportIssue(issue, written, report);
  } else {
    reportNonsense(checked.data, receivers, report);
  }
  if (!checked.success || problems.length > 0) {
    return { kind: 'refused', problems: problems.sort((a, b) => a.line - b.line) };
  }
  const lineOf = (path: readonly PropertyKey[]): number =>
    placeOf(offsetOf(document, path), places).line;
  return { kind: 'ok', routing: buildRouting(checked.data, lineOf) };
}

/** Aliases are followed only here: one may be of no anchor, or stand for too much. */
function valuesOf(document: ReturnType<typeof parseDocument>, report: Report): unknown {
  try {
    return document.toJS();
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    report([], `has an alias that cannot be followed: ${why}`, 'Write out what it stands for.');
    return undefined;
  }
}

/** Routes that come from elsewhere than a file. */
export function routingOf(document: z.input<typeof routesDocument>): Routing {
  return buildRouting(routesDocument.parse(document));
}

function placeOf(offset: number, places: LineCounter): { line: number; column: number } {
  const { line, col } = places.linePos(offset);
  return { line: Math.max(line, 1), column: Math.max(col, 1) };
}

/** Where the value at a path, or its name, begins; for what is missing, what should have it. */
function offsetOf(document: Document, path: readonly PropertyKey[], at?: 'key'): number {
  const above = path.length === 0 ? undefined : document.getIn(path.slice(0, -1), true);
  if (at === 'key' && isMap(above)) {
    const named = above.items.find(({ key }) => isScalar(key) && key.value === path.at(-1));
    if (isNode(named?.key)) return named.key.range?.[0] ?? 0;
  }
  for (let length = path.length; length >= 0; length -= 1) {
    const parts = path.slice(0, length);
    const node = length === 0 ? document.contents : document.getIn(parts, true);
    if (isNode(node) && (isScalar(node) || isCollection(node))) return node.range?.[0] ?? 0;
  }
  return 0;
}
