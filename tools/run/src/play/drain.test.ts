import { createManualClock } from '@duewatch/config';
import type { ServiceName, ServiceStatus } from '../services/service-supervisor.ts';
import { waitUntilDrained } from './drain.ts';

const idle = (service: ServiceName): ServiceStatus => ({
  service,
  ready: true,
  lag: 0,
  pending: 0,
});
const allIdle = [idle('ingest'), idle('scoring'), idle('alerting'), idle('notifier')];

const busy = (service: ServiceName, change: Partial<ServiceStatus>) =>
  allIdle.map((one) => (one.service === service ? { ...one, ...change } : one));

type Answer = readonly ServiceStatus[] | Error;

/** Drains against these answers, the last one for ever; tells how many polls it took. */
async function drain(answers: readonly Answer[], written: readonly number[] = [0]) {
  const clock = createManualClock(0);
  const stopping = new AbortController();
  let polls = 0;
  const done = waitUntilDrained({
    clock,
    signal: stopping.signal,
    status: async () => {
      const answer = answers[Math.min(polls, answers.length - 1)] ?? allIdle;
      polls += 1;
      if (answer instanceof Error) throw answer;
      return answer;
    },
    recordsWritten: async () => written[Math.min(polls - 1, written.length - 1)] ?? 0,
  }).then(
    () => 'drained' as const,
    (error: Error) => error,
  );
  for (;;) {
    const step = clock.advance(1_000).then(() => undefined);
    const outcome = (await Promise.race([done, step])) ?? undefined;
    if (outcome !== undefined) return { outcome, polls };
  }
}

describe('draining', () => {
  it('is over when every service was idle twice in a row', async () => {
    expect(await drain([allIdle])).toEqual({ outcome: 'drained', polls: 2 });
  });

  it.each([
    { description: 'has records before it', answer: busy('alerting', { lag: 3 }) },
    { description: 'has messages to send', answer: busy('notifier', { pending: 1 }) },
    { description: 'is not ready', answer: busy('scoring', { ready: false }) },
    { description: 'does not answer', answer: new Error('fetch failed') },
  ])('goes on while a service $description', async ({ answer }) => {
    const { outcome, polls } = await drain([allIdle, answer, answer, allIdle]);
    expect(outcome).toBe('drained');
    expect(polls).toBe(5);
  });

  it('goes on while records are still being written', async () => {
    expect(await drain([allIdle], [1, 2, 3, 3])).toEqual({ outcome: 'drained', polls: 4 });
  });

  it('gives up when nothing moves, saying who has what left', async () => {
    const { outcome } = await drain([busy('notifier', { pending: 7 })]);
    expect(outcome).toMatchObject({ code: 'STALLED' });
    expect(String(outcome)).toContain('"service":"notifier","ready":true,"lag":0,"pending":7');
  });

  it('does not give up while something moves', async () => {
    const slowly = Array.from({ length: 1_500 }, (_, left) =>
      busy('scoring', { lag: Math.ceil((1_500 - left) / 100) }),
    );
    const { outcome } = await drain([...slowly, allIdle]);
    expect(outcome).toBe('drained');
  });
});
