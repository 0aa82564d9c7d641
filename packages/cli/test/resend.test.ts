import type { Bus } from '@duewatch/event-bus';
import {
  alertRecord,
  changeRecord,
  wireAlert,
} from '../../../services/notifier/test/alert-record.ts';
import { readActs } from '../src/acts/act-log.ts';
import { deliveryLines } from '../src/deliveries/delivery-lines.ts';
import { findDelivery, readDeliveries } from '../src/deliveries/ledger.ts';
import { resend } from '../src/deliveries/resend.ts';
import { readRecords } from '../src/stack/read-records.ts';
import { codec, held, ledger, sent, TEN } from './delivery-log.ts';

describe('a resend', () => {
  const failed = { ...sent, outcome: 'failed', reason: 'gone' } as const;

  it('goes to where the alert is, with the alert and the name of whoever wants it', async () => {
    const connection = await ledger(failed);
    await alerted(connection);
    await resend(connection, 'dlv_1', 'mia');
    const commands: unknown[] = [];
    await readRecords(connection, ['risk.commands'], ({ recordName, data }, record) => {
      if (recordName !== 'ResendCommand') return;
      const { alert, ...rest } = data;
      const { partition, headers } = record;
      const key = headers['ce_partitionkey'];
      commands.push({ ...rest, partition, key, alert: codec.decode(alert).data });
    });
    expect(commands).toMatchObject([
      {
        ...{ deliveryId: 'dlv_1', receiver: 'ops', by: 'mia', alertOffset: 1, partition: 2 },
        ...{ key: 'acme|C-1', alert: { alertId: 'ep-1', causedBy: { eventId: 'tick-1' } } },
      },
    ]);
    expect(await readActs(connection)).toMatchObject([
      { kind: 'delivery.resend', target: 'dlv_1', by: 'mia', detail: 'to ops' },
    ]);
  });

  it.each([
    ['of what nobody knows', sent, 'dlv_9', 'No delivery dlv_9'],
    ['of a held message', held, 'dlv_2', 'alerts release held-ops-1'],
    ['of a summary', { ...sent, transition: 'summary' } as const, 'dlv_1', 'resend of that'],
    ['of an alert that is gone', sent, 'dlv_1', 'no longer on risk.alerts'],
  ])('%s is refused, and says what to do', async (_, delivery, id, words) => {
    const connection = await ledger(delivery);
    await expect(resend(connection, id, 'mia')).rejects.toThrow(words);
    expect(await readActs(connection)).toEqual([]);
  });

  it('of a change goes to where the change is, with the change', async () => {
    const told = { transition: 'changed', episodeId: 'acme|C-1@0.7.0' } as const;
    const connection = await ledger({ ...failed, ...told });
    const producer = connection.bus.producer('scoring');
    for (const offset of [6, 7]) {
      const position = { generation: 0, offset, index: 0 };
      const change = { customerId: 'C-1', position, acceptedAt: TEN };
      await producer.send([{ ...changeRecord(codec, change), partition: 2 }]);
    }
    await producer.close();
    await resend(connection, 'dlv_1', 'mia');
    const commands: unknown[] = [];
    await readRecords(connection, ['risk.commands'], ({ recordName, data }, { partition }) => {
      if (recordName !== 'ResendCommand') return;
      commands.push({ ...data, partition, change: codec.decode(data.alert).data });
    });
    expect(commands).toMatchObject([
      { alertOffset: 1, partition: 2, change: { changeId: 'acme|C-1@0.7.0' } },
    ]);
  });

  it('ends as the log says last, whatever became of it before', async () => {
    const again = { ...sent, attempt: 1, resendId: 'resend-1' };
    const connection = await ledger(failed, again, { ...again, outcome: 'failed' });
    expect(await readDeliveries(connection, { state: 'failed' })).toEqual([]);
    const shown = deliveryLines(await findDelivery(connection, 'dlv_1')).join('\n');
    expect(shown).toContain('sent once more');
    expect(shown).toContain('failed: gone');
  });
});

/** Another alert, and then the one that `sent` tells, in partition 2. */
async function alerted({ bus }: { readonly bus: Bus }): Promise<void> {
  const producer = bus.producer('alerting');
  for (const eventId of ['tick-0', 'tick-1']) {
    const causedBy = { eventId, source: '/test', type: 'io.duewatch.ar.x' };
    const alert = { ...wireAlert({ acceptedAt: TEN, customerId: 'C-1' }), alertId: 'ep-1' };
    const record = alertRecord(codec, 'AlertOpened', { ...alert, causedBy });
    await producer.send([{ ...record, partition: 2 }]);
  }
  await producer.close();
}
