// Who is told of an alert, and when: a tree of routes as people write it in YAML, read with place
// and mend for every mistake, and the walk through it; and which systems get every change. Pure: it
// opens no file, asks no clock and sends nothing; what it answers it can explain.
export { alertCodeMend, alertCodes } from './alert-codes.ts';
export { changeRoutesOf } from './change-routes.ts';
export { describeRoute } from './describe-route.ts';
export { type ReceiverFilter, routesOfFilters } from './filter-routes.ts';
export { type Labels, SEVERITIES, type Severity } from './labels.ts';
export { parseMoney } from './money.ts';
export { type ParsedRoutes, parseRoutes } from './parse-routes.ts';
export { problemText, type RoutesProblem } from './problem.ts';
export type { ChangeRoute, Route, Routing } from './routing.ts';
export type { KnownReceiver } from './sense.ts';
export { type Told, tell } from './tell.ts';
export type { Moment, When } from './when.ts';
