import { randomBytes } from 'node:crypto';
import type { DedupeStore } from '../src/index.ts';

export interface DedupeStoreSubject {
  readonly store: DedupeStore;
  /** Lets that much time pass for the store. */
  pass(ms: number): Promise<void>;
}

/** The promises of `DedupeStore`, to be kept by the twin and by the real one. */
export function dedupeStoreContract(name: string, make: () => Promise<DedupeStoreSubject>): void {
  const print = (): string => randomBytes(16).toString('base64url');

  describe(`dedupe store: ${name}`, () => {
    it('does not know an event that was never remembered', async () => {
      const { store } = await make();
      expect(await store.lookup([print(), print()])).toEqual([null, null]);
    });

    it('answers contents in the order asked', async () => {
      const { store } = await make();
      const [a, b] = [
        { key: print(), content: print() },
        { key: print(), content: print() },
      ];
      await store.remember([a, b], 60_000);
      expect(await store.lookup([b.key, print(), a.key])).toEqual([b.content, null, a.content]);
    });

    it('keeps the first content of an event', async () => {
      const { store } = await make();
      const [key, first, second] = [print(), print(), print()];
      await store.remember([{ key, content: first }], 60_000);
      await store.remember([{ key, content: second }], 60_000);
      expect(await store.lookup([key])).toEqual([first]);
    });

    it('forgets an event when its time is over', async () => {
      const { store, pass } = await make();
      const [key, content] = [print(), print()];
      await store.remember([{ key, content }], 40);
      expect(await store.lookup([key])).toEqual([content]);
      await pass(60);
      expect(await store.lookup([key])).toEqual([null]);
    });

    it('takes a full batch', async () => {
      const { store } = await make();
      const events = Array.from({ length: 1_000 }, () => ({ key: print(), content: print() }));
      await store.remember(events, 60_000);
      expect(await store.lookup(events.map(({ key }) => key))).toEqual(
        events.map(({ content }) => content),
      );
    });

    it('takes an empty batch', async () => {
      const { store } = await make();
      await store.remember([], 60_000);
      expect(await store.lookup([])).toEqual([]);
    });
  });
}
