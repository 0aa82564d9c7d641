import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Clock } from '@duewatch/config';
import { BusError } from '@duewatch/event-bus';
import { parsePolicy } from '@duewatch/policy';
import { defaultPolicy, type Policy } from '@duewatch/risk-core';
import { closeDoors, keys, openDoor } from '../../../services/ingest/test/door.ts';
import { runCli } from '../src/index.ts';
import { activatePolicy } from '../src/policy/activate.ts';

describe('duewatch policy', () => {
  const home = mkdtempSync(join(tmpdir(), 'duewatch-policy-'));
  afterEach(closeDoors);
  afterAll(() => rmSync(home, { recursive: true }));

  async function run(...args: readonly string[]) {
    const said = { out: [] as string[], err: [] as string[] };
    const code = await runCli(['policy', ...args], {
      out: (line) => said.out.push(line),
      err: (line) => said.err.push(line),
    });
    return { code, ...said };
  }

  function write(policy: object): string {
    const file = join(home, 'mine.json');
    writeFileSync(file, JSON.stringify(policy));
    return file;
  }

  const mine: Policy = { ...defaultPolicy, id: 'mine' };

  it('lints a document and says which version it is', async () => {
    expect(await run('lint', write(mine))).toMatchObject({
      code: 0,
      out: [expect.stringMatching(/is a policy: mine@1:[0-9a-f]{12}$/), expect.any(String)],
    });
  });

  it('lists every mistake with its place and its mend', async () => {
    const overdue = { ...mine.overdue, graceDays: 99, graceDay: 3 };
    const { code, err } = await run('lint', write({ ...mine, overdue }));
    expect(code).toBe(1);
    expect(err.join('\n')).toMatch(/overdue\.graceDays must be days, 0 to 60/);
    expect(err.join('\n')).toMatch(/overdue\.graceDay is no field.*\n +Did you mean "graceDays"/);
  });

  it('sends the whole document to every partition, with a key that may', async () => {
    const door = await openDoor();
    const text = JSON.stringify(mine);
    const document = parsePolicy(text);
    if (document.kind === 'refused') throw new Error('the policy is broken');
    const terminal = { err: () => undefined };
    const call = { url: door.url, apiKey: keys.erp, clock: door.clock, terminal };
    expect((await activatePolicy(document, text, call)).rejected).toHaveLength(1);
    const { accepted } = await activatePolicy(document, text, { ...call, apiKey: keys.admin });
    expect(accepted).toBe(1);
    const events = (await door.events()).filter(
      ({ body }) => body?.recordName === 'PolicyActivated',
    );
    expect(events.map(({ record }) => record.partition).sort()).toEqual([0, 1, 2]);
    expect(events[0]?.body?.data).toMatchObject({ policyId: 'mine', document: text });
  });

  it('says that it waits while Kafka is away, and gives up after some seconds', async () => {
    let isAway = false;
    const door = await openDoor({
      faults: {
        beforeAppend: () => {
          if (isAway) throw new BusError('UNAVAILABLE', 'no broker answers');
        },
      },
    });
    isAway = true;
    let nowMs = 0;
    const clock: Clock = {
      now: () => nowMs,
      schedule(delayMs, fn) {
        nowMs += delayMs;
        setImmediate(fn);
        return () => undefined;
      },
    };
    const said: string[] = [];
    const terminal = { err: (line: string) => void said.push(line) };
    const text = JSON.stringify(mine);
    const document = parsePolicy(text);
    if (document.kind === 'refused') throw new Error('the policy is broken');
    const call = { url: door.url, apiKey: keys.admin, clock, terminal };
    await expect(activatePolicy(document, text, call)).rejects.toThrow(/takes nothing: 503 Kafka/);
    expect(said).toEqual([
      expect.stringMatching(/^waiting up to 15 s for the door .*Kafka cannot/),
    ]);
    expect(nowMs).toBeLessThanOrEqual(15_000);
  });
});
