import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { runCli } from '../src/index.ts';

const alert = {
  ...{ alertId: 'a-1', tenantId: 'acme', customerId: 'C-1', code: 'OVERDUE_30', scope: null },
  ...{ title: 'Overdue', severity: 'warning', peak: 'warning', openedOn: 20_785, occurrences: 1 },
  ...{ band: 'B', amountAtStakeMinor: 100, currency: 'EUR', evidence: [] },
  attention: { told: null, muted: null, acknowledged: null, snooze: null },
};
const silence = {
  ...{ silenceId: 'S-1', tenantId: 'acme', by: 'mia', reason: 'review', from: 0, until: 1 },
  ...{ matcher: { customerId: null, branchId: null, ownerId: null, segment: null, codes: [] } },
  isLifted: true,
};

/** Alerting with three open alerts and a silence that was lifted. */
let alerting: Server;
beforeAll(async () => {
  alerting = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://alerting');
    const alerts = [alert, alert, alert].slice(0, Number(searchParams.get('limit')));
    response.end(JSON.stringify(pathname === '/alerts' ? { alerts } : { silences: [silence] }));
  });
  await new Promise<void>((resolve) => alerting.listen(0, '127.0.0.1', resolve));
});
afterAll(() => new Promise((resolve) => alerting.close(resolve)));

async function alerts(...args: readonly string[]) {
  const out: string[] = [];
  const err: string[] = [];
  const url = `http://127.0.0.1:${(alerting.address() as AddressInfo).port}`;
  const code = await runCli(['alerts', ...args, '--alerting', url], {
    out: (line) => void out.push(line),
    err: (line) => void err.push(line),
  });
  return { code, out, err: err.join('\n') };
}

describe('duewatch alerts', () => {
  it('says when there are more than it shows, and not when those are all', async () => {
    const few = await alerts('list', '--limit', '2');
    expect(few).toMatchObject({ code: 0, err: 'The first 2; --limit shows more.' });
    expect(few.out).toHaveLength(2);
    const all = await alerts('list', '--limit', '3');
    expect(all).toMatchObject({ code: 0, err: '' });
    expect(all.out).toHaveLength(3);
  });

  it('refuses a limit that is no number', async () => {
    expect(await alerts('list', '--limit', 'all')).toMatchObject({
      ...{ code: 1, err: '"all" is no number of lines.' },
    });
  });

  it.each(['S-1', 'S-2'])('lifts no silence that is not in force: %s', async (silenceId) => {
    expect(await alerts('unsilence', silenceId)).toMatchObject({
      code: 1,
      err: expect.stringMatching(`^No silence ${silenceId} is in force.`),
    });
  });
});
