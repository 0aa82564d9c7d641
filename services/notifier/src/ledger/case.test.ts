import { routesOfFilters } from '@duewatch/routing';
import { alertNews } from '../../test/alert-news.ts';
import type { AlertNews } from '../message/news.ts';
import { createAudience } from './audience.ts';
import {
  type Case,
  deliveryIdOf,
  emptyCase,
  headFor,
  isFinished,
  newsOf,
  type Row,
  takeJoin,
  takeNews,
  takeOutcome,
  takeResend,
} from './case.ts';
import { dueFor } from './due.ts';

const receivers = ['ops', 'desk'];
const filters = [
  { id: 'ops', minSeverity: 'warning' },
  { id: 'desk', minSeverity: 'error' },
] as const;
const audience = createAudience(filters, { current: () => routesOfFilters(filters) });

const opened = alertNews({ cause: 'e1' });
const escalated = alertNews({ transition: 'escalated', severity: 'error', cause: 'e2' });
const resolved = alertNews({ transition: 'resolved', cause: 'e3' });
const suppressed = (news: AlertNews): AlertNews => ({ ...news, isSuppressed: true });

/** A case to which all of this has happened. */
function after(...steps: readonly ((one: Case) => Case)[]): Case {
  return steps.reduce((one, step) => step(one), emptyCase('ep-1', 'acme|c-1'));
}
const news = (one: AlertNews, joinedAt?: number) => (known: Case) =>
  takeNews(known, one, audience, joinedAt === undefined ? null : { acceptedAt: joinedAt });
const told =
  (receiverId: string, one: AlertNews, state: 'sent' | 'failed' | 'skipped' = 'sent') =>
  (known: Case) => {
    const { transition, cause, acceptedAt } = one;
    const id = deliveryIdOf('ep-1', transition, cause, receiverId);
    return takeOutcome(known, { id, receiverId, transition, cause, state, acceptedAt });
  };
const joinedAt = (acceptedAt: number) => (known: Case) => takeJoin(known, audience, { acceptedAt });
const joined = joinedAt(opened.acceptedAt);
const waiting = ({ rows }: Case) =>
  rows
    .filter(({ state }) => state === 'pending')
    .map(({ receiverId, transition, via }: Row) => `${receiverId}: ${transition} by ${via}`);

describe('a case', () => {
  it('waits to tell whoever wants it', () => {
    expect(waiting(after(news(opened)))).toEqual(['ops: opened by message']);
    expect(waiting(after(news(opened), news(escalated)))).toEqual([
      'ops: opened by message',
      'ops: escalated by message',
      'desk: escalated by message',
    ]);
  });

  it('puts a receiver’s rows in order, whoever else is behind', () => {
    const one = after(news(opened), news(escalated), told('desk', escalated));
    expect(headFor(one, 'ops')?.transition).toBe('opened');
    expect(headFor(one, 'desk')).toBeUndefined();
  });

  it('keeps what it must still tell, and the last news while it is open', () => {
    const one = after(news(opened), news(escalated), told('ops', opened));
    expect(one.news.map(({ transition }) => transition)).toEqual(['escalated']);
    const over = after(news(opened), told('ops', opened), news(resolved), told('ops', resolved));
    expect(over.news).toEqual([]);
  });

  it('is over when it has ended and nobody waits', () => {
    expect(isFinished(after(news(opened), told('ops', opened)), receivers)).toBe(false);
    const ended = after(news(opened), told('ops', opened), news(resolved));
    expect(isFinished(ended, receivers)).toBe(false);
    expect(isFinished(told('ops', resolved)(ended), receivers)).toBe(true);
  });

  it('lives on when it sets in again, and its second end is told too', () => {
    const again = alertNews({ cause: 'e4' });
    const endedAgain = alertNews({ transition: 'resolved', cause: 'e5' });
    const once = [news(opened), told('ops', opened), news(resolved), told('ops', resolved)];
    const open = after(...once.slice(0, 3), news(again), told('ops', resolved), told('ops', again));
    expect(isFinished(open, receivers)).toBe(false);
    expect(waiting(news(endedAgain)(open))).toEqual(['ops: resolved by message']);
  });

  it('tells who heard its end that it set in again, however mild, and nobody else', () => {
    const again = alertNews({ severity: 'info', cause: 'e4' });
    const forgotten = { ...emptyCase('ep-1', 'acme|c-1'), heard: ['desk'] };
    expect(waiting(news(again)(forgotten))).toEqual(['desk: opened by message']);
    expect(waiting(news(suppressed(again))(forgotten))).toEqual([]);
  });

  it('does not wait for a receiver that is no longer in the settings', () => {
    expect(isFinished(after(news(opened), news(resolved)), ['desk'])).toBe(true);
  });

  it('need not be kept when nobody wants it', () => {
    expect(isFinished(after(news({ ...opened, severity: 'info' })), receivers)).toBe(true);
  });

  it('takes the first outcome of a row for good', () => {
    const one = after(news(opened), told('ops', opened, 'failed'), told('ops', opened, 'sent'));
    expect(one.rows).toMatchObject([{ state: 'failed' }]);
  });
});

describe('a case after a rebuild from the log', () => {
  it('tells nobody of a beginning because a delivery read before it told them a later step', () => {
    const told1 = [told('ops', opened), told('ops', escalated), told('desk', escalated)];
    const one = after(...told1, told('ops', resolved), told('desk', resolved), news(opened));
    expect(waiting(one)).toEqual([]);
    expect(
      waiting(takeNews(takeNews(one, escalated, audience, null), resolved, audience, null)),
    ).toEqual([]);
  });

  it('does not tell again what a delivery read before its alert says was told', () => {
    const one = after(told('ops', opened), news(opened), news(escalated));
    expect(waiting(one)).toEqual(['ops: escalated by message', 'desk: escalated by message']);
  });

  it('is over once alerts catch up with deliveries that were read before them', () => {
    const one = after(told('ops', opened), told('ops', resolved), news(opened), news(resolved));
    expect(isFinished(one, receivers)).toBe(true);
  });

  it('knows what was told after an end, when the episode set in again on the same day', () => {
    const again = alertNews({ cause: 'e4' });
    const ahead = [opened, resolved, again].map((one) => told('ops', one));
    const ended = after(...ahead, news(opened), news(resolved));
    expect(isFinished(ended, receivers)).toBe(false);
    expect(waiting(news(again)(ended))).toEqual([]);
  });

  it('tells nobody the end of what they were only told of when it set in again', () => {
    const acceptedAt = resolved.acceptedAt + 1;
    const again = alertNews({ severity: 'error', cause: 'e4', acceptedAt });
    const ahead = after(told('ops', opened), told('ops', resolved), told('desk', again));
    expect(waiting(after(() => ahead, news(opened), news(resolved)))).toEqual([]);
  });

  it('gives every row the id that it had', () => {
    const ids = () => after(news(opened), news(escalated)).rows.map(({ id }) => id);
    expect(ids()).toEqual(ids());
    expect(new Set(ids()).size).toBe(3);
    expect(ids()[0]).toMatch(/^dlv_[0-9a-f]{32}$/);
  });
});

describe('a case of a history', () => {
  it('tells nobody, and waits for the history to join', () => {
    const one = after(news(suppressed(escalated)));
    expect(waiting(one)).toEqual([]);
    expect(isFinished(one, receivers)).toBe(false);
    expect(waiting(joined(one))).toEqual([
      'ops: escalated by opening',
      'desk: escalated by opening',
    ]);
  });

  it('is forgotten when the history itself ends it', () => {
    expect(isFinished(after(news(suppressed(opened)), news(suppressed(resolved))), receivers)).toBe(
      true,
    );
  });

  it('joins only once', () => {
    const one = after(news(suppressed(opened)), joined, told('ops', opened, 'skipped'), joined);
    expect(waiting(one)).toEqual([]);
  });

  it('takes late news of the history into the opening position, later news not', () => {
    const at = opened.acceptedAt;
    expect(waiting(after(news(suppressed(opened), at)))).toEqual(['ops: opened by opening']);
    expect(waiting(after(news(suppressed(opened), at - 1)))).toEqual([]);
  });

  it('leaves to alerting what that keeps back, also when an erased customer begins anew', () => {
    const keptBack = { ...suppressed(opened), isKeptBack: true };
    const later = opened.acceptedAt + 1;
    expect(waiting(after(news(keptBack), joinedAt(later)))).toEqual([]);
    expect(waiting(after(news(keptBack, later)))).toEqual([]);
  });

  it('tells what follows in the same summary while that has not gone out', () => {
    const one = after(news(suppressed(opened)), joined, news(resolved));
    expect(waiting(one)).toEqual(['ops: opened by opening', 'ops: resolved by opening']);
  });

  it('tells by a message the end of what only the opening position told', () => {
    const one = after(news(suppressed(opened)), joined, told('ops', opened, 'skipped'));
    expect(waiting(news(suppressed(resolved))(one))).toEqual(['ops: resolved by message']);
  });
});

describe('a release of rules', () => {
  it('is no opening position, though a rebuild reads the join after it', () => {
    const one = after(news(suppressed(opened)), joinedAt(opened.acceptedAt - 1));
    expect(waiting(one)).toEqual([]);
  });

  it('tells in a summary that it has ended what people were told', () => {
    const one = after(news(opened), told('ops', opened), news(suppressed(resolved)));
    expect(waiting(one)).toEqual(['ops: resolved by catch_up']);
    const [row] = one.rows.filter(({ state }) => state === 'pending');
    expect(row && newsOf(one, row)).toEqual(suppressed(resolved));
  });
});

describe('a delivery that a person wants sent again', () => {
  const wish = { resendId: 'resend-1', receiverId: 'ops', by: 'anna', news: opened };
  const resend = (known: Case) => takeResend(known, wish);
  const resent = (known: Case) => {
    const { transition, cause } = opened;
    const id = deliveryIdOf('ep-1', transition, cause, 'ops');
    const { resendId, receiverId } = wish;
    return takeOutcome(known, { id, receiverId, transition, cause, state: 'sent', resendId });
  };
  const dueOf = (one: Case, freshSince = 0) =>
    dueFor({ partition: 0, case: one, customerName: null, verdicts: {} }, 'ops', {
      now: opened.acceptedAt,
      freshSince,
    });

  it.each(['sent', 'failed'] as const)('waits under its old id when it was %s', (state) => {
    const one = after(news(opened), told('ops', opened, state), resend);
    expect(headFor(one, 'ops')).toMatchObject({
      id: deliveryIdOf('ep-1', 'opened', 'e1', 'ops'),
      resend: { by: 'anna' },
    });
    expect(waiting(resent(one))).toEqual([]);
  });

  it('is told of a case that is forgotten, by itself however old it is', () => {
    const one = after(resend);
    expect(dueOf(one, opened.acceptedAt + 1)).toMatchObject({ kind: 'row', overtaken: [] });
  });

  it('is not sent a second time when a rebuild reads wish, alert and outcomes in any order', () => {
    const steps = [news(opened), told('ops', opened), resend, resent];
    for (const order of ordersOf(steps)) expect(waiting(after(...order))).toEqual([]);
  });

  it('takes nothing from the delivery that it repeats', () => {
    expect(waiting(after(resend, resent, news(opened)))).toEqual(['ops: opened by message']);
    expect(waiting(after(resend, resent, news(resolved)))).toEqual([]);
  });
});

function ordersOf<T>(items: readonly T[]): readonly (readonly T[])[] {
  if (items.length === 0) return [[]];
  return items.flatMap((item) =>
    ordersOf(items.filter((other) => other !== item)).map((rest) => [item, ...rest]),
  );
}
