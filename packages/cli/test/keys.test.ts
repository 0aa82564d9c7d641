import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCli } from '../src/index.ts';

const folder = mkdtempSync(join(tmpdir(), 'duewatch-keys-'));
const keysFile = join(folder, 'keys.json');
const settingsFile = join(folder, 'settings.json');
const before = process.env['DUEWATCH_SETTINGS'];

beforeAll(() => {
  const tenants = [{ tenantId: 'acme', calendarId: 'acme' }];
  writeFileSync(settingsFile, JSON.stringify({ ingest: { keysFile, tenants } }));
  process.env['DUEWATCH_SETTINGS'] = settingsFile;
});
afterAll(() => {
  if (before === undefined) delete process.env['DUEWATCH_SETTINGS'];
  else process.env['DUEWATCH_SETTINGS'] = before;
  rmSync(folder, { recursive: true });
});

async function keys(...args: readonly string[]) {
  const said: string[] = [];
  const say = (line: string) => void said.push(line);
  const code = await runCli(['keys', ...args], { out: say, err: say });
  return { code, said: said.join('\n') };
}

describe('duewatch keys', () => {
  it('says that there are none yet', async () => {
    expect(await keys('list')).toEqual({ code: 0, said: 'None.' });
  });

  it.each([
    [['--id', 'erp 1'], '--id must be letters, digits and _.-.'],
    [['--id', 'e'.repeat(41)], '--id must be at most 40 characters.'],
    [['--calendar', 'a b'], '--calendar must be a calendar id.'],
    [['--scope', 'root'], 'root is no scope. Use events:write,'],
  ])('refuses %j in one line, and makes no key', async (args, line) => {
    const { code, said } = await keys('create', '--tenant', 'acme', ...args);
    expect({ code, lines: said.split('\n').length }).toEqual({ code: 1, lines: 1 });
    expect(said).toContain(line);
    expect(existsSync(keysFile)).toBe(false);
  });

  it('refuses a tenant that there is not, and names those that there are', async () => {
    const { said } = await keys('create', '--tenant', 'globex');
    expect(said).toBe('Say whose it is with --tenant, one of acme.');
  });
});
