import { checkCredit } from '@duewatch/risk-core';
import { createCustomerReader } from '@duewatch/scoring-logic';
import fc from 'fast-check';
import { arbitraryEvent } from './arbitrary-event.ts';
import { codec, DoorAndScoring, TENANT } from './door-and-scoring.ts';
import { createLazyOwner } from './lazy-owner.ts';
import { DAYS, play } from './play-drawn.ts';

const seed = Number(process.env['DUEWATCH_SEED'] ?? Math.floor(Math.random() * 2 ** 31));
const runs = Number(process.env['DUEWATCH_RUNS'] ?? 15);

const customers = ['C0', 'C1', 'C2', 'C3', 'C4', 'C5'];
const stories = fc.array(arbitraryEvent(DAYS), { maxLength: 80, size: 'max' });

describe('the verdict at order time', () => {
  it('is that of the fold at the same position, whatever has not been swept yet', async () => {
    const verdicts = new Map<string, number>();
    const property = fc.asyncProperty(
      stories,
      fc.integer({ min: 1, max: 50 }),
      fc.integer({ min: 0, max: 400_000 }),
      async (events, chunk, amountMinor) => {
        const system = new DoorAndScoring(1);
        play(system, events);
        const log = system.written.filter(({ topic }) => topic === 'ar.events');
        const owner = await createLazyOwner();
        for (let at = 0; at < log.length; at += chunk) await owner.take(log.slice(at, at + chunk));
        const { store } = owner;
        const reader = createCustomerReader({ store, codec, baseCurrency: 'EUR', partitions: 1 });
        const order = { amountMinor, currency: 'EUR', recordsBehind: 0, recordsBehindMost: 0 };
        for (const customerId of customers) {
          const { offset, customer } = await reader.read(TENANT, customerId);
          expect(offset).toBe(log.length);
          const held = system.held(customerId);
          const expected = held && checkCredit(held.profile, held.world, order);
          const found = customer && checkCredit(customer.profile, customer.world, order);
          expect(found).toEqual(expected);
          const verdict = found?.verdict ?? 'unknown';
          verdicts.set(verdict, (verdicts.get(verdict) ?? 0) + 1);
        }
      },
    );
    await fc.assert(property, { seed, numRuns: 2 * runs });
    // Stories that all come to the same would show little.
    expect(verdicts.size).toBeGreaterThan(1);
  });
});
