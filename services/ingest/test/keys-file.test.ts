import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeKeyFile } from '@duewatch/config';
import { hashApiKey } from '../src/index.ts';
import { closeDoors, invoice, keys, openDoor } from './door.ts';

const folder = mkdtempSync(join(tmpdir(), 'duewatch-keys-'));
const keysFile = join(folder, 'keys.json');
const made = 'dw_made_while_it_runs_and_long_enough_for_a_test';

afterEach(closeDoors);
afterAll(() => rmSync(folder, { recursive: true }));

const keyOf = (secret: string, tenantId = 'acme') => {
  const sha256 = hashApiKey(secret);
  return { keyId: 'made', tenantId, sha256, scopes: ['events:write' as const], calendars: [] };
};

describe('a file of keys', () => {
  beforeEach(() => rmSync(keysFile, { force: true }));

  it('opens and closes the door while it runs, and never for another key', async () => {
    const door = await openDoor({ settings: { keysFile } });
    const post = async (id: string, key: string) => (await door.post(invoice(id), { key })).status;
    expect(await post('1', made)).toBe(401);
    writeKeyFile(keysFile, [keyOf(made)]);
    await door.clock.advance(1_000);
    expect(await post('1', made)).toBe(202);
    writeKeyFile(keysFile, []);
    await door.clock.advance(1_000);
    expect(await post('2', made)).toBe(401);
    expect(await post('2', keys.erp)).toBe(202);
  });

  it.each([
    ['is broken', '{"keys": [{'],
    ['names a tenant that there is not', JSON.stringify({ keys: [keyOf('x', 'nobody')] })],
  ])('that %s leaves the keys known before, and says so', async (_, text) => {
    writeKeyFile(keysFile, [keyOf(made)]);
    const door = await openDoor({ settings: { keysFile }, log: true });
    writeFileSync(keysFile, text);
    await door.clock.advance(5_000);
    expect((await door.post(invoice('1'), { key: made })).status).toBe(202);
    const said = door.logged.filter((line) => line.includes('keys cannot be read'));
    expect(said).toHaveLength(1);
    expect(door.logged.join('')).not.toContain(made);
  });

  it('that is gone withdraws no key, and is said', async () => {
    writeKeyFile(keysFile, [keyOf(made)]);
    const door = await openDoor({ settings: { keysFile }, log: true });
    rmSync(keysFile);
    await door.clock.advance(5_000);
    expect((await door.post(invoice('1'), { key: made })).status).toBe(202);
    expect(door.logged.filter((line) => line.includes('keys.json is gone'))).toHaveLength(1);
  });

  it('of a tenant that stands for all of them keeps the door shut', async () => {
    writeKeyFile(keysFile, [keyOf('dw_for_all', 'duewatch')]);
    await expect(openDoor({ settings: { keysFile } })).rejects.toThrow('all tenants');
  });

  it('that is broken at the start keeps the door shut', async () => {
    writeFileSync(keysFile, 'not json');
    await expect(openDoor({ settings: { keysFile } })).rejects.toThrow('is no file of keys');
  });
});
