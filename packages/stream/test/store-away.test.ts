import { createManualClock } from '@duewatch/config';
import { type Log, silentLog } from '@duewatch/telemetry';
import { Rig } from './rig.ts';
import { add } from './tally.ts';

const secondMs = 1_000;

describe('a stream that has nothing to do', () => {
  const clock = createManualClock(0);
  const lines: string[] = [];
  const log: Log = {
    ...silentLog,
    info: (message) => void lines.push(message),
    warn: (message) => void lines.push(message),
  };
  const rig = new Rig();
  afterAll(() => rig.stop());

  it('says once that its store is silent, and is not ready until it answers', async () => {
    const stream = await rig.start({ clock, log, auditEveryMs: secondMs });
    await rig.send([add('a', 1)]);
    await rig.drained(stream);
    const audit = rig.store.audit;
    rig.store.audit = async () => {
      throw Object.assign(new Error('Redis: Command timed out'), { retriable: true });
    };
    await clock.advance(3 * secondMs);
    expect(stream.unready()).toBe('Redis: Command timed out');
    expect((await stream.status()).ready).toBe(false);
    rig.store.audit = audit;
    await clock.advance(secondMs);
    expect(stream.unready()).toBeUndefined();
    expect(lines).toEqual(['the state store does not answer', 'the state store answers again']);
  });
});
