import type { MatchDocument, RouteDocument, RoutesDocument } from './document.ts';
import type { WeeklyHours } from './hours.ts';

/** A route with everything that it has from those above it. */
export interface Route {
  /** Where it stands, such as `route.routes[2]`. */
  readonly name: string;
  /** In its file; null for one that was not read from a file. */
  readonly line: number | null;
  readonly match: MatchDocument;
  readonly continue: boolean;
  /** Null tells nobody: only for what has no receiver all the way up. */
  readonly receiver: string | null;
  readonly deliver: 'now' | 'digest';
  readonly groupBy: RouteDocument['groupBy'] | null;
  readonly mute: readonly string[];
  readonly escalateTo: readonly string[];
  readonly routes: readonly Route[];
}

/** A system that gets every change of these tenants. */
export interface ChangeRoute {
  /** Where it stands, such as `changes[0]`. */
  readonly name: string;
  /** In its file; null for one that was not read from a file. */
  readonly line: number | null;
  readonly receiver: string;
  readonly tenant: readonly string[];
}

/** When a receiver works, by the clock on its wall. */
export interface ReceiverHours {
  readonly timeZone: string;
  readonly workingHours: WeeklyHours;
}

/** Routes that can be walked. */
export interface Routing {
  readonly root: Route;
  readonly changes: readonly ChangeRoute[];
  readonly muteTimes: Readonly<Record<string, readonly WeeklyHours[]>>;
  hoursOf(receiver: string): ReceiverHours;
}

type LineOf = (path: readonly PropertyKey[]) => number | null;

/** Makes the routes of a document ready to be walked. */
export function buildRouting(document: RoutesDocument, lineOf: LineOf = () => null): Routing {
  const { timeZone, workingHours, receivers, muteTimes, changes } = document;
  const hours = new Map(
    Object.entries(receivers).map(([id, own]): [string, ReceiverHours] => [
      id,
      { timeZone: own.timeZone ?? timeZone, workingHours: own.workingHours ?? workingHours },
    ]),
  );
  return {
    root: routeOf(document.route, ['route'], TOP, lineOf),
    changes: changes.map((one, index) => {
      const path = ['changes', index];
      return { ...one, name: pathText(path), line: lineOf(path) };
    }),
    muteTimes,
    hoursOf: (receiver) => hours.get(receiver) ?? { timeZone, workingHours },
  };
}

type Inherited = Pick<Route, 'receiver' | 'deliver' | 'groupBy' | 'mute' | 'escalateTo'>;

const TOP: Inherited = {
  receiver: null,
  deliver: 'now',
  groupBy: null,
  mute: [],
  escalateTo: [],
};

function routeOf(
  written: RouteDocument,
  path: readonly PropertyKey[],
  above: Inherited,
  lineOf: LineOf,
): Route {
  const own: Inherited = {
    receiver: written.receiver ?? above.receiver,
    deliver: written.deliver ?? above.deliver,
    groupBy: written.groupBy ?? above.groupBy,
    mute: written.mute ?? above.mute,
    escalateTo: written.escalateTo ?? above.escalateTo,
  };
  return {
    ...own,
    name: pathText(path),
    line: lineOf(path),
    match: written.match ?? {},
    continue: written.continue,
    routes: (written.routes ?? []).map((below, index) =>
      routeOf(below, [...path, 'routes', index], own, lineOf),
    ),
  };
}

/** `['route', 'routes', 2]` → `route.routes[2]` */
export function pathText(path: readonly PropertyKey[]): string {
  return path
    .map((part, at) =>
      typeof part === 'number' ? `[${part}]` : `${at === 0 ? '' : '.'}${String(part)}`,
    )
    .join('');
}
