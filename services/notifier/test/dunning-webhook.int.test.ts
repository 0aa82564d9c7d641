import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { changeRecord, type WireChange } from './alert-record.ts';
import { codec, Rig } from './rig.ts';
import { createTwinWorld } from './twin-world.ts';

jest.setTimeout(30_000);

const root = join(import.meta.dirname, '..', '..', '..');
const program = join(root, 'examples', 'consumers', 'dunning', 'webhook.mjs');

/** The example in the place of the webhook; what it has said so far. */
interface Dunning {
  readonly process: ChildProcess;
  said(): string;
}

async function startDunning(...args: readonly string[]): Promise<Dunning> {
  const child = spawn(process.execPath, [program, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  await once(child.stdout, 'data');
  return { process: child, said: () => said };
}

async function kill({ process: child }: Dunning): Promise<void> {
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
}

describe('the example of a dunning system that listens to a webhook', () => {
  let folder: string;
  let table: string;
  const treatmentOf = (key: string) => JSON.parse(readFileSync(table, 'utf8'))[key].treatment;
  let rig: Rig;
  let dunning: Dunning;

  const start = () => startDunning(new URL(rig.webhook.url).port, rig.webhook.secret, table);
  const at = (nth: number) => ({ generation: 0, offset: nth, index: 0 });
  const change = (nth: number, treatment: NonNullable<WireChange['treatment']>) =>
    changeRecord(codec, {
      ...{ position: at(nth), previousPosition: nth > 1 ? at(nth - 1) : null, treatment },
      acceptedAt: rig.now(),
    });

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'duewatch-dunning-'));
    table = join(folder, 'table.json');
    // Signatures are checked against the real time.
    rig = await Rig.create(createTwinWorld(Date.now()));
    rig.writeRoutes('{ route: { receiver: ops }, changes: [{ receiver: systems, tenant: acme }] }');
    await rig.leave('systems');
    dunning = await start();
    await rig.start();
  });
  afterEach(async () => {
    await kill(dunning);
    await rig.close();
    rmSync(folder, { recursive: true });
  });

  it('has every change, also after it was killed, and knows of one that never came', async () => {
    await rig.publish(change(1, 'standard'));
    await rig.drained();
    expect(treatmentOf('acme|c-1')).toBe('standard');
    await kill(dunning);
    await rig.publish(change(2, 'firm'), change(3, 'strict'));
    await rig.until(
      'it was tried',
      async () => (await rig.status()).retried['webhook:unreachable'],
    );
    dunning = await start();
    await rig.drained();
    expect(treatmentOf('acme|c-1')).toBe('strict');
    expect(dunning.said()).not.toContain('never came');
    await rig.publish(change(5, 'soft'));
    await rig.drained();
    expect(treatmentOf('acme|c-1')).toBe('soft');
    expect(dunning.said()).toContain('acme|c-1: something before this never came');
  });

  it('takes nothing that is signed by somebody else', async () => {
    await kill(dunning);
    const other = `whsec_${Buffer.alloc(32, 9).toString('base64')}`;
    dunning = await startDunning(new URL(rig.webhook.url).port, other, table);
    await rig.publish(change(1, 'firm'));
    await rig.until('it was refused', async () => {
      return (await rig.status()).retried['webhook:not_authorized'];
    });
    expect(dunning.said()).not.toContain('acme');
  });
});
