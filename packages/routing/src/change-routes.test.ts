import { changeRoutesOf } from './change-routes.ts';
import { parseRoutes } from './parse-routes.ts';

/** The receivers of a tenant's changes, each with its line. */
function whoGets(yaml: string, tenantId: string): readonly string[] {
  const parsed = parseRoutes(yaml);
  if (parsed.kind === 'refused') throw new Error(JSON.stringify(parsed.problems));
  return changeRoutesOf(parsed.routing, tenantId).map(
    ({ receiver, line }) => `${receiver}:${line}`,
  );
}

const yaml = `
route: { receiver: ops }
changes:
  - { receiver: dunning, tenant: acme }
  - receiver: warehouse
    tenant: [acme, globex]
`;

describe('the changes of a tenant', () => {
  it('go to every system that is to have them, and to no other', () => {
    expect(whoGets(yaml, 'acme')).toEqual(['dunning:4', 'warehouse:5']);
    expect(whoGets(yaml, 'globex')).toEqual(['warehouse:5']);
    expect(whoGets(yaml, 'acm')).toEqual([]);
  });

  it('go nowhere unless somebody says so', () => {
    expect(whoGets('route: { receiver: ops }', 'acme')).toEqual([]);
  });
});
