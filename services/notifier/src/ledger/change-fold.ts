import type { FoldContext, FoldOutcome, Need, Peek } from '@duewatch/stream';
import type { Audience } from './audience.ts';
import {
  advance,
  type Change,
  type ChangeLine,
  type ChangeRow,
  type ChangeWish,
  changeDeliveryIdOf,
  changesIndex,
  isEmpty,
  isKnownTo,
  join,
  NEW_LINE,
  placeBehind,
} from './change-line.ts';
import type { Customer } from './customer.ts';
import type { LedgerEvent } from './ledger-event.ts';

/** Collection of what receivers wait for, by place. */
export const CHANGE_ROWS = 'changes';

/** What lies under the id of a resend that is done: a rebuild may read its wish after its end. */
export interface DoneResend {
  readonly isDone: true;
}

const DONE: DoneResend = { isDone: true };

/** As much of the fold as changes touch. */
type Rows = Pick<FoldContext, 'get' | 'put' | 'delete' | 'index'>;

export type ChangeOutcome = Extract<LedgerEvent, { kind: 'change_outcome' }>;

/** Of a customer that is loaded, what an event needs beside it. */
export function changeNeeds(
  event: Extract<LedgerEvent, { kind: 'change' | 'change_outcome' | 'change_resend' }>,
  key: string,
  { customer, peek }: { readonly customer: Customer | undefined; readonly peek: Peek },
): readonly Need[] {
  const missing = new Set<string>();
  const look = (place: string): ChangeRow | null => {
    const row = peek<ChangeRow>(CHANGE_ROWS, place);
    if (row === 'unloaded') missing.add(place);
    return row === undefined || row === 'unloaded' ? null : row;
  };
  if (event.kind === 'change_resend') look(event.wish.resendId);
  else if (event.kind === 'change') {
    for (const [receiverId, line] of Object.entries(customer?.lines ?? {})) {
      join(line, event.change, { key, receiverId, look });
    }
  } else if (event.resendId !== null) look(event.resendId);
  else {
    const { receiverId, position } = event;
    advance(lineOf(customer, receiverId), position, { key, receiverId, look });
  }
  return [...missing].map((field) => ({ collection: CHANGE_ROWS, field }));
}

/** Puts a change in line for everybody who is to have it and has not met it. */
export function takeChange(
  customer: Customer,
  change: Change,
  key: string,
  { audience, context }: { readonly audience: Pick<Audience, 'hearing'>; readonly context: Rows },
): Customer {
  let { lines } = customer;
  for (const receiverId of audience.hearing(change.tenantId)) {
    const before = lineOf(customer, receiverId);
    if (isKnownTo(before, change.position)) continue;
    const joined = join(before, change, { key, receiverId, look: lookIn(context) });
    for (const { place } of joined.overtaken) context.delete(CHANGE_ROWS, place);
    const [first] = joined.overtaken;
    const follows = first === undefined ? change.previousPosition : first.row.follows;
    const place = placeBehind(key, receiverId, joined.behind);
    const id = changeDeliveryIdOf(change.id, receiverId);
    context.put(CHANGE_ROWS, place, { id, receiverId, key, change, follows } satisfies ChangeRow);
    if (isEmpty(before)) context.index(changesIndex(receiverId), place, change.offset);
    lines = { ...lines, [receiverId]: joined.line };
  }
  return lines === customer.lines || lines === undefined ? customer : { ...customer, lines };
}

/** Takes what has ended off its line; what is behind it is next. */
export function takeChangeOutcome(
  customer: Customer,
  { receiverId, position, resendId }: ChangeOutcome,
  key: string,
  context: Rows,
): Customer {
  const index = changesIndex(receiverId);
  if (resendId !== null) {
    context.put(CHANGE_ROWS, resendId, DONE);
    context.index(index, resendId, null);
    return customer;
  }
  const view = { key, receiverId, look: lookIn(context) };
  const moved = advance(lineOf(customer, receiverId), position, view);
  for (const place of moved.left) {
    context.delete(CHANGE_ROWS, place);
    context.index(index, place, null);
  }
  if (moved.next !== null) context.index(index, moved.next.place, moved.next.row.change.offset);
  return { ...customer, lines: { ...customer.lines, [receiverId]: moved.line } };
}

/** A wish stands in no line: it tells nothing new. */
export function takeChangeResend(
  { resendId, by, receiverId, change }: ChangeWish,
  key: string,
  context: Rows,
): FoldOutcome {
  if (context.get(CHANGE_ROWS, resendId) !== undefined) return { kind: 'skip', reason: 'repeat' };
  const id = changeDeliveryIdOf(change.id, receiverId);
  const { previousPosition: follows } = change;
  const row: ChangeRow = { id, receiverId, key, change, follows, resend: { resendId, by } };
  context.put(CHANGE_ROWS, resendId, row);
  context.index(changesIndex(receiverId), resendId, change.offset);
  return { kind: 'ok' };
}

function lookIn(context: Rows): (place: string) => ChangeRow | null {
  return (place) => context.get<ChangeRow>(CHANGE_ROWS, place) ?? null;
}

function lineOf(customer: Customer | undefined, receiverId: string): ChangeLine {
  return customer?.lines?.[receiverId] ?? NEW_LINE;
}
