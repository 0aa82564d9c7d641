import type { Severity } from './labels.ts';
import { routingOf } from './parse-routes.ts';
import type { Routing } from './routing.ts';

/** What a receiver asks for where there is no file of routes. */
export interface ReceiverFilter {
  readonly id: string;
  /** A warning when absent. */
  readonly minSeverity?: Severity | undefined;
  readonly codes?: readonly string[] | undefined;
  readonly tenants?: readonly string[] | undefined;
}

/** The filters of receivers as routes: each hears at once what fits, whatever others hear. */
export function routesOfFilters(receivers: readonly ReceiverFilter[]): Routing {
  const routes = receivers.map(({ id, minSeverity = 'warning', codes, tenants }) => ({
    receiver: id,
    continue: true,
    match: { minSeverity, code: codes?.slice(), tenant: tenants?.slice() },
  }));
  return routingOf({ route: { routes } });
}
