import {
  type DeliveryQueue,
  type JobResult,
  type Lane,
  NEW_MEMO,
  type NewJob,
  type RunningJob,
} from '../src/queue/delivery-queue.ts';

export interface QueueSubject {
  /** Another connection to the same queue. */
  open(): DeliveryQueue;
  /** Lets so much time pass. */
  pass(ms: number): Promise<void>;
  /** Waits until it is true, or fails. */
  until(isTrue: () => boolean): Promise<void>;
  close(): Promise<void>;
}

const lane = (receiverId: string, more: Partial<Lane> = {}): Lane => ({
  receiverId,
  rate: { messages: 1_000, perMs: 1_000 },
  concurrency: 1,
  ...more,
});

const job = (id: string, receiverId = 'ops', more: Partial<NewJob> = {}): NewJob => ({
  id,
  subject: { receiverId, kind: 'row', partition: 0, episodeId: `ep-${id}`, rowId: id },
  ...more,
});

/** What every delivery queue promises. */
export function deliveryQueueContract(name: string, makeSubject: () => Promise<QueueSubject>) {
  describe(`${name} as a delivery queue`, () => {
    let subject: QueueSubject;
    let queue: DeliveryQueue;
    let ran: RunningJob[];
    const idsRun = () => ran.map(({ id }) => id);

    beforeEach(async () => {
      subject = await makeSubject();
      queue = subject.open();
      ran = [];
    });

    afterEach(async () => {
      await queue.stop();
      await subject.close();
    });

    /** Answers with the results given, one after the other, then with done. */
    const answering =
      (...results: JobResult[]) =>
      async (running: RunningJob): Promise<JobResult> => {
        ran.push(running);
        return results.shift() ?? { kind: 'done' };
      };

    /** Starts a lane whose jobs do not end before the answer is called. */
    const startHeld = async (): Promise<() => void> => {
      const { promise: held, resolve: finish } = Promise.withResolvers<void>();
      await queue.start([lane('ops')], async (running) => {
        ran.push(running);
        await held;
        return { kind: 'done' };
      });
      return finish;
    };

    it('runs each job once, in the order of adding', async () => {
      await queue.start([lane('ops')], answering());
      await queue.add(['a1', 'a2', 'a3'].map((id) => job(id)));
      await queue.add([job('a4')]);
      await subject.until(() => ran.length === 4);
      expect(idsRun()).toEqual(['a1', 'a2', 'a3', 'a4']);
      expect(ran[0]?.subject).toEqual(job('a1').subject);
    });

    it('runs what was added before it was started', async () => {
      await queue.add([job('a1')]);
      await queue.start([lane('ops')], answering());
      await subject.until(() => ran.length === 1);
    });

    it('lets what yields wait for what does not, and keeps the order of each', async () => {
      const finish = await startHeld();
      const yielding = ['c1', 'c2', 'c3'].map((id) => job(id, 'ops', { yields: true }));
      await queue.add(yielding);
      await subject.until(() => ran.length === 1);
      await queue.add([job('a1'), job('a2')]);
      finish();
      await subject.until(() => ran.length === 5);
      expect(idsRun()).toEqual(['c1', 'a1', 'a2', 'c2', 'c3']);
    });

    it('keeps an id taken after its job is done, for as long as is asked', async () => {
      const noticed = { ...job('n1'), idTakenForMs: 2_000 };
      await queue.start([lane('ops')], answering());
      await queue.add([noticed]);
      await subject.until(() => ran.length === 1);
      await queue.add([noticed, job('a1')]);
      await subject.until(() => ran.length === 2);
      expect(idsRun()).toEqual(['n1', 'a1']);
    });

    it('ignores an id while its job exists', async () => {
      const finish = await startHeld();
      await queue.add([job('a1'), job('a1')]);
      await subject.until(() => ran.length === 1);
      await queue.add([job('a1'), job('a2')]);
      finish();
      await subject.until(() => ran.length === 2);
      expect(idsRun()).toEqual(['a1', 'a2']);
    });

    it('takes an id again once its job is done', async () => {
      await queue.start([lane('ops')], answering());
      await queue.add([job('a1')]);
      await subject.until(() => ran.length === 1);
      // Done is told to the queue after the handler has answered.
      for (let i = 0; i < 50 && ran.length < 2; i += 1) {
        await subject.pass(20);
        await queue.add([job('a1')]);
      }
      await subject.until(() => ran.length >= 2);
    });

    it('runs a job again after the delay, with what it remembered, others meanwhile', async () => {
      const memo = { ...NEW_MEMO, tries: 1, mayHaveArrived: true };
      await queue.start([lane('ops')], async (running) => {
        ran.push(running);
        if (running.id !== 'a1' || running.memo.tries > 0) return { kind: 'done' };
        await running.remember(memo);
        return { kind: 'again', delayMs: 300 };
      });
      await queue.add([job('a1'), job('a2')]);
      await subject.until(() => ran.length === 2);
      expect(idsRun()).toEqual(['a1', 'a2']);
      await subject.pass(300);
      await subject.until(() => ran.length === 3);
      expect(ran[2]).toMatchObject({ id: 'a1', memo });
    });

    it('runs a delayed job when its time has come', async () => {
      await queue.start([lane('ops')], answering());
      await queue.add([job('late', 'ops', { delayMs: 300 }), job('now')]);
      await subject.until(() => ran.length === 1);
      expect(idsRun()).toEqual(['now']);
      await subject.pass(300);
      await subject.until(() => ran.length === 2);
    });

    it('holds back a whole receiver when told so, and no other', async () => {
      const other: string[] = [];
      await queue.start([lane('ops'), lane('desk')], async (running) => {
        if (running.subject.receiverId === 'desk') {
          other.push(running.id);
          return { kind: 'done' };
        }
        ran.push(running);
        return ran.length === 1 ? { kind: 'hold', delayMs: 600 } : { kind: 'done' };
      });
      await queue.add([job('a1'), job('a2')]);
      await subject.until(() => ran.length === 1);
      await queue.add([job('d1', 'desk')]);
      await subject.until(() => other.length === 1);
      expect(idsRun()).toEqual(['a1']);
      await subject.pass(600);
      await subject.until(() => ran.length === 3);
      expect(new Set(idsRun())).toEqual(new Set(['a1', 'a2']));
    });

    it('keeps the rate of a receiver', async () => {
      await queue.start([lane('ops', { rate: { messages: 2, perMs: 800 } })], answering());
      await queue.add(['a1', 'a2', 'a3', 'a4', 'a5'].map((id) => job(id)));
      await subject.until(() => ran.length === 2);
      await subject.pass(200);
      expect(ran).toHaveLength(2);
      await subject.pass(800);
      await subject.until(() => ran.length === 4);
      await subject.pass(1_000);
      await subject.until(() => ran.length === 5);
    });

    it('runs as many at once as the receiver allows', async () => {
      let running = 0;
      let most = 0;
      let finish = () => {};
      const held = new Promise<void>((resolve) => {
        finish = resolve;
      });
      await queue.start([lane('ops', { concurrency: 3 })], async (one) => {
        running += 1;
        most = Math.max(most, running);
        ran.push(one);
        await held;
        running -= 1;
        return { kind: 'done' };
      });
      await queue.add(['a1', 'a2', 'a3', 'a4', 'a5'].map((id) => job(id)));
      await subject.until(() => ran.length === 3);
      await subject.pass(50);
      expect(ran).toHaveLength(3);
      finish();
      await subject.until(() => ran.length === 5);
      expect(most).toBe(3);
    });

    it('waits for a handler under way when it stops', async () => {
      let finish = () => {};
      const held = new Promise<void>((resolve) => {
        finish = resolve;
      });
      let hasEnded = false;
      await queue.start([lane('ops')], async (running) => {
        ran.push(running);
        await held;
        hasEnded = true;
        return { kind: 'done' };
      });
      await queue.add([job('a1')]);
      await subject.until(() => ran.length === 1);
      const stopped = queue.stop();
      finish();
      await stopped;
      expect(hasEnded).toBe(true);
    });
  });
}
