import type { Page, PageAccess, PagePeek, PageRef } from '@duewatch/risk-core';
import { decodePage, encodePage } from '@duewatch/risk-core';
import type { CollectionCodec, FoldContext, Need, Peek } from '@duewatch/stream';

/** Collections of pages by the first letter of their address. */
const COLLECTION: Readonly<Record<string, string>> = { i: 'items', s: 'stubs', w: 'where' };

const pageCodec: CollectionCodec = {
  encode: (page) => Buffer.from(encodePage(page as Page)),
  decode: (bytes) => decodePage(bytes),
};

export const pageCollections = { items: pageCodec, stubs: pageCodec, where: pageCodec };

/** Where a page of a customer is stored. */
export function pageNeed(key: string, ref: PageRef): Need {
  const collection = COLLECTION[ref.charAt(0)];
  if (collection === undefined) throw new TypeError(`No page is addressed as ${ref}.`);
  return { collection, field: `${key}|${ref}` };
}

export function peekPages(key: string, peek: Peek): PagePeek {
  return {
    peek(ref) {
      const { collection, field } = pageNeed(key, ref);
      return peek<Page>(collection, field);
    },
  };
}

/** The pages of one customer, as the model reads and writes them during a fold. */
export function accessPages(key: string, context: FoldContext): PageAccess {
  return {
    ...peekPages(key, context.peek),
    get(ref) {
      const { collection, field } = pageNeed(key, ref);
      return context.get<Page>(collection, field);
    },
    put(ref, page) {
      const { collection, field } = pageNeed(key, ref);
      context.put(collection, field, page);
    },
    delete(ref) {
      const { collection, field } = pageNeed(key, ref);
      context.delete(collection, field);
    },
  };
}
