import { type Codec, customerKey, type EpochDay, TOPICS } from '@duewatch/contracts';
import { createSchemaLearning, partitionOf } from '@duewatch/event-bus';
import type { PagePeek, Position, Profile, World } from '@duewatch/risk-core';
import { createStateReader, type PartitionStore } from '@duewatch/stream';
import { lastPosition } from './customer.ts';
import { PROFILES } from './customer-fold.ts';
import { pagesToLoad, peekPages } from './profile-pages.ts';
import { createScoringLogic, worldIn } from './scoring-logic.ts';

/** A customer as scoring holds it. */
export interface StoredCustomer {
  readonly profile: Profile;
  readonly world: World;
  /** Day that its calendar has reached; nothing changes for the customer before the next one. */
  readonly asOf: EpochDay;
  /** Of the last record about it on `risk.profiles`. */
  readonly position: Position | null;
  /** Its pages, those that were asked for: else none is at hand. */
  readonly pages: PagePeek;
}

export interface CustomerReading {
  readonly partition: number;
  /** All records of the partition below this are folded; null when none was ever folded. */
  readonly offset: number | null;
  /** Undefined when no record below `offset` is about it, or when the last one erased it. */
  readonly customer: StoredCustomer | undefined;
}

export interface CustomerReader {
  /** `withPages`: with its invoices, and not only with what is said of all of them. */
  read(
    tenantId: string,
    customerId: string,
    options?: { readonly withPages: boolean },
  ): Promise<CustomerReading>;
}

/**
 * Reads customers out of scoring's state by scoring's own rules: what is read is what scoring would
 * go on from if a record about the customer came now, pending broadcasts included.
 */
export function createCustomerReader(options: {
  readonly store: PartitionStore;
  readonly codec: Codec;
  readonly baseCurrency: string;
  readonly partitions: number;
}): CustomerReader {
  const { store, codec, baseCurrency, partitions } = options;
  const prepare = createSchemaLearning(codec);
  const reader = createStateReader({ logic: createScoringLogic(options), store, prepare });

  return {
    async read(tenantId, customerId, { withPages } = { withPages: false }) {
      const key = customerKey(tenantId, customerId);
      const partition = partitionOf(key, partitions);
      const { point, peek } = await reader.read(partition, key, (found) => {
        const profile = withPages ? found<Profile>(PROFILES, key) : undefined;
        return profile === undefined || profile === 'unloaded'
          ? []
          : pagesToLoad(key, profile, found);
      });
      const offset = point.offsets[TOPICS.events] ?? null;
      const profile = peek<Profile>(PROFILES, key);
      if (profile === undefined || profile === 'unloaded') {
        return { partition, offset, customer: undefined };
      }
      const partitionWorld = worldIn(peek, baseCurrency);
      const { calendarId, today } = profile;
      const date = partitionWorld.dateOf(calendarId, NEWEST) ?? today;
      const customer = {
        profile,
        world: partitionWorld.viewAt(NEWEST, tenantId, calendarId),
        asOf: Math.max(today, date),
        position: lastPosition(profile, TOPICS.profiles),
        pages: peekPages(key, profile, peek),
      };
      return { partition, offset, customer };
    },
  };
}

/** Above every offset: all broadcasts that are pending have been folded. */
const NEWEST = Number.MAX_SAFE_INTEGER;
