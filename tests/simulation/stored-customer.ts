import {
  decodePage,
  decodeProfile,
  type Page,
  type PageRef,
  type Profile,
} from '@duewatch/risk-core';
import type { StateServer } from './state-server.ts';

const ALL = 1_000_000;

/** A customer as scoring has stored it; none of a story has so many items that they are indexed. */
export interface StoredCustomer {
  readonly key: string;
  readonly profile: Profile;
  readonly pages: Map<PageRef, Page>;
}

/** Everyone in a partition of scoring's state, in order of their keys. */
export async function storedCustomers(
  { direct }: StateServer,
  partition: number,
): Promise<StoredCustomer[]> {
  const read = async (collection: string, fields: readonly string[]) => {
    const found = (await direct.load(partition, new Map([[collection, fields]]))).get(collection);
    return fields.map((_, index) => found?.[index] ?? Buffer.alloc(0));
  };
  const pagesIn = async (collection: string, key: string, refs: readonly PageRef[]) => {
    const stored = await read(
      collection,
      refs.map((ref) => `${key}|${ref}`),
    );
    return stored.map((bytes, index) => [refs[index] ?? '', decodePage(bytes)] as const);
  };
  const { fields: keys } = await direct.scan(partition, 'profiles', '0', ALL);
  const customers = (await read('profiles', keys)).map(async (bytes, index) => {
    const key = keys[index] ?? '';
    const profile = decodeProfile(bytes);
    const items = await pagesIn(
      'items',
      key,
      profile.itemPages.map(({ ref }) => ref),
    );
    const stubs = await pagesIn(
      'stubs',
      key,
      profile.stubPages.map(({ ref }) => ref),
    );
    return { key, profile, pages: new Map([...items, ...stubs]) };
  });
  return await Promise.all(customers);
}
