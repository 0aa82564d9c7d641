import { type Batch, type Bus, BusError } from '../src/index.ts';
import { eventually } from './eventually.ts';
import {
  type BusSubject,
  type Member,
  outgoing,
  resolveAll,
  startMember,
  textOf,
  uniqueName,
} from './subject.ts';

const partitions = 4;

export function consumeContract(makeSubject: () => BusSubject): void {
  describe('a consumer', () => {
    let subject: BusSubject;
    let bus: Bus;
    let topic: string;
    let groupId: string;
    const soon = (check: () => void | Promise<void>) => eventually(check, subject.withinMs);
    const put = (partition: number, ...values: string[]) =>
      bus
        .producer('contract')
        .send(values.map((value) => ({ ...outgoing(topic, 'k', value), partition })));

    beforeEach(async () => {
      subject = makeSubject();
      bus = subject.connect();
      topic = uniqueName('consumed');
      groupId = uniqueName('group');
      await bus.ensureTopics([{ name: topic, partitions, config: {} }]);
    });
    afterEach(() => bus.close());

    it('owns every partition when it is alone, idle ones too', async () => {
      await put(0, 'a');
      const member = await startMember(bus, groupId, [topic]);
      await soon(() => expect(member.joins).toEqual([[0, 1, 2, 3]]));
    });

    it('gets every record from the start, in order, then the new ones', async () => {
      const numbers = Array.from({ length: 1_300 }, (_, n) => `${n}`);
      await put(1, ...numbers);
      const member = await startMember(bus, groupId, [topic]);
      await soon(() => expect(member.records.map(textOf)).toEqual(numbers));
      await put(3, 'new');
      await soon(() => expect(member.records.map(textOf)).toEqual([...numbers, 'new']));
    });

    it('tells where a batch lies in its log', async () => {
      await put(2, 'a', 'b', 'c');
      const member = await startMember(bus, groupId, [topic]);
      await soon(() => expect(member.batches).not.toEqual([]));
      expect(member.batches[0]).toMatchObject({ topic, partition: 2, fetchedFrom: 0, logEnd: 3 });
      expect(member.batches[0]?.records.map((record) => record.offset)).toEqual([0, 1, 2]);
    });

    it('is given again what it has not resolved', async () => {
      await put(0, 'a', 'b', 'c');
      let times = 0;
      const seen: string[] = [];
      await startMember(bus, groupId, [topic], async (batch) => {
        seen.push(batch.records.map(textOf).join(''));
        times += 1;
        if (times === 2) batch.resolve(batch.fetchedFrom + 1);
        if (times === 4) resolveAll(batch);
      });
      await soon(() => expect(seen).toEqual(['abc', 'abc', 'bc', 'bc']));
      await put(0, 'd');
      await soon(() => expect(seen.slice(4)).toEqual(expect.arrayContaining(['d'])));
      expect(new Set(seen.slice(4))).toEqual(new Set(['d']));
    });

    it('goes on where it sought to when it joined', async () => {
      await put(0, 'a', 'b', 'c');
      await put(1, 'x', 'y');
      const accepted: string[] = [];
      await startMember(
        bus,
        groupId,
        [topic],
        async (batch) => {
          // As `stream` does: what was fetched before the seek took effect is dropped.
          if (batch.isStale() || batch.fetchedFrom < (batch.partition === 0 ? 2 : 1)) return;
          accepted.push(...batch.records.map(textOf));
          resolveAll(batch);
        },
        (_, { consumer }) => {
          consumer.seek(topic, 0, 2);
          consumer.seek(topic, 1, 1);
        },
      );
      await soon(() => expect(accepted.toSorted()).toEqual(['c', 'y']));
    });

    it('is told that a batch is stale once it sought elsewhere', async () => {
      await put(0, 'a', 'b', 'c');
      const staleness: boolean[] = [];
      const starts: number[] = [];
      await startMember(bus, groupId, [topic], async (batch, { consumer }) => {
        starts.push(batch.fetchedFrom);
        if (staleness.length > 0) return;
        staleness.push(batch.isStale());
        consumer.seek(topic, 0, 1);
        staleness.push(batch.isStale());
        resolveAll(batch);
      });
      await soon(() => expect(starts.slice(0, 2)).toEqual([0, 1]));
      expect(staleness).toEqual([false, true]);
    });

    it('starts at the committed offset of its group', async () => {
      await put(0, 'a', 'b', 'c');
      const first = await startMember(bus, groupId, [topic]);
      await soon(() => expect(first.records).toHaveLength(3));
      expect(await bus.committed(groupId, topic)).toEqual(new Map());
      await first.consumer.commit([{ topic, partition: 0, offset: 2 }]);
      await first.consumer.stop();
      expect(await bus.committed(groupId, topic)).toEqual(new Map([[0, 2]]));
      const second = await startMember(bus, groupId, [topic]);
      await soon(() => expect(second.records.map(textOf)).toEqual(['c']));
    });

    it('starts from the beginning when its group has committed nothing', async () => {
      await put(0, 'a', 'b', 'c');
      const first = await startMember(bus, groupId, [topic]);
      await soon(() => expect(first.records).toHaveLength(3));
      await first.consumer.stop();
      const second = await startMember(bus, groupId, [topic]);
      await soon(() => expect(second.records.map(textOf)).toEqual(['a', 'b', 'c']));
    });

    it('never has two batches of one partition at a time', async () => {
      for (const partition of [0, 1, 2, 3]) await put(partition, 'a', 'b', 'c', 'd', 'e', 'f');
      const atWork = new Map<number, number>();
      let most = 0;
      let together = 0;
      const member = await startMember(bus, groupId, [topic], async (batch) => {
        const { partition } = batch;
        atWork.set(partition, (atWork.get(partition) ?? 0) + 1);
        most = Math.max(most, ...atWork.values());
        together = Math.max(
          together,
          [...atWork.values()].reduce((a, b) => a + b, 0),
        );
        // Only a batch of another partition can end this wait.
        await soon(() => expect(together).toBeGreaterThan(1));
        await batch.heartbeat();
        member.records.push(...batch.records.slice(0, 1));
        batch.resolve(batch.fetchedFrom + 1);
        atWork.set(partition, (atWork.get(partition) ?? 0) - 1);
      });
      await soon(() => expect(member.records).toHaveLength(24));
      expect(most).toBe(1);
    });

    it('crashes for good when its handler throws, and says why', async () => {
      await put(0, 'a');
      const cause = new BusError('SEND_DEADLINE', 'retriable, and still no reason to go on');
      const member = await startMember(bus, groupId, [topic], async () => {
        throw cause;
      });
      await soon(() => expect(member.crashes).toHaveLength(1));
      expect(member.crashes[0]).toMatchObject({ code: 'HANDLER_FAILED', retriable: false, cause });
      const heir = await startMember(bus, groupId, [topic]);
      await soon(() => expect(heir.records.map(textOf)).toEqual(['a']));
      expect(member.batches).toHaveLength(1);
    });
  });

  groupContract(makeSubject);
}

function groupContract(makeSubject: () => BusSubject): void {
  describe('a group of consumers', () => {
    let subject: BusSubject;
    let buses: Bus[];
    let topics: string[];
    let groupId: string;
    const soon = (check: () => void | Promise<void>) => eventually(check, subject.withinMs);
    const connect = (): Bus => {
      const bus = subject.connect();
      buses.push(bus);
      return bus;
    };
    const send = (topic: string | undefined, partition: number, value: string) =>
      (buses[0] ?? connect())
        .producer('contract')
        .send([{ ...outgoing(topic ?? '', 'k', value), partition }]);
    const join = (onBatch?: (batch: Batch, member: Member) => Promise<void>) =>
      startMember(connect(), groupId, topics, onBatch);
    const shares = (members: readonly Member[]) => members.map((one) => one.owned() ?? []);

    beforeEach(async () => {
      subject = makeSubject();
      buses = [];
      topics = [uniqueName('left'), uniqueName('right')];
      groupId = uniqueName('group');
      const specs = topics.map((name) => ({ name, partitions, config: {} }));
      await connect().ensureTopics(specs);
    });
    afterEach(async () => {
      await Promise.all(buses.map((bus) => bus.close()));
    });

    it('shares the partitions evenly, each with one owner for all topics', async () => {
      const members = [await join(), await join()];
      await soon(() => {
        expect(shares(members).map((share) => share.length)).toEqual([2, 2]);
        expect(shares(members).flat().sort()).toEqual([0, 1, 2, 3]);
      });
      for (const partition of [0, 1, 2, 3]) {
        for (const topic of topics) await send(topic, partition, `${topic}/${partition}`);
      }
      await soon(() => {
        const seen = members.flatMap((one) => one.records.map(textOf));
        expect(new Set(seen).size).toBe(8);
      });
      for (const member of members) {
        const owned = new Set(member.owned());
        expect(member.records.every((record) => owned.has(record.partition))).toBe(true);
      }
    });

    it('goes on without a member that has stopped', async () => {
      const [first, second] = [await join(), await join()];
      await soon(() => expect(shares([first, second]).flat()).toHaveLength(4));
      await first.consumer.stop();
      await soon(() => expect(second.owned()).toEqual([0, 1, 2, 3]));
      await send(topics[0], 0, 'late');
      await soon(() => expect(second.records.map(textOf)).toContain('late'));
      expect(first.records.map(textOf)).not.toContain('late');
    });

    it('interrupts a member at work when another joins', async () => {
      const rejections: unknown[] = [];
      const staleness: boolean[] = [];
      let kept: Batch | undefined;
      await send(topics[0], 0, 'a');
      const first = await join(async (batch) => {
        if (kept !== undefined) return resolveAll(batch);
        kept = batch;
        await soon(async () => {
          await batch.heartbeat().catch((error: unknown) => rejections.push(error));
          expect(rejections).not.toEqual([]);
        });
        throw rejections[0];
      });
      await soon(() => expect(kept).toBeDefined());
      const second = await join();
      await soon(() => expect(shares([first, second]).map((one) => one.length)).toEqual([2, 2]));
      staleness.push(kept?.isStale() ?? false);
      expect(rejections[0]).toMatchObject({ code: 'REBALANCING', retriable: true });
      expect(staleness).toEqual([true]);
      expect(first.crashes).toEqual([]);
    });

    it('gives a waiting member the share of one that has stopped', async () => {
      const members: Member[] = [];
      for (let n = 0; n < 5; n++) members.push(await join());
      await soon(() => {
        expect(members.map((one) => one.owned()?.length).sort()).toEqual([0, 1, 1, 1, 1]);
      });
      const idle = members.find((one) => one.owned()?.length === 0);
      const busy = members.find((one) => one.owned()?.length === 1);
      await busy?.consumer.stop();
      await soon(() => expect(idle?.owned()).toHaveLength(1));
    });
  });
}
