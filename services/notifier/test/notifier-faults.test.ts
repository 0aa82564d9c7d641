import type { MemoryFaults, OutgoingRecord } from '@duewatch/event-bus';
import { createMemoryStore, type PartitionStore } from '@duewatch/stream';
import { Rig } from './rig.ts';
import { createTwinWorld } from './twin-world.ts';

/** A world whose log and state can be made to fail. */
class FaultyWorld {
  private readonly world = createTwinWorld();
  private rigs: Rig[] = [];

  async rig(): Promise<Rig> {
    const rig = await Rig.create(this.world);
    this.rigs.push(rig);
    return rig;
  }

  connect(faults: MemoryFaults) {
    return this.world.cluster.connect(faults);
  }

  async close(): Promise<void> {
    for (const rig of this.rigs.splice(0)) await rig.close();
  }
}

class LogAway extends Error {
  readonly retriable = true;
}

/** Fails the first `times` sends of deliveries. */
function failing(times: number) {
  let left = times;
  return (_: string, records: readonly OutgoingRecord[]): void => {
    const isDelivery = records.some(({ topic }) => topic === 'risk.deliveries');
    if (isDelivery && left > 0) {
      left -= 1;
      throw new LogAway('the log is away');
    }
  };
}

describe('a notifier whose delivery cannot be recorded', () => {
  let world: FaultyWorld;
  let rig: Rig;
  beforeEach(async () => {
    world = new FaultyWorld();
    rig = await world.rig();
  });
  afterEach(() => world.close());

  it('records it later and sends nothing again', async () => {
    await rig.start({ bus: world.connect({ beforeAppend: failing(3) }) });
    await rig.publish(rig.opened());
    await rig.drained();
    expect(rig.slack.received()).toHaveLength(1);
    expect(rig.webhook.received()).toHaveLength(1);
    expect(await rig.deliveries()).toHaveLength(2);
  });

  it('sends nothing again when only the acknowledgement is lost', async () => {
    await rig.start({ bus: world.connect({ afterAppend: failing(2) }) });
    await rig.publish(rig.opened());
    await rig.drained();
    expect(rig.slack.received()).toHaveLength(1);
    expect(rig.webhook.received()).toHaveLength(1);
    const ids = (await rig.deliveries()).map(({ deliveryId }) => deliveryId);
    expect(new Set(ids).size).toBe(2);
  });

  it('gives up once, and records that once, when the receiver is dead', async () => {
    await rig.start({ maxTries: 2, bus: world.connect({ beforeAppend: failing(1) }) });
    rig.slack.fail({ kind: 'status', status: 404 }, 5);
    await rig.publish(rig.opened());
    await rig.drained();
    const ops = (await rig.deliveries()).filter(({ receiver }) => receiver === 'ops');
    expect(ops).toMatchObject([{ outcome: 'failed', reason: 'gone', attempt: 1 }]);
    rig.slack.heal();
    expect(rig.slack.received()).toEqual([]);
  });
});

describe('a summary that nobody takes', () => {
  it('is given up with a dead letter for each alert in it', async () => {
    const world = new FaultyWorld();
    const rig = await world.rig();
    const acceptedAt = rig.now() - 25 * 3_600_000;
    await rig.publish(
      ...['c-1', 'c-2'].map((customerId) => rig.opened({ customerId, acceptedAt })),
    );
    rig.slack.fail({ kind: 'status', status: 410 });
    await rig.start();
    const [status] = await rig.drained();
    expect(status).toMatchObject({ failed: { slack: 1 }, sent: { webhook: 1 } });
    const ops = (await rig.deliveries()).filter(({ receiver }) => receiver === 'ops');
    expect(ops.map(({ transition, outcome }) => `${transition} ${outcome}`).sort()).toEqual([
      'opened failed',
      'opened failed',
      'summary failed',
    ]);
    const letters = await rig.deadLetters();
    expect(letters.map(({ topic, reason }) => `${topic} ${reason}`)).toEqual(
      Array(2).fill('risk.alerts undeliverable'),
    );
    await world.close();
  });
});

describe('a receiver that takes nothing', () => {
  it('is reported to operators once, through their channel', async () => {
    const world = new FaultyWorld();
    const rig = await world.rig();
    await rig.start({ operators: 'ops' });
    rig.webhook.fail({ kind: 'status', status: 410 }, 2);
    await rig.publish(rig.opened({ customerId: 'c-1' }), rig.opened({ customerId: 'c-2' }));
    await rig.until('it is reported', () => rig.heard().ops.length === 3);
    await rig.drained();
    const notices = rig.slack.received().filter(({ text }) => text.includes('Receiver systems'));
    expect(notices).toHaveLength(1);
    expect(notices[0]?.text).toContain('given up: gone');
    expect(notices[0]?.text).toContain('deliveries list --receiver systems --state failed');
    await world.close();
  });

  it('is reported though the queue has lost the report', async () => {
    const world = new FaultyWorld();
    const rig = await world.rig();
    await rig.start({ operators: 'ops' });
    rig.webhook.fail({ kind: 'status', status: 410 });
    rig.slack.fail({ kind: 'status', status: 503 }, Number.POSITIVE_INFINITY);
    await rig.publish(rig.opened());
    await rig.until('it is given up', async () => (await rig.deliveries()).length === 1);
    await rig.stop();
    await rig.world.wipeQueue();
    rig.slack.heal();
    await rig.start({ operators: 'ops' });
    await rig.until('it is reported', () => rig.heard().ops.length === 2);
    await rig.drained();
    const notices = rig.slack.received().filter(({ text }) => text.includes('Receiver systems'));
    expect(notices).toHaveLength(1);
    await world.close();
  });

  it('is not reported to itself', async () => {
    const world = new FaultyWorld();
    const rig = await world.rig();
    await rig.start({ operators: 'systems' });
    rig.webhook.fail({ kind: 'status', status: 410 });
    await rig.publish(rig.opened());
    const [status] = await rig.drained();
    expect(status).toMatchObject({ failed: { webhook: 1 } });
    expect(rig.webhook.received()).toEqual([]);
    await world.close();
  });
});

describe('a notifier whose state goes back', () => {
  it('tells nobody again what the log says was told', async () => {
    const world = new FaultyWorld();
    const rig = await world.rig();
    // The store that the process sees; what it was can be put in its place, as by a Redis
    // that restarts with its last second gone.
    let current: PartitionStore = createMemoryStore();
    rig.store = {
      open: (...args) => current.open(...args),
      load: (...args) => current.load(...args),
      glance: (...args) => current.glance(...args),
      commit: (...args) => current.commit(...args),
      lowest: (...args) => current.lowest(...args),
      scan: (...args) => current.scan(...args),
      audit: (...args) => current.audit(...args),
      discard: (...args) => current.discard(...args),
    };
    await rig.start();
    await rig.publish(rig.opened({ severity: 'error' }), rig.opened({ customerId: 'c-2' }));
    await rig.drained();
    const before = rig.heard();
    current = createMemoryStore();
    await rig.world.wipeQueue();
    await rig.publish(rig.opened({ customerId: 'c-3' }));
    await rig.until('the new one is told', () => rig.slack.received().length > before.ops.length);
    await rig.drained();
    const after = rig.heard();
    expect(after.ops.slice(0, before.ops.length)).toEqual(before.ops);
    expect(after.ops).toHaveLength(before.ops.length + 1);
    expect(after.desk).toEqual(before.desk);
    expect(after.systems).toHaveLength(before.systems.length + 1);
    await world.close();
  });
});

describe('a notifier whose state is away for one look', () => {
  it('keeps the job that alone knows of a message that was sent and not recorded', async () => {
    const world = new FaultyWorld();
    const rig = await world.rig();
    const { store } = rig;
    // The next run of the job finds no case, until it asks again how far its one partition is.
    let asksUntilBack: number | undefined;
    rig.store = {
      ...store,
      load: async (partition, needs) =>
        (asksUntilBack ?? 0) > 0 && needs.has('cases')
          ? new Map()
          : await store.load(partition, needs),
      audit: async (partitions) => {
        if (partitions.length === 1 && asksUntilBack !== undefined) asksUntilBack -= 1;
        return await store.audit(partitions);
      },
    };
    const refuse = failing(1);
    const beforeAppend: typeof refuse = (producer, records) => {
      if (records.some(({ topic }) => topic === 'risk.deliveries')) asksUntilBack ??= 2;
      refuse(producer, records);
    };
    await rig.start({ bus: world.connect({ beforeAppend }) });
    await rig.publish(rig.opened({ severity: 'info' }));
    await rig.drained();
    expect(rig.webhook.received()).toHaveLength(1);
    await world.close();
  });
});

describe('a receiver that hangs', () => {
  it('is tried again after its timeout, marked, and keeps nobody else waiting', async () => {
    const world = new FaultyWorld();
    const rig = await world.rig();
    await rig.start();
    rig.webhook.fail({ kind: 'hang' });
    await rig.publish(rig.opened());
    await rig.until('Slack has it', () => rig.slack.received().length === 1);
    expect(rig.webhook.received()).toEqual([]);
    const [status] = await rig.drained();
    expect(rig.webhook.received()).toMatchObject([{ body: { data: { isPossibleRepeat: true } } }]);
    expect(status).toMatchObject({ retried: { 'webhook:timeout': 1 } });
    await world.close();
  });
});
