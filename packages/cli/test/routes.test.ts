import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCli } from '../src/run-cli.ts';

const folder = mkdtempSync(join(tmpdir(), 'duewatch-routes-'));
const example = join(import.meta.dirname, '..', '..', '..', 'examples', 'routes.yaml');

function write(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

async function routes(...args: string[]) {
  const out: string[] = [];
  const err: string[] = [];
  const terminal = {
    out: (line: string) => void out.push(line.replaceAll(example, 'routes.yaml')),
    err: (line: string) => void err.push(line),
  };
  const code = await runCli(['routes', ...args], terminal);
  return { code, out, err: err.join('\n') };
}

const alert = {
  tenantId: 'acme',
  customerId: 'c-1',
  branchId: 'lyon',
  severity: 'error',
  code: 'OVERDUE_60',
  amountAtStakeMinor: 25_000_000,
  currency: 'EUR',
  // Saturday night in Paris.
  acceptedAt: Date.parse('2026-11-28T22:00:00Z'),
};

describe('duewatch routes', () => {
  it('says who would be told of such an alert, when, and by which routes', async () => {
    const labels = 'severity=critical,branch=lyon';
    expect(await routes('test', '--file', example, '--labels', labels)).toEqual({
      code: 0,
      err: '',
      out: [
        'credit-team          now',
        '  routes.yaml:18  everything',
        '  routes.yaml:29  at least critical',
        '  then credit-manager, if nobody acknowledges it',
      ],
    });
  });

  it('says the same of an alert in a file, as of its own time', async () => {
    const event = write('alert.json', JSON.stringify(alert));
    const { out } = await routes('test', '--file', example, '--event', event);
    expect(out.filter((line) => !line.startsWith(' '))).toEqual([
      'credit-manager       now',
      'credit-team          muted by nights until 2026-11-30 07:00 (branch lyon)',
    ]);
  });

  it('takes the time that is asked about, and codes by their family', async () => {
    const file = write(
      'overdue.yaml',
      'route:\n  receiver: rest\n  deliver: digest\n' +
        '  routes: [{ match: { code: OVERDUE }, receiver: dunning }]\n',
    );
    const asked = ['--labels', 'code=OVERDUE_90', '--at', '2026-11-27T09:00:00Z'];
    const { out } = await routes('test', '--file', file, ...asked);
    expect(out[0]).toBe('dunning              in the digest of 2026-11-30 08:00');
  });

  it('says who hears it when nobody has acknowledged it', async () => {
    const labels = 'severity=critical,unacknowledged=true';
    const { out } = await routes('test', '--file', example, '--labels', labels);
    expect(out).toContain('credit-manager       now, because nobody has acknowledged it');
  });

  it('says which systems get every change of the tenant', async () => {
    const asked = ['test', '--file', example, '--labels', 'severity=critical,tenant=demo'];
    const { out } = await routes(...asked);
    expect(out.slice(-2)).toEqual([
      'systems              every change of demo',
      '  routes.yaml:38',
    ]);
    const json = (await routes(...asked, '--json')).out.map((line) => JSON.parse(line));
    expect(json.at(-1)).toMatchObject({ receiver: 'systems', changes: { tenant: ['demo'] } });
  });

  it('finds no mistake in the example, and every one in others, with place and mend', async () => {
    expect(await routes('lint', '--file', example)).toMatchObject({ code: 0 });
    const file = write('broken.yaml', 'route:\n  reciever: ops\n');
    const { code, err } = await routes('lint', '--file', file);
    expect(code).toBe(1);
    expect(err).toContain(`${file}:2:3 route.reciever is not known here. Did you mean receiver?`);
  });

  it.each([
    ['a label that is none', 'colour=red', 'There are tenant, customer, branch'],
    ['a misspelt one', 'brnch=lyon', 'Did you mean branch?'],
    ['a severity that is none', 'severity=bad', 'Say one of info, warning, error, critical.'],
    ['a code that no alert has', 'code=OVERDU_60', 'Did you mean OVERDUE_60?'],
    ['an amount without currency', 'amount=5000', 'Say such as 10000 EUR.'],
    ['a word', 'lyon', 'Say such as branch=lyon.'],
  ])('refuses %s', async (_, labels, mend) => {
    const { code, err } = await routes('test', '--file', example, '--labels', labels);
    expect(code).toBe(1);
    expect(err).toContain(mend);
  });
});
