import type { Clock } from '@duewatch/config';
import type { Breaker } from '../src/breaker/breaker.ts';

/** How one adapter is made: each call another process's door to the same counters. */
export interface BreakerWorld {
  readonly clock: Clock;
  /** At most three messages in each second. */
  open(): Breaker;
  /** Lets so much time pass. */
  pass(ms: number): Promise<void>;
}

/** What every breaker promises. */
export function breakerContract(name: string, makeWorld: () => Promise<BreakerWorld>): void {
  describe(name, () => {
    let world: BreakerWorld;
    let breaker: Breaker;
    beforeEach(async () => {
      world = await makeWorld();
      breaker = world.open();
    });
    afterEach(() => breaker.close());

    const admittedOf = async (ids: readonly string[], receiver = 'ops') => [
      ...(await breaker.admit(receiver, ids)).admitted,
    ];

    it('admits as many as a window may have and trips at the next one', async () => {
      expect(await breaker.admit('ops', ['a', 'b', 'c'])).toMatchObject({ trip: null });
      const { admitted, trip } = await breaker.admit('ops', ['c', 'd']);
      expect([...admitted]).toEqual(['c']);
      expect(trip).toMatchObject({
        batchId: expect.stringMatching(/^held-ops-[0-9a-z]+$/),
        isTold: false,
      });
    });

    it('counts for each receiver by itself', async () => {
      await breaker.admit('ops', ['a', 'b', 'c', 'd']);
      expect(await admittedOf(['e'], 'desk')).toEqual(['e']);
    });

    it('counts what several processes send together, of one trip under one name', async () => {
      const other = world.open();
      await breaker.admit('ops', ['a', 'b']);
      const here = await other.admit('ops', ['c', 'd']);
      const there = await breaker.admit('ops', ['e']);
      await other.close();
      expect([...here.admitted, ...there.admitted]).toEqual(['c']);
      expect(there.trip?.batchId).toBe(here.trip?.batchId);
    });

    it('admits nothing new until the trip has ended, however little came before', async () => {
      await breaker.admit('ops', ['a', 'b', 'c']);
      await world.pass(600);
      await breaker.admit('ops', ['d']);
      await world.pass(600);
      expect(await admittedOf(['e'])).toEqual([]);
      await world.pass(500);
      expect(await admittedOf(['e'])).toEqual(['e']);
    });

    it('remembers that the summary of a trip is out, and of another trip nothing', async () => {
      const { trip } = await breaker.admit('ops', ['a', 'b', 'c', 'd']);
      await breaker.told('ops', 'held-ops-older');
      expect((await breaker.admit('ops', ['d'])).trip?.isTold).toBe(false);
      await breaker.told('ops', trip?.batchId ?? '');
      expect((await breaker.admit('ops', ['d'])).trip?.isTold).toBe(true);
      await world.pass(1_100);
      const next = await breaker.admit('ops', ['e', 'f', 'g', 'h']);
      expect(next.trip?.isTold).toBe(false);
    });

    it('takes thousands at once', async () => {
      const ids = Array.from({ length: 2_500 }, (_, index) => `m-${index}`);
      expect(await admittedOf(ids)).toEqual(['m-0', 'm-1', 'm-2']);
    });
  });
}
