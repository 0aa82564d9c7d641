import { createManualClock } from '@duewatch/config';
import { watchBacklog } from '../src/overload/backlog-watch.ts';
import { closeDoors, invoice, noon, openDoor, type Reply } from './door.ts';
import { createScoringBehind } from './scoring-behind.ts';

afterEach(closeDoors);

const history = (id: string) => invoice(id, {}, { suppressed: true });

/** A door on a log that something like scoring works off at the speed that the test says. */
async function openLateDoor() {
  const clock = createManualClock(noon);
  const scoring = createScoringBehind();
  const door = await openDoor({ clock, scoringStore: scoring.store });
  let made = 0;
  return {
    ...door,
    /** Half seconds in each of which so many events are posted and so many folded. */
    async pass(halfSeconds: number, rate: { readonly posted: number; readonly folded: number }) {
      const replies: Reply[] = [];
      for (let nth = 0; nth < halfSeconds; nth += 1) {
        for (let one = 0; one < rate.posted; one += 1) {
          replies.push(await door.post(invoice(`e${made++}`)));
        }
        scoring.fold(rate.folded);
        await clock.advance(500);
      }
      return replies;
    },
  };
}

describe('while more comes than scoring works off', () => {
  it('events are refused at five seconds of delay, and taken in when it is made up', async () => {
    const door = await openLateDoor();
    const early = await door.pass(4, { posted: 3, folded: 1 });
    expect(new Set(early.map(({ status }) => status))).toEqual(new Set([202]));
    await door.pass(20, { posted: 3, folded: 1 });
    const replies = await door.pass(40, { posted: 3, folded: 1 });
    const refused = replies.filter(({ status }) => status !== 202);
    // Three times as much is offered as goes through.
    expect(refused.length).toBeGreaterThan(replies.length / 2);
    expect(refused.length).toBeLessThan(replies.length * 0.8);
    for (const { status, headers, body } of refused) {
      expect(status).toBe(503);
      expect(body.type).toBe('urn:duewatch:problem:overloaded');
      expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
    }
    await door.pass(6, { posted: 0, folded: 20 });
    expect((await door.post(invoice('late'))).status).toBe(202);
  });

  it('a source that is much faster gets no more in than scoring works off', async () => {
    const door = await openLateDoor();
    await door.pass(20, { posted: 20, folded: 5 });
    const replies = await door.pass(40, { posted: 40, folded: 5 });
    const taken = replies.filter(({ status }) => status === 202).length;
    expect(taken).toBeGreaterThan(40 * 5 * 0.6);
    expect(taken).toBeLessThanOrEqual(40 * 5);
  });

  it('history waits at two seconds, and the present goes on', async () => {
    const door = await openLateDoor();
    expect((await door.post(history('h1'))).status).toBe(202);
    await door.pass(14, { posted: 3, folded: 2 });
    const refused = await door.post(history('h2'));
    expect(refused.status).toBe(503);
    expect(refused.body.type).toBe('urn:duewatch:problem:history-paused');
    expect(refused.headers.get('retry-after')).toBe('1');
    expect((await door.post(invoice('now'))).status).toBe(202);
    await door.pass(4, { posted: 0, folded: 20 });
    expect((await door.post(history('h2'))).status).toBe(202);
  });
});

describe('the door takes events in, however late scoring is', () => {
  it('while scoring stands still: the log holds them', async () => {
    const door = await openLateDoor();
    await door.pass(60, { posted: 3, folded: 0 });
    expect((await door.post(invoice('outage'))).status).toBe(202);
  });

  it('while scoring catches up faster than they come', async () => {
    const door = await openLateDoor();
    await door.pass(60, { posted: 5, folded: 0 });
    await door.pass(12, { posted: 1, folded: 4 });
    expect((await door.post(invoice('afterwards'))).status).toBe(202);
  });
});

describe('a burst that scoring works off in no time', () => {
  it('is taken in whole, whatever came before it', async () => {
    const door = await openLateDoor();
    await door.pass(10, { posted: 2, folded: 3 });
    await door.clock.advance(600_000);
    const burst = await door.pass(1, { posted: 60, folded: 5 });
    const after = await door.pass(4, { posted: 5, folded: 15 });
    expect([...burst, ...after].every(({ status }) => status === 202)).toBe(true);
  });
});

describe('a log that nothing is written to', () => {
  it('is not asked about', async () => {
    const clock = createManualClock(noon);
    let asked = 0;
    const answer = async () => {
      asked += 1;
      return new Map([[0, 7]]);
    };
    const watch = watchBacklog({ clock, written: answer, folded: answer });
    await clock.advance(60_000);
    expect(asked).toBe(2);
    watch.wrote();
    await clock.advance(60_000);
    expect(asked).toBe(4);
    watch.stop();
  });
});
