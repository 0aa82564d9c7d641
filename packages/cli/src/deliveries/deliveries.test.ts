import { held, ledger, sent } from '../../test/delivery-log.ts';
import { readActs } from '../acts/act-log.ts';
import { settleBatch } from '../alerts/settle-batch.ts';
import { readRecords } from '../stack/read-records.ts';
import { deliveryLine, deliveryLines } from './delivery-lines.ts';
import { readDeliveries } from './ledger.ts';

describe('the list of deliveries', () => {
  it('says who was told what, when and how it ended', async () => {
    const [line] = (await readDeliveries(await ledger(sent), {})).map(deliveryLine);
    for (const part of ['2026-03-03T10:00:00', 'ops (slack)', 'acme|C-1', 'opened', 'ep-1']) {
      expect(line).toContain(part);
    }
    expect(line).toContain('sent after 3 tries perhaps twice');
  });

  it.each([
    ['customer', { customer: 'C-2' }],
    ['state', { state: 'held' }],
    ['batch', { batch: 'held-ops-1' }],
  ])('is narrowed by %s', async (_, filter) => {
    const found = await readDeliveries(await ledger(sent, held), filter);
    expect(found.map(({ last }) => last.deliveryId)).toEqual(['dlv_2']);
  });

  it('goes by the last word on each, and keeps the first end', async () => {
    const released = { ...held, outcome: 'sent', reason: null, batchId: null } as const;
    const repeat = { ...released, outcome: 'failed' } as const;
    const connection = await ledger(held, released, repeat);
    expect(await readDeliveries(connection, { state: 'held' })).toEqual([]);
    const [found] = await readDeliveries(connection, { batch: 'held-ops-1' });
    expect(found?.last.outcome).toBe('sent');
    expect(found && deliveryLines(found).join('\n')).toContain('held: storm in held-ops-1');
  });
});

describe('a verdict on a batch', () => {
  it('reaches every partition once, and says who gave it', async () => {
    const connection = await ledger(held);
    const wish = { kind: 'drop', by: 'mia', reason: 'wrong rates' } as const;
    expect(await settleBatch(connection, 'held-ops-1', wish)).toEqual({
      messages: 1,
      receiver: 'ops',
    });
    const commands: unknown[] = [];
    await readRecords(connection, ['risk.commands'], ({ data }, { partition }) => {
      commands.push({ partition, ...data });
    });
    expect(commands).toHaveLength(3);
    expect(commands).toContainEqual(
      expect.objectContaining({ partition: 2, batchId: 'held-ops-1', tenantId: 'acme', ...wish }),
    );
    expect(await readActs(connection)).toMatchObject([
      { kind: 'batch.drop', target: 'held-ops-1', by: 'mia', detail: 'wrong rates' },
    ]);
  });

  it('is refused where nothing is held', async () => {
    const connection = await ledger(sent);
    const wish = { kind: 'release', by: 'mia', reason: null } as const;
    await expect(settleBatch(connection, 'held-ops-1', wish)).rejects.toThrow('Nothing is held');
    expect(await readActs(connection)).toEqual([]);
  });
});
