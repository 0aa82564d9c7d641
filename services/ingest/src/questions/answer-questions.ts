import { isoDateOf, jsonOf, recordShapeOf } from '@duewatch/contracts';
import { assess, checkCredit, type Position } from '@duewatch/risk-core';
import {
  type CustomerReader,
  type CustomerReading,
  profileFields,
  type StoredCustomer,
} from '@duewatch/scoring-logic';
import type { Refusal } from '../door/problem.ts';
import type { LogEnds } from './log-ends.ts';

/** An order that an ERP wants to place. The tenant is that of the key. */
export interface CreditQuestion {
  readonly customerId: string;
  readonly amountMinor: number;
  readonly currency: string;
}

export type Answer =
  | { readonly kind: 'ok'; readonly body: Readonly<Record<string, unknown>> }
  | { readonly kind: 'refused'; readonly refusal: Refusal };

/** What people and systems may ask of a customer. */
export interface Questions {
  creditCheck(tenantId: string, question: CreditQuestion): Promise<Answer>;
  profile(tenantId: string, customerId: string): Promise<Answer>;
}

export interface QuestionLimits {
  readonly staleAfterRecords: number;
  readonly rebuildingAfterRecords: number;
  readonly retryAfterSeconds: number;
}

/** A customer, and how much of the log is not in it yet; null when nobody can tell. */
interface Found extends Omit<CustomerReading, 'customer'> {
  readonly customer: StoredCustomer;
  readonly recordsBehind: number | null;
}

/** Answers from scoring's state, and says what it cannot know. Writes nothing. */
export function createQuestions(options: {
  readonly customers: CustomerReader;
  readonly ends: LogEnds;
  readonly limits: QuestionLimits;
  /** The state could not be read. */
  failed(error: unknown): void;
}): Questions {
  const { customers, ends, limits } = options;

  async function find(tenantId: string, customerId: string): Promise<Found | Refusal> {
    let reading: CustomerReading;
    try {
      reading = await customers.read(tenantId, customerId);
    } catch (error) {
      options.failed(error);
      return unavailable(limits);
    }
    const end = await ends.endOf(reading.partition);
    const recordsBehind = end === null ? null : Math.max(0, end - (reading.offset ?? 0));
    const isEmpty = reading.offset === null && recordsBehind !== 0;
    if (isEmpty || (recordsBehind ?? 0) > limits.rebuildingAfterRecords) {
      return rebuilding(recordsBehind, limits);
    }
    const { customer, ...rest } = reading;
    if (customer === undefined) return unknown({ ...rest, recordsBehind });
    return { ...rest, customer, recordsBehind };
  }

  return {
    async creditCheck(tenantId, { customerId, amountMinor, currency }) {
      const found = await find(tenantId, customerId);
      if ('code' in found) return { kind: 'refused', refusal: found };
      const { profile, world } = found.customer;
      const { verdict, reasons, room } = checkCredit(profile, world, {
        ...{ amountMinor, currency },
        recordsBehind: found.recordsBehind,
        recordsBehindMost: limits.staleAfterRecords,
      });
      const { policyVersion, modelVersion } = profile;
      const body = { customerId, amountMinor, currency, verdict, reasons, room };
      return { kind: 'ok', body: { ...body, policyVersion, modelVersion, ...standOf(found) } };
    },

    async profile(tenantId, customerId) {
      const found = await find(tenantId, customerId);
      if ('code' in found) return { kind: 'refused', refusal: found };
      const { profile, world, position } = found.customer;
      const subject = { customerId, position: position ?? nowhere };
      const fields = profileFields(assess(profile, world), subject);
      const body = { customerId, ...jsonOf(fields, profileShape), ...standOf(found) };
      return { kind: 'ok', body };
    },
  };
}

/** Of a customer that has not been told of yet. */
const nowhere: Position = { generation: 0, offset: 0, index: 0 };

/** What tells where a record came from is not said of state. */
const traces = new Set([
  ...['tenantId', 'customerId', 'position', 'previousPosition'],
  ...['suppressed', 'acceptedAt', 'causedBy'],
]);

/** Fields of a profile that are answered. */
export const profileShape = recordShapeOf('ProfileUpdated').filter(({ name }) => !traces.has(name));

/** What an answer rests on. */
function standOf({ partition, offset, recordsBehind, customer }: Found) {
  const { asOf, position, world } = customer;
  return {
    asOf: isoDateOf(asOf),
    position,
    state: { partition, offset, recordsBehind, feedSilent: world.isFeedSilent },
  };
}

function unavailable({ retryAfterSeconds }: QuestionLimits): Refusal {
  return {
    code: 'state_unavailable',
    detail: 'The state of customers could not be read.',
    mend: 'Ask again after the time in Retry-After; until then decide as without Duewatch.',
    retryAfterSeconds,
  };
}

function rebuilding(recordsBehind: number | null, { retryAfterSeconds }: QuestionLimits): Refusal {
  const many = recordsBehind ?? 'an unknown number of';
  return {
    code: 'state_rebuilding',
    detail: `Scoring has still to fold ${many} records that may be about this customer.`,
    mend: 'Ask again after the time in Retry-After; until then decide as without Duewatch.',
    retryAfterSeconds,
  };
}

function unknown({ partition, offset, recordsBehind }: Omit<Found, 'customer'>): Refusal {
  const rest = recordsBehind === null ? 'an unknown number' : String(recordsBehind);
  const where = `below offset ${offset ?? 0} of partition ${partition}`;
  return {
    code: 'customer_unknown',
    detail: `No event about this customer lies ${where}; ${rest} behind it are not folded yet.`,
    mend: 'Check the id; a customer is known after its first event, some moments later.',
  };
}
