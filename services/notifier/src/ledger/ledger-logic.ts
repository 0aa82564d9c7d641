import { type Codec, TOPICS } from '@duewatch/contracts';
import type {
  CollectionCodec,
  FoldContext,
  FoldOutcome,
  Need,
  Peek,
  StreamLogic,
} from '@duewatch/stream';
import type { AlertNews, Position } from '../message/news.ts';
import { type Translated, translate } from '../translate.ts';
import type { Audience } from './audience.ts';
import { BATCHES, type Batch, type BatchBook, decide, heldIndex } from './batches.ts';
import {
  type Case,
  emptyCase,
  headFor,
  isFinished,
  newsOf,
  takeJoin,
  takeNews,
  takeOutcome,
  takeResend,
  toldOf,
} from './case.ts';
import {
  CHANGE_ROWS,
  changeNeeds,
  takeChange,
  takeChangeOutcome,
  takeChangeResend,
} from './change-fold.ts';
import type { ChangeRow } from './change-line.ts';
import { type Customer, EMPTY_CUSTOMER, onDay, outdatedAhead, sequenceOf } from './customer.ts';
import { FAILURES, type FailureBook, noted } from './failures.ts';
import type { LedgerEvent } from './ledger-event.ts';

/** What the ledger is made from. Partition p of all of them belongs to one process. */
export const ALERTS = TOPICS.alerts;
export const DELIVERIES = TOPICS.deliveries;
export const CHANGES = TOPICS.changes;
export const COMMANDS = TOPICS.commands;
export const LEDGER_INPUTS = [ALERTS, TOPICS.customers, DELIVERIES, CHANGES, COMMANDS] as const;

/** Collections of the ledger's state, one field per customer and one per episode. */
export const CUSTOMERS = 'customers';
export const CASES = 'cases';

/**
 * Index of the episodes of which this receiver waits to be told; score: when the next piece of news
 * was accepted, or when the digest is due that it waits for.
 */
export function waitingIndex(receiverId: string): string {
  return `waiting:${receiverId}`;
}

export interface LedgerObserver {
  /** Something on the way here was lost. */
  gap(): void;
}

const OK: FoldOutcome = { kind: 'ok' };

/**
 * The delivery ledger as a fold: alerts make rows, records of deliveries end them. It knows no
 * clock and sends nothing; what is to be sent is read from the rows that it leaves waiting.
 */
export function createLedgerLogic(options: {
  readonly codec: Codec;
  readonly audience: Audience;
  readonly observer: LedgerObserver;
}): StreamLogic<LedgerEvent> {
  const fold = new LedgerFold(options.audience, options.observer);
  return {
    collections: {
      [CUSTOMERS]: json<Customer>(),
      [CASES]: json<Case>(),
      [CHANGE_ROWS]: json<ChangeRow>(),
      [BATCHES.collection]: json<BatchBook>(),
      [FAILURES.collection]: json<FailureBook>(),
    },
    root: CUSTOMERS,
    pinned: [BATCHES, FAILURES],
    route: (record) => {
      const translated = forSomebody(translate(record, options.codec), options.audience);
      return translated.kind === 'event'
        ? { routing: { kind: 'keyed', key: translated.key }, event: translated.event }
        : { routing: translated };
    },
    needs: ({ event }, key, peek) => (event.kind === 'batch' ? [] : needsOf(event, key, peek)),
    fold: ({ event }, key, context) =>
      event.kind === 'batch' ? takeBatch(event.batch, context) : fold.take(event, key, context),
  };
}

function json<T extends object>(): CollectionCodec {
  return {
    encode: (value) => Buffer.from(JSON.stringify(value)),
    decode: (bytes) => JSON.parse(bytes.toString('utf8')) as T,
  };
}

/** Nearly all changes are nobody's here: those are passed over before anything is loaded. */
function forSomebody(one: Translated, audience: Audience): Translated {
  if (one.kind !== 'event' || one.event.kind !== 'change' || one.event.isJoin) return one;
  const isHeard = audience.hearing(one.event.change.tenantId).size > 0;
  return isHeard ? one : { kind: 'skip', reason: 'not_for_people' };
}

/** About a customer, as all are but the verdict on a batch. */
type CustomerEvent = Exclude<LedgerEvent, { kind: 'batch' }>;

function takeBatch(batch: Batch, context: FoldContext): FoldOutcome {
  const { collection, field } = BATCHES;
  context.put(collection, field, decide(context.get<BatchBook>(collection, field), batch));
  return OK;
}

function needsOf(event: CustomerEvent, key: string, peek: Peek): readonly Need[] {
  const customer = peek<Customer>(CUSTOMERS, key);
  if (customer === 'unloaded') return [{ collection: CUSTOMERS, field: key }];
  const isOfChange = event.kind === 'change_outcome' || event.kind === 'change_resend';
  const episodes = isOfChange ? [] : episodesOf(event, customer);
  return [
    ...(isOfChange || event.kind === 'change' ? changeNeeds(event, key, { customer, peek }) : []),
    ...episodes
      .filter((field) => peek<Case>(CASES, field) === 'unloaded')
      .map((field) => ({ collection: CASES, field })),
  ];
}

function episodesOf(
  event: Exclude<CustomerEvent, { kind: 'change_outcome' | 'change_resend' }>,
  customer: Customer | undefined,
): readonly string[] {
  switch (event.kind) {
    case 'news':
      return [event.news.episodeId];
    case 'outcome':
      return [event.episodeId];
    case 'resend':
      return [event.wish.news.episodeId];
    case 'change':
      return event.isJoin ? (customer?.open ?? []) : [];
    case 'name':
    case 'silent':
      return [];
  }
}

/** One event folded into one customer. */
class LedgerFold {
  private readonly audience: Audience;
  private readonly observer: LedgerObserver;

  constructor(audience: Audience, observer: LedgerObserver) {
    this.audience = audience;
    this.observer = observer;
  }

  take(event: CustomerEvent, key: string, context: FoldContext): FoldOutcome {
    const customer = context.get<Customer>(CUSTOMERS, key) ?? EMPTY_CUSTOMER;
    const put = (changed: Customer): FoldOutcome => {
      context.put(CUSTOMERS, key, changed);
      return OK;
    };
    switch (event.kind) {
      case 'name':
        // Who was never told of is not remembered for having been forgotten.
        if (event.name === null && customer === EMPTY_CUSTOMER) return OK;
        return put({ ...customer, name: event.name });
      case 'silent': {
        const { position, previousPosition } = event;
        if (this.isRepeat(customer, position, previousPosition)) return REPEAT;
        return put({ ...customer, last: position });
      }
      case 'news': {
        const { position, previousPosition } = event.news;
        if (this.isRepeat(customer, position, previousPosition)) return REPEAT;
        const current = onDay({ ...customer, last: position }, event.news.changedOn);
        return put(this.takeNews(current, event.news, key, context));
      }
      case 'outcome':
        return put(this.takeOutcome(customer, event, key, context));
      case 'resend': {
        const { wish, at } = event;
        const changed = takeResend(caseOf(wish.news.episodeId, key, context), wish);
        return put(this.keep(customer, changed, at, context));
      }
      case 'change': {
        const { change, isJoin } = event;
        const { audience } = this;
        const taken = takeChange(customer, change, key, { audience, context });
        if (isJoin) return put(this.takeJoin(taken, change.acceptedAt, key, context));
        return taken === customer ? REPEAT : put(taken);
      }
      case 'change_outcome':
        if (event.isFailed) noteFailure(event, context);
        return put(takeChangeOutcome(customer, event, key, context));
      case 'change_resend':
        return takeChangeResend(event.wish, key, context);
    }
  }

  private isRepeat(customer: Customer, position: Position, previous: Position | null): boolean {
    const sequence = sequenceOf(customer.last, position, previous);
    if (sequence === 'gap') this.observer.gap();
    return sequence === 'repeat';
  }

  private takeNews(
    customer: Customer,
    news: AlertNews,
    key: string,
    context: FoldContext,
  ): Customer {
    const joined = customer.joinedAt === null ? null : { acceptedAt: customer.joinedAt };
    const heard = customer.endedToday?.[news.episodeId];
    const known = { ...caseOf(news.episodeId, key, context), ...(heard && { heard }) };
    const changed = takeNews(known, news, this.audience, joined);
    return this.keep(customer, changed, news.acceptedAt, context);
  }

  private takeOutcome(
    customer: Customer,
    { episodeId, outcome, reason, at }: Extract<LedgerEvent, { kind: 'outcome' }>,
    key: string,
    context: FoldContext,
  ): Customer {
    const { receiverId, state } = outcome;
    if (state === 'failed') noteFailure({ receiverId, at, reason }, context);
    const changed = takeOutcome(caseOf(episodeId, key, context), outcome);
    return this.keep(customer, changed, at, context);
  }

  private takeJoin(
    customer: Customer,
    acceptedAt: number,
    key: string,
    context: FoldContext,
  ): Customer {
    let joined: Customer = { ...customer, joinedAt: acceptedAt };
    for (const episodeId of customer.open) {
      const one = caseOf(episodeId, key, context);
      const changed = takeJoin(one, this.audience, { acceptedAt });
      joined = this.keep(joined, changed, acceptedAt, context);
    }
    return joined;
  }

  /** Stores a case, or forgets it when nobody has to hear of it again. */
  private keep(customer: Customer, one: Case, at: number, context: FoldContext): Customer {
    const { episodeId } = one;
    for (const id of this.audience.receiverIds) {
      const head = headFor(one, id);
      const isListed = one.rows.some(({ receiverId }) => receiverId === id);
      const score =
        head === undefined ? null : (head.digest?.at ?? newsOf(one, head)?.acceptedAt ?? at);
      if (isListed) context.index(waitingIndex(id), episodeId, score);
    }
    for (const batchId of new Set(one.rows.flatMap((row) => row.batchId ?? []))) {
      const isHeld = one.rows.some((row) => row.batchId === batchId && row.state === 'held');
      context.index(heldIndex(batchId), episodeId, isHeld ? at : null);
    }
    const others = customer.open.filter((id) => id !== episodeId);
    const { [episodeId]: _known, ...ahead } = customer.ahead;
    const isOver = isFinished(one, this.audience.receiverIds);
    if (isOver) context.delete(CASES, episodeId);
    else context.put(CASES, episodeId, one);
    if (isOver) {
      const endedToday = {
        ...customer.endedToday,
        ...(one.isResolved && { [episodeId]: toldOf(one) }),
      };
      return this.forgetOutdated({ ...customer, open: others, ahead, endedToday }, at, context);
    }
    const isAhead = one.news.length === 0;
    return this.forgetOutdated(
      {
        ...customer,
        open: isAhead ? others : [...others, episodeId],
        ahead: isAhead ? { ...ahead, [episodeId]: at } : ahead,
      },
      at,
      context,
    );
  }

  private forgetOutdated(customer: Customer, at: number, context: FoldContext): Customer {
    const outdated = outdatedAhead(customer, at);
    if (outdated.length === 0) return customer;
    for (const episodeId of outdated) context.delete(CASES, episodeId);
    const left = Object.entries(customer.ahead).filter(([id]) => !outdated.includes(id));
    return { ...customer, ahead: Object.fromEntries(left) };
  }
}

function noteFailure(
  failed: { readonly receiverId: string; readonly at: number; readonly reason: string | null },
  context: FoldContext,
): void {
  const { collection, field } = FAILURES;
  const { receiverId, at, reason } = failed;
  const book = context.get<FailureBook>(collection, field);
  context.put(collection, field, noted(book, receiverId, { at, reason: reason ?? 'unexpected' }));
}

const REPEAT: FoldOutcome = { kind: 'skip', reason: 'repeat' };

function caseOf(episodeId: string, key: string, context: FoldContext): Case {
  return context.get<Case>(CASES, episodeId) ?? emptyCase(episodeId, key);
}
