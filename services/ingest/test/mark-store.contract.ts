import type { MarkStore } from '../src/index.ts';

/** The promises of `MarkStore`. `make` answers a store that others share and one beside it. */
export function markStoreContract(
  name: string,
  make: () => Promise<{ readonly store: MarkStore; readonly other: MarkStore }>,
): void {
  describe(`mark store: ${name}`, () => {
    it('answers null for what was never written', async () => {
      const { store } = await make();
      expect(await store.read('nothing')).toBeNull();
    });

    it('answers the last value, to other processes too', async () => {
      const { store, other } = await make();
      await store.write('calendar/münchen', '20500');
      await store.write('calendar/münchen', '20501');
      expect(await other.read('calendar/münchen')).toBe('20501');
    });
  });
}
