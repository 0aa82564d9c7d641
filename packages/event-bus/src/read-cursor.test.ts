import { isOpen, type ReadCursor, takeFetched } from './read-cursor.ts';

function cursorAt(next: number, until = 100): ReadCursor {
  return { topic: 't', partition: 0, next, until, isSuspect: false };
}

function message(offset: number, isControlRecord = false) {
  const batchContext = { producerId: '-1', inTransaction: false };
  const value = Buffer.from(`${offset}`);
  return { offset: `${offset}`, key: null, value, timestamp: '1', isControlRecord, batchContext };
}

function fetched(offsets: readonly number[], end = 100) {
  const messages = offsets.map((offset) => message(offset));
  return { partition: 0, lastStableOffset: `${end}`, messages, abortedTransactions: [] };
}

function offsetsOf(records: readonly { offset: number }[]): number[] {
  return records.map((record) => record.offset);
}

describe('a read cursor', () => {
  it('passes the records of a fetch, leaving out what came before in the same batch', () => {
    const cursor = cursorAt(7);
    expect(offsetsOf(takeFetched(cursor, fetched([5, 6, 7, 8]), false))).toEqual([7, 8]);
    expect(cursor.next).toBe(9);
  });

  it('passes the gaps that compaction has left', () => {
    const cursor = cursorAt(0);
    expect(offsetsOf(takeFetched(cursor, fetched([3, 40, 98]), false))).toEqual([3, 40, 98]);
    expect([cursor.next, isOpen(cursor)]).toEqual([99, true]);
  });

  it('stops before the first record that is not wanted', () => {
    const cursor = cursorAt(0, 2);
    expect(offsetsOf(takeFetched(cursor, fetched([0, 1, 2, 3]), false))).toEqual([0, 1]);
    expect(isOpen(cursor)).toBe(false);
  });

  it('passes the marks of transactions without showing them', () => {
    const cursor = cursorAt(0);
    const answer = { ...fetched([]), messages: [message(0), message(1, true)] };
    expect(offsetsOf(takeFetched(cursor, answer, false))).toEqual([0]);
    expect(cursor.next).toBe(2);
  });

  it('ends when compaction has emptied the tail, after asking for it alone', () => {
    const cursor = cursorAt(60);
    expect(takeFetched(cursor, fetched([]), false)).toEqual([]);
    expect(cursor).toMatchObject({ next: 60, isSuspect: true });
    expect(takeFetched(cursor, fetched([]), false)).toEqual([]);
    expect([cursor.next, cursor.isSuspect, isOpen(cursor)]).toEqual([100, false, false]);
  });

  it('goes on where it was when the second look brings something', () => {
    const cursor = cursorAt(60);
    takeFetched(cursor, fetched([]), false);
    expect(offsetsOf(takeFetched(cursor, fetched([61]), false))).toEqual([61]);
    expect(cursor).toMatchObject({ next: 62, isSuspect: false });
  });

  it.each([
    ['the broker holds the client back', 100, true],
    ['there is nothing new', 60, false],
  ])('stays when %s', (_, end, isThrottled) => {
    const cursor = cursorAt(60, Number.POSITIVE_INFINITY);
    for (let n = 0; n < 3; n++) takeFetched(cursor, fetched([], end), isThrottled);
    expect(cursor).toMatchObject({ next: 60, isSuspect: false });
  });
});
