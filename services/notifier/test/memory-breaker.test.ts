import { createManualClock } from '@duewatch/config';
import { createMemoryBreaker } from '../src/breaker/memory-breaker.ts';
import { breakerContract } from './breaker.contract.ts';

breakerContract('the breaker in memory', async () => {
  const clock = createManualClock(1_772_700_000_000);
  const breaker = createMemoryBreaker({ messages: 3, windowMs: 1_000 }, clock);
  return { clock, open: () => breaker, pass: (ms) => clock.advance(ms) };
});
