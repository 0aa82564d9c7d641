import { setImmediate } from 'node:timers/promises';
import { createManualClock, type ManualClock } from '@duewatch/config';
import { silentLog } from '@duewatch/telemetry';
import { BusError } from './errors.ts';
import type { OutgoingRecord } from './ports.ts';
import { type RawProducer, SendQueue, type SendQueueOptions } from './send-queue.ts';

/** A client whose sends end as the test decides, and which notes how it is used. */
class FakeClients {
  readonly clients: { sends: string[][]; isClosed: boolean }[] = [];
  readonly pending: { texts: string[]; resolve: () => void; reject: (error: Error) => void }[] = [];
  overlaps = 0;
  opening: Promise<void> = Promise.resolve();

  async open(): Promise<RawProducer> {
    await this.opening;
    const client = { sends: [] as string[][], isClosed: false };
    this.clients.push(client);
    return {
      send: async (records) => {
        const texts = records.map((record) => String(record.value));
        client.sends.push(texts);
        if (this.pending.length > 0) this.overlaps += 1;
        const outcome = Promise.withResolvers<void>();
        const entry = { texts, resolve: outcome.resolve, reject: outcome.reject };
        this.pending.push(entry);
        await outcome.promise.finally(() => this.pending.splice(this.pending.indexOf(entry), 1));
      },
      close: async () => {
        client.isClosed = true;
      },
    };
  }

  sends(): string[][] {
    return this.clients.flatMap((client) => client.sends);
  }

  async acknowledge(): Promise<void> {
    this.pending[0]?.resolve();
    await setImmediate();
  }

  async fail(error: Error = new BusError('UNAVAILABLE', 'no answer')): Promise<void> {
    this.pending[0]?.reject(error);
    await setImmediate();
  }
}

function record(text: string, topic = 't'): OutgoingRecord {
  return { topic, key: 'k', value: Buffer.from(text), headers: {} };
}

function records(...texts: string[]): OutgoingRecord[] {
  return texts.map((text) => record(text));
}

describe('send queue', () => {
  let fake: FakeClients;
  let clock: ManualClock;
  let queue: SendQueue;
  const make = (options: Partial<SendQueueOptions> = {}) =>
    new SendQueue({
      name: 'test',
      clock,
      log: silentLog,
      open: () => fake.open(),
      deadlineMs: 10_000,
      maxWaitingRecords: 10,
      maxWaitingBytes: 10_000,
      maxRecordsPerTopic: 4,
      maxBytesPerSend: 1_000,
      maxRecordsPerClient: 1_000,
      ...options,
    });
  beforeEach(() => {
    fake = new FakeClients();
    clock = createManualClock(0);
    queue = make();
  });

  it('keeps one send outstanding and merges what waits into the next', async () => {
    const first = queue.send(records('a'));
    await setImmediate();
    const others = [queue.send(records('b', 'c')), queue.send(records('d'))];
    await setImmediate();
    expect(fake.sends()).toEqual([['a']]);
    await fake.acknowledge();
    expect(fake.sends()).toEqual([['a'], ['b', 'c', 'd']]);
    await fake.acknowledge();
    await Promise.all([first, ...others]);
    expect(fake.overlaps).toBe(0);
    expect(fake.clients).toHaveLength(1);
  });

  it('splits a long send by records of a topic and answers after its last part', async () => {
    const done = jest.fn();
    const sent = queue.send([...records('a', 'b', 'c', 'd'), record('x', 'u'), ...records('e')]);
    void sent.then(done);
    await setImmediate();
    expect(fake.sends()).toEqual([['a', 'b', 'c', 'd', 'x']]);
    await fake.acknowledge();
    expect(done).not.toHaveBeenCalled();
    expect(fake.sends()[1]).toEqual(['e']);
    await fake.acknowledge();
    await sent;
  });

  it('splits a send by bytes, and still sends a record above the bound alone', async () => {
    const big = 'x'.repeat(700);
    const sent = queue.send(records('a', big, big, 'y'.repeat(2_000)));
    const lengths: number[][] = [];
    while (lengths.length < 3) {
      await setImmediate();
      lengths.push(fake.pending[0]?.texts.map((text) => text.length) ?? []);
      await fake.acknowledge();
    }
    expect(lengths).toEqual([[1, 700], [700], [2_000]]);
    await sent;
  });

  it('refuses at once when too much waits', async () => {
    const sent = queue.send(Array.from({ length: 9 }, (_, n) => record(`${n}`)));
    await expect(queue.send(records('a', 'b'))).rejects.toMatchObject({
      code: 'QUEUE_FULL',
      retriable: true,
    });
    const fits = queue.send(records('a'));
    for (let n = 0; n < 3; n++) await setImmediate().then(() => fake.acknowledge());
    await Promise.all([sent, fits]);
    const later = queue.send(records('a', 'b'));
    await setImmediate();
    await fake.acknowledge();
    await later;
  });

  it('takes a send above the bound when nothing else waits', async () => {
    const sent = queue.send(Array.from({ length: 12 }, (_, n) => record(`${n}`)));
    for (let n = 0; n < 3; n++) await setImmediate().then(() => fake.acknowledge());
    await sent;
  });

  it('never uses a client again that rejected a send', async () => {
    const sent = queue.send(records('a'));
    await setImmediate();
    await fake.fail();
    expect(fake.clients).toMatchObject([{ isClosed: true }]);
    await clock.advance(100);
    expect(fake.clients).toMatchObject([{ sends: [['a']] }, { sends: [['a']], isClosed: false }]);
    await fake.acknowledge();
    await sent;
  });

  it('waits longer after each failure', async () => {
    const sent = queue.send(records('a'));
    const attemptedAtMs: number[] = [];
    await setImmediate();
    for (let n = 0; n < 4; n++) {
      attemptedAtMs.push(clock.now());
      await fake.fail();
      while (fake.pending.length === 0) await clock.advance(100);
    }
    expect(attemptedAtMs).toEqual([0, 100, 300, 700]);
    await fake.acknowledge();
    await sent;
  });

  it('gives up at the deadline and says what was wrong', async () => {
    const sent = queue.send(records('a'));
    const rejection = expect(sent).rejects.toMatchObject({
      code: 'SEND_DEADLINE',
      retriable: true,
      message: 'not acknowledged within 10000 ms: broker is away',
    });
    await setImmediate();
    await fake.fail(new Error('broker is away'));
    await clock.advance(10_000);
    await rejection;
  });

  it('abandons a send that hangs when all its callers have given up', async () => {
    const hanging = expect(queue.send(records('a'))).rejects.toMatchObject({
      code: 'SEND_DEADLINE',
    });
    await setImmediate();
    await clock.advance(10_000);
    await hanging;
    expect(fake.clients).toMatchObject([{ isClosed: true }]);
    const next = queue.send(records('b'));
    await setImmediate();
    expect(fake.clients[1]?.sends).toEqual([['b']]);
    fake.pending.at(-1)?.resolve();
    await next;
  });

  it('closes a client that came too late instead of sending with it', async () => {
    const opening = Promise.withResolvers<void>();
    fake.opening = opening.promise;
    const hanging = expect(queue.send(records('a'))).rejects.toMatchObject({
      code: 'SEND_DEADLINE',
    });
    await setImmediate();
    await clock.advance(10_000);
    await hanging;
    fake.opening = Promise.resolve();
    const next = queue.send(records('b'));
    await setImmediate();
    opening.resolve();
    await setImmediate();
    expect(fake.clients).toMatchObject([
      { sends: [['b']], isClosed: false },
      { sends: [], isClosed: true },
    ]);
    await fake.acknowledge();
    await next;
  });

  it('leaves out a caller that has given up when it tries again', async () => {
    const early = expect(queue.send(records('a'))).rejects.toMatchObject({ code: 'SEND_DEADLINE' });
    await setImmediate();
    await fake.fail();
    await clock.advance(9_950);
    const late = queue.send(records('b'));
    await fake.fail();
    await clock.advance(5_000);
    await early;
    expect(fake.sends().at(-1)).toEqual(['b']);
    await fake.acknowledge();
    await late;
  });

  it('refuses only the caller whose records the broker refuses', async () => {
    const first = queue.send(records('first'));
    await setImmediate();
    const [good, bad, fine] = ['good', 'bad', 'fine'].map((text) => queue.send(records(text)));
    const refused = expect(bad).rejects.toMatchObject({ code: 'REFUSED', retriable: false });
    await fake.acknowledge();
    const refusal = () => new BusError('REFUSED', 'too large');
    await fake.fail(refusal());
    await fake.acknowledge();
    await fake.fail(refusal());
    await fake.acknowledge();
    await Promise.all([first, good, fine, refused]);
    expect(fake.sends().slice(1)).toEqual([['good', 'bad', 'fine'], ['good'], ['bad'], ['fine']]);
  });

  it('takes a new client long before sequence numbers end', async () => {
    queue = make({ maxRecordsPerClient: 3 });
    for (const texts of [['a', 'b'], ['c', 'd'], ['e']]) {
      const sent = queue.send(records(...texts));
      await setImmediate();
      await fake.acknowledge();
      await sent;
    }
    expect(fake.clients.map((client) => client.sends.flat().join(''))).toEqual(['abcd', 'e']);
  });

  it('delivers what waits before it closes', async () => {
    const sent = queue.send(records('a'));
    const closing = queue.close();
    await setImmediate();
    await fake.acknowledge();
    await Promise.all([sent, closing]);
    expect(fake.clients).toMatchObject([{ sends: [['a']], isClosed: true }]);
    await expect(queue.send(records('b'))).rejects.toMatchObject({ code: 'CLOSED' });
  });

  it('never overlaps sends, reorders or loses, whatever fails', async () => {
    const seed = 20_260_301;
    let state = seed;
    const random = () => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      return state / 2 ** 32;
    };
    queue = make({ maxWaitingRecords: 1_000, maxWaitingBytes: 1_000_000, deadlineMs: 10 ** 9 });
    const log: string[] = [];
    const sent: Promise<unknown>[] = [];
    let acknowledged = 0;
    for (let n = 0; acknowledged < 300; n++) {
      if (n < 300) sent.push(queue.send(records(`${n}`)).then(() => (acknowledged += 1)));
      if (random() < 0.3) await setImmediate();
      const [send] = fake.pending;
      if (send !== undefined && random() < 0.5) {
        // A lost acknowledgement leaves the records in the log; the retry puts them there again.
        const isAcknowledged = random() < 0.7;
        if (isAcknowledged || random() < 0.5) log.push(...send.texts);
        if (isAcknowledged) await fake.acknowledge();
        else await fake.fail();
      }
      await clock.advance(50);
    }
    await Promise.all(sent);
    const firstSeen = [...new Set(log)];
    expect({ seed, firstSeen }).toEqual({ seed, firstSeen: sent.map((_, n) => `${n}`) });
    expect(fake.overlaps).toBe(0);
  });
});
