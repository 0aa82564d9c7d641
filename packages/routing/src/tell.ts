import type { Labels } from './labels.ts';
import { matches } from './match.ts';
import type { Route, Routing } from './routing.ts';
import { type Moment, type When, whenOf } from './when.ts';

/** One receiver of an alert, when, and the routes that led there from the top. */
export interface Told {
  readonly receiver: string;
  readonly when: When;
  readonly path: readonly Route[];
  /** Told because nobody acknowledged what others were told. */
  readonly isEscalation: boolean;
}

/**
 * Who is to be told of an alert. Of the routes below one the first that matches has it, and with
 * `continue` the next ones, too; where none matches, the route above. Nobody is told twice: whom
 * several routes name is told by the first of them, or at once if one of them says so.
 */
export function tell(routing: Routing, labels: Labels, moment: Moment): readonly Told[] {
  const all = pathsTo(routing.root, labels).flatMap((path) =>
    toldBy(routing, path, labels, moment),
  );
  const byReceiver = new Map<string, Told>();
  for (const told of all) {
    const known = byReceiver.get(told.receiver);
    const isSooner = known?.when.kind === 'digest' && told.when.kind === 'now';
    if (known === undefined || isSooner) byReceiver.set(told.receiver, told);
  }
  return [...byReceiver.values()];
}

/** Every way down to a route that has the alert. */
function pathsTo(route: Route, labels: Labels): readonly (readonly Route[])[] {
  if (!matches(route.match, labels)) return [];
  const paths: (readonly Route[])[] = [];
  for (const below of route.routes) {
    const found = pathsTo(below, labels);
    paths.push(...found.map((path) => [route, ...path]));
    if (found.length > 0 && !below.continue) break;
  }
  return paths.length > 0 ? paths : [[route]];
}

function toldBy(
  routing: Routing,
  path: readonly Route[],
  labels: Labels,
  moment: Moment,
): readonly Told[] {
  const route = path.at(-1);
  if (route === undefined) return [];
  const { receiver, escalateTo } = route;
  const second = labels.isUnacknowledged ? escalateTo : [];
  return [
    ...(receiver === null
      ? []
      : [{ receiver, path, when: whenOf(routing, route, labels, moment), isEscalation: false }]),
    // What nobody takes up does not wait for a digest.
    ...second.map((id) => ({ receiver: id, path, when: NOW, isEscalation: true })),
  ];
}

const NOW: When = { kind: 'now' };
