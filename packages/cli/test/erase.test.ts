import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hashApiKey } from '../../../services/ingest/src/index.ts';
import { runCli } from '../src/index.ts';

const folder = mkdtempSync(join(tmpdir(), 'duewatch-erase-'));
const settingsFile = join(folder, 'settings.json');
const before = { ...process.env };

beforeAll(() => {
  const keys = [{ keyId: 'k', tenantId: 'acme', sha256: hashApiKey('dw_of_acme') }];
  writeFileSync(settingsFile, JSON.stringify({ ingest: { keys } }));
});
afterEach(() => {
  process.env = { ...before };
});
afterAll(() => rmSync(folder, { recursive: true }));

/** These come to no server: `stack` is not in the settings. */
async function erase(apiKey: string, ...args: readonly string[]) {
  process.env['DUEWATCH_SETTINGS'] = settingsFile;
  process.env['DUEWATCH_API_KEY'] = apiKey;
  const said: string[] = [];
  const say = (line: string) => void said.push(line);
  const code = await runCli(['erase', 'C-7', '--reason', 'asked', ...args], { out: say, err: say });
  return { code, said: said.join('\n') };
}

describe('duewatch erase', () => {
  it('refuses to erase the customer of another tenant than the one that is named', async () => {
    expect(await erase('dw_of_acme', '--tenant', 'globex')).toEqual({
      code: 1,
      said: 'The key is of acme, whose customer it would erase. Use one of globex.',
    });
  });

  it('does not guess whose a key is', async () => {
    const { said } = await erase('dw_of_nobody');
    expect(said).toBe('The settings do not know this key. Say whose it is with --tenant.');
  });

  it('says that there is no key', async () => {
    const { code, said } = await erase('');
    expect({ code, said }).toMatchObject({ code: 2, said: expect.stringContaining('is not set') });
  });
});
