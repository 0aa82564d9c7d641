import {
  decodePage,
  encodePage,
  type Page,
  type PageAccess,
  type PagePeek,
  type PageRef,
  type Profile,
  pagesOf,
} from '@duewatch/risk-core';
import type { CollectionCodec, FoldContext, Need, Peek } from '@duewatch/stream';

/** Collections of pages by the first letter of their address. */
const COLLECTION: Readonly<Record<string, string>> = { i: 'items', s: 'stubs', w: 'where' };

/** Records of three dozen numbers, most of them small: 14 to 19 were measured. */
export const MEMORY_PER_BYTE = 16;

const pageCodec: CollectionCodec = {
  memoryPerByte: MEMORY_PER_BYTE,
  encode: (page) => bufferOf(encodePage(page as Page)),
  decode: (bytes) => decodePage(bytes),
};

/** The same bytes: what is encoded belongs to nobody else. */
export function bufferOf({ buffer, byteOffset, byteLength }: Uint8Array): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength);
}

export const pageCollections = { items: pageCodec, stubs: pageCodec, where: pageCodec };

/**
 * Looking a string up that was just put together costs more than finding it here again. Places of
 * pages that are gone are forgotten: a busy customer makes thousands of them in a lifetime.
 */
const places = new WeakMap<Profile, Map<PageRef, Need>>();

/** Where a page of a customer is stored. */
export function pageNeed(key: string, profile: Profile, ref: PageRef): Need {
  let known = places.get(profile);
  if (known === undefined) {
    known = new Map();
    places.set(profile, known);
  }
  let place = known.get(ref);
  if (place === undefined) {
    const collection = COLLECTION[ref.charAt(0)];
    if (collection === undefined) throw new TypeError(`No page is addressed as ${ref}.`);
    place = { collection, field: `${key}|${ref}` };
    known.set(ref, place);
  }
  return place;
}

export function peekPages(key: string, profile: Profile, peek: Peek): PagePeek {
  return {
    peek(ref) {
      const { collection, field } = pageNeed(key, profile, ref);
      return peek<Page>(collection, field);
    },
  };
}

/** Pages of a customer that are not at hand yet; only once those are do they tell of others. */
export function pagesToLoad(key: string, profile: Profile, peek: Peek): readonly Need[] {
  const pages = peekPages(key, profile, peek);
  return pagesOf(profile, pages)
    .refs.filter((ref) => pages.peek(ref) === 'unloaded')
    .map((ref) => pageNeed(key, profile, ref));
}

/** The pages of one customer, as the model reads and writes them during a fold. */
export function accessPages(key: string, profile: Profile, context: FoldContext): PageAccess {
  return {
    ...peekPages(key, profile, context.peek),
    get(ref) {
      const { collection, field } = pageNeed(key, profile, ref);
      return context.get<Page>(collection, field);
    },
    put(ref, page) {
      const { collection, field } = pageNeed(key, profile, ref);
      context.put(collection, field, page);
    },
    delete(ref) {
      const { collection, field } = pageNeed(key, profile, ref);
      context.delete(collection, field);
      places.get(profile)?.delete(ref);
    },
  };
}
