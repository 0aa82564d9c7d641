import type { BusRecord } from '@duewatch/event-bus';
import { changeRecord } from './alert-record.ts';
import { commandRecord } from './command-record.ts';
import { codec, Rig, type World } from './rig.ts';

/** How a person has something sent once more, on the twins and on real servers alike. */
export function resendContract(name: string, makeWorld: () => Promise<World>): void {
  describe(name, () => {
    let rig: Rig;
    beforeEach(async () => {
      rig = await Rig.create(await makeWorld());
    });
    afterEach(() => rig.close());

    /** Mia wants this receiver told once more of the first alert of `c-1`. */
    async function resend(receiver: string, commandId = 'resend-1'): Promise<void> {
      const alert = (await rig.records('risk.alerts')).find(({ key }) => key === 'acme|c-1');
      await rig.publish(wishOf(alert as BusRecord, { receiver, commandId, at: rig.now() }));
      await rig.until('it is on record', async () => (await endsOf(commandId)).length > 0);
      await rig.drained();
    }

    const endsOf = async (commandId: string) =>
      (await rig.deliveries()).filter(({ resendId }) => resendId === commandId);

    it('tells that receiver again, under the same id, with whose wish it was', async () => {
      await rig.start();
      await rig.publish(rig.opened({ severity: 'error' }));
      await rig.drained();
      for (const receiver of ['ops', 'desk', 'systems']) await resend(receiver, `to-${receiver}`);
      const [, slack] = rig.slack.received();
      expect(JSON.stringify(slack)).toContain('sent again at the wish of mia');
      const [mail, mailAgain] = rig.mail.received();
      expect(mailAgain?.text).toContain('Sent again at the wish of mia.');
      expect(mailAgain?.messageId).not.toBe(mail?.messageId);
      expect(mailAgain).toMatchObject({ inReplyTo: mail?.messageId, subject: mail?.subject });
      const [hook, hookAgain] = rig.webhook.received();
      expect(hookAgain?.id).toBe(hook?.id);
      const sentAgain = { resendId: 'to-systems', by: 'mia' };
      expect(hookAgain?.body).toMatchObject({ data: { sentAgain } });
      expect(hook?.body).toMatchObject({ data: { sentAgain: null } });
      const records = await rig.records('risk.deliveries');
      expect(new Set(records.map(({ headers }) => headers['ce_id'])).size).toBe(6);
    });

    it('brings to a mended receiver what was given up, and its case goes on', async () => {
      await rig.start({ maxTries: 1 });
      rig.slack.fail({ kind: 'status', status: 500 });
      await rig.publish(rig.opened());
      await rig.drained();
      expect(rig.heard().ops).toEqual([]);
      await resend('ops');
      await rig.publish(rig.resolved(rig.placed(2)));
      await rig.drained();
      expect(rig.heard().ops.map((line) => line.split(' · ')[0])).toEqual(['WARNING', 'RESOLVED']);
    });

    it('tells of a case that is over and forgotten, as it was', async () => {
      await rig.start();
      await rig.publish(rig.opened(), rig.resolved(rig.placed(2)));
      await rig.drained();
      await resend('ops');
      expect(rig.heard().ops.at(-1)).toBe('WARNING · Overdue for more than 30 days');
      expect(rig.heard().ops).toHaveLength(3);
    });

    it('takes an obeyed wish off the topic, and a rebuild obeys none twice', async () => {
      await rig.start();
      await rig.publish(rig.opened());
      await rig.drained();
      await resend('ops');
      const before = rig.heard();
      const [wish, withdrawal] = await rig.records('risk.commands');
      expect(withdrawal).toMatchObject({ key: wish?.key, partition: wish?.partition, value: null });
      await rig.stop();
      rig.loseState();
      await rig.world.wipeQueue();
      await rig.start();
      await rig.drained();
      expect(rig.heard()).toEqual(before);
    });

    it('gives a system a change once more, and a rebuild does not', async () => {
      rig.writeRoutes(
        '{ route: { receiver: ops }, changes: [{ receiver: systems, tenant: acme }] }',
      );
      await rig.start();
      const position = { generation: 0, offset: 1, index: 0 };
      await rig.publish(changeRecord(codec, { position, acceptedAt: rig.now() }));
      await rig.drained();
      const [change] = await rig.records('risk.changes');
      const wish = { receiver: 'systems', commandId: 'resend-1', at: rig.now() };
      await rig.publish(wishOf(change as BusRecord, wish));
      await rig.until('it is on record', async () => (await endsOf('resend-1')).length > 0);
      await rig.drained();
      const [first, again] = rig.webhook.received();
      expect(again?.id).toBe(first?.id);
      const sentAgain = { resendId: 'resend-1', by: 'mia' };
      expect(again?.body).toMatchObject({ data: { changeId: 'acme|c-1@0.1.0', sentAgain } });
      await rig.stop();
      rig.loseState();
      await rig.world.wipeQueue();
      await rig.start();
      await rig.drained();
      expect(rig.webhook.received()).toHaveLength(2);
    });

    it('is no storm, also while one rages', async () => {
      await rig.start({ breaker: { messages: 2, windowMs: 600_000, quietMs: 200 } });
      const acceptedAt = rig.now() - 25 * 3_600_000;
      await rig.publish(rig.opened({ acceptedAt }));
      await rig.drained();
      const others = Array.from({ length: 6 }, (_, at) => `c-other-${at}`);
      await rig.publish(...others.map((customerId) => rig.opened({ customerId })));
      await rig.until('the rest is held', async () => (await rig.status()).held === 8);
      await rig.drained();
      const before = rig.heard().ops.length;
      await resend('ops');
      expect(rig.heard().ops).toHaveLength(before + 1);
    });

    it('sets aside a wish that brings along no alert', async () => {
      await rig.start();
      await rig.publish(rig.opened());
      const [alert] = await rig.records('risk.alerts');
      const none = { ...(alert as BusRecord), value: Buffer.from('nothing') };
      await rig.publish(wishOf(none, { receiver: 'ops', commandId: 'resend-1', at: rig.now() }));
      const [status] = await rig.drained();
      expect(status?.deadLetters).toEqual({ unreadable: 1 });
      expect(rig.heard().ops).toHaveLength(1);
    });
  });
}

function wishOf(
  { key, value, partition, offset: alertOffset }: BusRecord,
  to: { readonly receiver: string; readonly commandId: string; readonly at: number },
) {
  const alert = value ?? Buffer.alloc(0);
  const told = { deliveryId: 'dlv_1', tenantId: 'acme', alert, alertOffset, by: 'mia' };
  const record = commandRecord(codec, 'ResendCommand', { ...told, ...to }, key ?? '');
  return { ...record, partition };
}
