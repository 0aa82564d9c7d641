import type { Records } from '@duewatch/contracts';
import { createMemoryStore } from '@duewatch/stream';
import { day, Rig } from './rig.ts';

const HOUR_MS = 3_600_000;
const lastHeard = day('2026-01-05') * 24 * HOUR_MS;

let rig: Rig;
beforeEach(() => {
  rig = new Rig(3);
});
afterEach(() => rig.stop());

const silent = (source: string, on = '2026-01-07') =>
  rig.broadcast('FeedWentSilent', on, { source, silentSince: lastHeard });
const resumed = (source: string, on = '2026-01-08') =>
  rig.broadcast('FeedResumed', on, { source, resumedAt: day(on) * 24 * HOUR_MS });

/** What a topic says of feeds, with the keys and partitions of the records. */
async function told<Name extends 'FeedStale' | 'FeedStatusUpdated'>(topic: string, name: Name) {
  return (await rig.records(topic)).flatMap(({ key, partition, value }) => {
    const decoded = value === null ? undefined : rig.codec.decode(value);
    if (decoded?.recordName !== name) return [];
    return [{ key, partition, ...(decoded.data as Records[Name]) }];
  });
}

const stale = () => told('risk.changes', 'FeedStale');
const statuses = () => told('risk.profiles', 'FeedStatusUpdated');

describe('a feed that falls silent', () => {
  it('is told to dunning once per partition, and to alerting once in all', async () => {
    await rig.start();
    await rig.play(silent('bank'));
    const records = await stale();
    expect(records.map(({ partition }) => partition).sort()).toEqual([0, 1, 2]);
    for (const record of records) {
      expect(record.key).toBe(`acme|~feed.bank.${record.partition}`);
      expect(record).toMatchObject({ isStale: true, since: lastHeard, previousPosition: null });
    }
    expect(await statuses()).toEqual([
      expect.objectContaining({
        ...{ key: 'acme|~feed.bank', tenantId: 'acme', source: 'bank', isSilent: true },
        ...{ since: lastHeard, silentHours: 48, asOf: day('2026-01-07'), previousPosition: null },
      }),
    ]);
  });

  it('is told once though several processes of the door notice it', async () => {
    await rig.start();
    await rig.play(silent('bank'), silent('bank'), silent('erp'));
    expect((await stale()).map(({ source }) => source).sort()).toEqual([
      ...['bank', 'bank', 'bank', 'erp', 'erp', 'erp'],
    ]);
    expect((await statuses()).map(({ source }) => source)).toEqual(['bank', 'erp']);
  });

  it('is over when it is heard again, in a chain without a gap', async () => {
    await rig.start();
    await rig.play(resumed('bank', '2026-01-06'), silent('bank'), resumed('bank'));
    const chains = Map.groupBy(await stale(), ({ partition }) => partition);
    for (const [first, second, ...rest] of chains.values()) {
      expect([first?.isStale, second?.isStale]).toEqual([true, false]);
      expect(second?.previousPosition).toEqual(first?.position);
      expect(rest).toEqual([]);
    }
    const [began, ended, ...others] = await statuses();
    expect([began?.isSilent, ended?.isSilent, ended?.silentHours]).toEqual([true, false, 0]);
    expect(ended?.previousPosition).toEqual(began?.position);
    expect(others).toEqual([]);
  });

  it('is told at the same positions when scoring begins again without its state', async () => {
    await rig.start();
    await rig.play(silent('bank'), resumed('bank'));
    const before = [...(await stale()), ...(await statuses())];
    await rig.stop();
    rig.store = createMemoryStore();
    await rig.start();
    await rig.settled();
    const after = [...(await stale()), ...(await statuses())];
    expect(after).toHaveLength(2 * before.length);
    expect(new Set(after.map((one) => JSON.stringify(one)))).toEqual(
      new Set(before.map((one) => JSON.stringify(one))),
    );
  });
});
