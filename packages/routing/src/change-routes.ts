import type { ChangeRoute, Routing } from './routing.ts';

/** Who gets the changes of a tenant. */
export function changeRoutesOf({ changes }: Routing, tenantId: string): readonly ChangeRoute[] {
  return changes.filter(({ tenant }) => tenant.includes(tenantId));
}
