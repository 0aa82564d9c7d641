import type { Bus } from '@duewatch/event-bus';
import { auditCustomers } from '@duewatch/scoring-logic';
import { Rig } from './rig.ts';

const rig = new Rig();
afterAll(() => rig.stop());

const january = { issuedOn: '2026-01-05', dueOn: '2026-01-20' };

function audit(bus: Bus, sample = 100) {
  const { store, codec, partitions } = rig;
  return auditCustomers({ bus, store, codec, partitions, sample, baseCurrency: 'EUR', seed: '1' });
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
});
