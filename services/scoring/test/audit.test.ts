import { type Bus, partitionOf } from '@duewatch/event-bus';
import { auditCustomers } from '@duewatch/scoring-logic';
import type { PartitionStore } from '@duewatch/stream';
import { Rig } from './rig.ts';

const rig = new Rig();
afterAll(() => rig.stop());

const january = { issuedOn: '2026-01-05', dueOn: '2026-01-20' };

function audit(bus: Bus, sample = 100, store = rig.store) {
  const { codec, partitions } = rig;
  return auditCustomers({ bus, store, codec, partitions, sample, baseCurrency: 'EUR', seed: '1' });
}

/** The state as it would be if of one customer, or of one of its pages, there were this. */
function stateWith(key: string, stored: Buffer | null, name = 'profiles'): PartitionStore {
  const { store } = rig;
  return {
    ...store,
    async scan(...asked) {
      const found = await store.scan(...asked);
      const fields = found.fields.filter((field) => field !== key || stored !== null);
      return { ...found, fields };
    },
    async glance(partition, needs) {
      const found = await store.glance(partition, needs);
      const values = [...found.values].map(([collection, list]) => {
        const at = collection === name ? (needs.get(collection)?.indexOf(key) ?? -1) : -1;
        return [collection, at < 0 ? list : list.with(at, stored)] as const;
      });
      return { ...found, values: new Map(values) };
    },
  };
}

/** The stored page of open invoices of a customer who has but one. */
async function pageOf(key: string): Promise<Buffer | null> {
  const needs = new Map([['items', [`${key}|i0`]]]);
  const found = await rig.store.load(partitionOf(key, rig.partitions), needs);
  return found.get('items')?.[0] ?? null;
}

describe('an audit of scoring', () => {
  beforeAll(async () => {
    await rig.start();
    await rig.play(rig.tick('2026-01-05'));
    for (let at = 0; at < 12; at += 1) {
      await rig.play(rig.invoice(`C${at}`, `I${at}`, january, 100_000 + at));
    }
    for (const date of ['2026-01-21', '2026-02-10', '2026-03-05']) await rig.play(rig.tick(date));
    await rig.play(rig.invoice('C3', 'I-new', january, 5_000));
  });

  it('finds nothing where the state is what the log comes to', async () => {
    expect(await audit(rig.cluster.connect())).toEqual({ customers: 12, outdated: 0, drifts: [] });
  });

  it('looks at as many customers of each partition as it is asked to', async () => {
    const { customers } = await audit(rig.cluster.connect(), 1);
    expect(customers).toBe(3);
  });

  it('names the customer whose state holds what the log does not, with both', async () => {
    const bus = rig.cluster.connect();
    const read: Bus['read'] = (options) =>
      bus.read({
        ...options,
        onRecord: (record) =>
          record.key === 'acme|C3' && record.offset > 5 ? undefined : options.onRecord(record),
      });
    const { drifts } = await audit({ ...bus, read });
    expect(drifts).toMatchObject([
      { key: 'acme|C3', stored: { openMinor: 105_003 }, folded: { openMinor: 100_003 } },
    ]);
  });

  it('names the customer of whom the log tells and the state does not', async () => {
    const report = await audit(rig.cluster.connect(), 100, stateWith('acme|C3', null));
    expect(report).toMatchObject({
      customers: 12,
      drifts: [{ key: 'acme|C3', stored: null, folded: { openMinor: 105_003 } }],
    });
  });

  it.each([
    ['lacks', async () => null],
    ['holds otherwise', () => pageOf('acme|C4')],
  ])('names the page of invoices that the state %s', async (_, page) => {
    const store = stateWith('acme|C3|i0', await page(), 'items');
    expect((await audit(rig.cluster.connect(), 100, store)).drifts).toMatchObject([
      {
        key: 'acme|C3',
        stored: { openMinor: 105_003 },
        folded: { openMinor: 105_003 },
        pages: ['i0'],
      },
    ]);
  });

  it('names the customer whose state cannot be read, and goes on', async () => {
    const store = stateWith('acme|C3', Buffer.from('garbage'));
    expect(await audit(rig.cluster.connect(), 100, store)).toMatchObject({
      customers: 12,
      drifts: [
        {
          key: 'acme|C3',
          stored: { unreadable: 'no profile has version 103' },
          folded: { openMinor: 105_003 },
        },
      ],
    });
  });

  it('misses nobody who was erased', async () => {
    await rig.play(rig.invoice('C-gone', 'I-gone', january, 7_000));
    await rig.play(rig.erased('C-gone', '2026-03-05'));
    expect((await audit(rig.cluster.connect())).drifts).toEqual([]);
  });
});
