import type { BatchCommand, DeliveryRecorded } from '@duewatch/contracts';
import type { OutgoingRecord } from '@duewatch/event-bus';
import { commandRecord } from './command-record.ts';
import { codec, Rig, type World } from './rig.ts';

const LIMITS = { messages: 5, windowMs: 3_000, quietMs: 300 };
const PARTITIONS = [0, 1, 2];

/** What happens when more comes at once than people can read, on the twins and on real servers. */
export function stormContract(name: string, makeWorld: () => Promise<World>): void {
  describe(name, () => {
    let rig: Rig;
    beforeEach(async () => {
      rig = await Rig.create(await makeWorld());
      await rig.start({ breaker: LIMITS });
    });
    afterEach(() => rig.close());

    const customers = Array.from({ length: 40 }, (_, index) => `c-${index}`);

    /** Forty customers get worse; answers the id of what is held back from `ops`. */
    async function storm(): Promise<string> {
      await rig.publish(...customers.map((customerId) => rig.opened({ customerId })));
      await rig.until('both have their summaries', () => {
        return summaries().ops.length === 1 && summaries().systems.length === 1;
      });
      await rig.drained();
      const [held] = await heldBy('ops');
      return held?.batchId ?? '';
    }

    function summaries() {
      const { ops, systems } = rig.heard();
      return {
        ops: ops.filter((line) => line.includes('held back')),
        systems: systems.filter((type) => type.endsWith('alert_summary')),
      };
    }

    const deliveriesTo = async (receiver: string) =>
      (await rig.deliveries()).filter((one) => one.receiver === receiver);

    /** Last words of the log on each message to this receiver. */
    async function endsOf(receiver: string): Promise<readonly DeliveryRecorded[]> {
      const all = await deliveriesTo(receiver);
      return [...new Map(all.map((one) => [one.deliveryId, one])).values()];
    }

    const heldBy = async (receiver: string) =>
      (await endsOf(receiver)).filter(({ outcome }) => outcome === 'held');

    async function decide(batchId: string, kind: 'release' | 'drop'): Promise<void> {
      await rig.publish(...batchCommands(batchId, kind, rig.now()));
      await rig.until('it is obeyed', async () => (await heldBy('ops')).length === 0);
      await rig.drained();
    }

    it('sends a few, then one summary, and holds the rest', async () => {
      const batchId = await storm();
      expect(rig.heard().ops).toHaveLength(LIMITS.messages + 1);
      expect(rig.heard().systems).toHaveLength(LIMITS.messages + 1);
      expect(summaries().ops).toEqual(['WARNING · 35 alerts at 35 customers held back']);
      const text = rig.slack.received().at(-1)?.text;
      expect(text).toContain('OVERDUE_30 35');
      expect(text).toContain(`npx duewatch alerts release ${batchId}`);
      expect(await heldBy('ops')).toHaveLength(35);
      expect(await rig.records('risk.alerts')).toHaveLength(40);
      const [status] = await rig.drained();
      expect(status).toMatchObject({ held: 70, pending: 0 });
    });

    it('tells each of them once when the batch is released, and only to its receiver', async () => {
      const batchId = await storm();
      const before = rig.heard();
      await decide(batchId, 'release');
      const told = rig.slack
        .received()
        .map(({ text }) => /\((c-\d+)\)|\b(c-\d+)\b/.exec(text)?.[0]);
      expect(rig.heard().ops).toHaveLength(before.ops.length + 35);
      expect(new Set(told).size).toBeGreaterThanOrEqual(40);
      expect(rig.heard().systems).toEqual(before.systems);
    });

    it('tells nobody of a batch that is dropped, and not of its end either', async () => {
      const batchId = await storm();
      const before = rig.heard();
      await decide(batchId, 'drop');
      const dropped = (await endsOf('ops')).filter(({ reason }) => reason === 'dropped');
      expect(dropped).toHaveLength(35);
      expect(dropped[0]).toMatchObject({ outcome: 'suppressed' });
      const customerId = dropped[0]?.customerId ?? '';
      await rig.publish(rig.resolved({ customerId, ...rig.placed(2) }));
      await rig.drained();
      expect(rig.heard().ops).toEqual(before.ops);
    });

    it('says nothing of what was over before anybody heard of it', async () => {
      const batchId = await storm();
      const before = rig.heard().ops.length;
      const [held] = await heldBy('ops');
      const customerId = held?.customerId ?? '';
      await rig.publish(rig.resolved({ customerId, ...rig.placed(2) }));
      await rig.drained();
      const ends = (await endsOf('ops')).filter((one) => one.customerId === customerId);
      expect(ends.map(({ outcome, reason }) => `${outcome} ${reason}`)).toEqual([
        'suppressed ended_untold',
        'suppressed ended_untold',
      ]);
      expect(rig.heard().ops).toHaveLength(before);
      await decide(batchId, 'release');
      expect(rig.heard().ops).toHaveLength(before + 34);
    });

    it('tells how a held case goes on in place of its beginning', async () => {
      const batchId = await storm();
      const [held] = await heldBy('ops');
      const customerId = held?.customerId ?? '';
      await rig.world.pass(LIMITS.windowMs);
      await rig.publish(rig.escalated({ customerId }));
      await rig.drained();
      expect(rig.heard().ops.at(-1)).toBe('ERROR · Overdue for more than 60 days');
      const ends = (await endsOf('ops')).filter((one) => one.customerId === customerId);
      expect(ends.map(({ transition, outcome }) => `${transition} ${outcome}`).sort()).toEqual([
        'escalated sent',
        'opened suppressed',
      ]);
      const before = rig.heard().ops.length;
      await decide(batchId, 'release');
      expect(rig.heard().ops).toHaveLength(before + 34);
    });

    it('still holds it, and tells nothing twice, when state and queue are lost', async () => {
      const batchId = await storm();
      const before = rig.heard();
      await rig.stop();
      rig.loseState();
      await rig.world.wipeQueue();
      await rig.start({ breaker: LIMITS });
      await rig.drained();
      expect(rig.heard()).toEqual(before);
      await decide(batchId, 'release');
      expect(rig.heard().ops).toHaveLength(before.ops.length + 35);
      await rig.stop();
      rig.loseState();
      await rig.start({ breaker: LIMITS });
      await rig.drained();
      expect(rig.heard().ops).toHaveLength(before.ops.length + 35);
    });

    it('counts what several processes send together', async () => {
      await rig.start({ breaker: LIMITS });
      await storm();
      expect(rig.heard().ops).toHaveLength(LIMITS.messages + 1);
      expect(await heldBy('ops')).toHaveLength(35);
    });
  });
}

/** The same wish in every partition, as the command line writes it. */
function batchCommands(
  batchId: string,
  kind: BatchCommand['kind'],
  at: number,
): readonly OutgoingRecord[] {
  const commandId = `${kind}-${batchId}`;
  const data = { commandId, batchId, tenantId: 'acme', kind, reason: null, by: 'mia', at };
  const record = commandRecord(codec, 'BatchCommand', data);
  return PARTITIONS.map((partition) => ({ ...record, partition }));
}
