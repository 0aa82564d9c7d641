import { condition, profile, timeline } from '../test/timeline.ts';
import { customerStateCodec, EMPTY_STATE } from './customer-state.ts';
import { judgeErasure, judgeProfile } from './pipeline.ts';

const overdue30 = condition('OVERDUE_30', 'warning', { onset: 2 });
const overdue60 = condition('OVERDUE_60', 'error', { onset: 2 });
const overdue90 = condition('OVERDUE_90', 'critical', { onset: 2 });

describe('a customer whose invoice grows old', () => {
  it('is one episode that escalates at 60 and 90 days, then resolves when paid', () => {
    const played = timeline()
      .day(1, [])
      .day(2, [overdue30])
      .day(3, [overdue30])
      .day(4, [overdue60])
      .day(5, [overdue90])
      .day(6, []);
    expect(played.story()).toEqual([
      'day 2: OVERDUE_30 opened warning (news)',
      'day 4: OVERDUE_60 escalated error (news)',
      'day 5: OVERDUE_90 escalated critical (news)',
      'day 6: OVERDUE_90 resolved critical (news)',
    ]);
    expect(new Set(played.announced().map((a) => a.transition.episode.episodeId)).size).toBe(1);
    expect(played.episodes()).toEqual([]);
  });

  it('says nothing while the same worry just goes on', () => {
    const played = timeline();
    for (let day = 2; day < 30; day += 1) played.day(day, [overdue30]);
    expect(played.story()).toHaveLength(1);
  });

  it('is named by its worst level where a profile lists several', () => {
    const played = timeline().day(2, [overdue30, condition('OVERDUE_60', 'error', { onset: 9 })]);
    expect(played.episodes()).toMatchObject([{ code: 'OVERDUE_60', onset: { offset: 2 } }]);
  });

  it('stays the same episode when a level of equal severity takes over', () => {
    const played = timeline()
      .day(2, [condition('OVERDUE_FIRST', 'warning', { onset: 2 })])
      .day(3, [overdue30]);
    expect(played.story()).toEqual(['day 2: OVERDUE_FIRST opened warning (news)']);
    expect(played.episodes()).toMatchObject([{ code: 'OVERDUE_30' }]);
  });
});

describe('a worry that waits for the cash of the day before', () => {
  const waiting = condition('OVERDUE_30', 'warning', { onset: 2, isPending: true });

  it('is not told until the wait is over', () => {
    const played = timeline().day(2, [waiting]).day(3, [overdue30]);
    expect(played.story()).toEqual(['day 3: OVERDUE_30 opened warning (news)']);
  });

  it('is never told when the cash was there', () => {
    expect(timeline().day(2, [waiting]).day(3, []).story()).toEqual([]);
  });

  it('leaves an open episode as it was while its next level waits', () => {
    const next = condition('OVERDUE_60', 'error', { onset: 2, isPending: true });
    const played = timeline().day(2, [overdue30]).day(4, [next]).day(5, [overdue60]);
    expect(played.story()).toEqual([
      'day 2: OVERDUE_30 opened warning (news)',
      'day 5: OVERDUE_60 escalated error (news)',
    ]);
  });
});

describe('why a worry ended', () => {
  const endedBy = (open: ReturnType<typeof condition>, type: string) =>
    timeline()
      .day(2, [open])
      .day(3, [], { causedBy: { eventId: 'E', source: '/erp', type: `io.duewatch.ar.${type}` } })
      .announced()
      .at(-1)?.transition;

  it.each([
    ['paid by cash that was applied', overdue30, 'payment.applied', 'paid'],
    ['paid by a credit note', overdue30, 'credit_note.applied', 'paid'],
    ['taken out by a dispute', overdue30, 'invoice.disputed', 'disputed'],
    [
      'a calm payment ends no debt',
      condition('PAY_DRIFT', 'warning'),
      'payment.applied',
      'cleared',
    ],
    ['gone as days passed', overdue30, 'clock.business_day_started', 'cleared'],
    ['the band is back', condition('RISK_DOWNGRADED', 'error'), 'payment.applied', 'restored'],
  ])('%s', (_, open, type, reason) => {
    expect(endedBy(open, type)).toMatchObject({ kind: 'resolved', reason });
  });
});

describe('a customer around the credit limit', () => {
  const at = (code: string, severity: 'info' | 'warning' | 'error') => [
    condition(code, severity, { onset: 3 }),
  ];

  it('is told again on each rise, never on a fall, and remembers the peak', () => {
    const played = timeline()
      .day(3, at('LIMIT_80', 'info'))
      .day(4, at('LIMIT_100', 'error'))
      .day(5, at('LIMIT_80', 'info'))
      .day(6, at('LIMIT_90', 'warning'))
      .day(7, []);
    expect(played.story()).toEqual([
      'day 3: LIMIT_80 opened info (news)',
      'day 4: LIMIT_100 escalated error (news)',
      'day 5: LIMIT_80 eased info (eased_only)',
      'day 6: LIMIT_90 escalated warning (news)',
      'day 7: LIMIT_90 resolved warning (news)',
    ]);
    expect(played.announced().at(-1)?.transition.episode.peak).toBe('error');
    expect(played.announced()[2]?.verdict.kind).toBe('silent');
  });
});

describe('worries that repeat', () => {
  it('makes a new episode of the same cause when it sets in anew', () => {
    const played = timeline()
      .day(2, [overdue30])
      .day(3, [])
      .day(9, [condition('OVERDUE_30', 'warning', { onset: 9 })]);
    const [first, , second] = played.announced().map((a) => a.transition.episode);
    expect(second?.dedupKey).toBe(first?.dedupKey);
    expect(second?.episodeId).not.toBe(first?.episodeId);
  });

  it('ends the old episode before the new one when the gap between them was not seen', () => {
    const played = timeline()
      .day(2, [overdue30])
      .day(9, [condition('OVERDUE_30', 'warning', { onset: 9 })]);
    expect(played.story()).toEqual([
      'day 2: OVERDUE_30 opened warning (news)',
      'day 9: OVERDUE_30 resolved warning (news)',
      'day 9: OVERDUE_30 opened warning (news)',
    ]);
    expect(played.announced()[1]?.transition).toMatchObject({ reason: 'superseded' });
  });

  it('goes on with an episode that seemed over earlier the same day', () => {
    const again = { position: { generation: 0, offset: 3, index: 1 } };
    const played = timeline().day(2, [overdue60]).day(3, []).day(3, [overdue30], again).day(4, []);
    expect(played.story()).toEqual([
      'day 2: OVERDUE_60 opened error (news)',
      'day 3: OVERDUE_60 resolved error (news)',
      'day 3: OVERDUE_30 opened warning (news)',
      'day 4: OVERDUE_30 resolved warning (news)',
    ]);
    const episodes = played.announced().map(({ transition }) => transition.episode);
    expect(new Set(episodes.map(({ episodeId }) => episodeId)).size).toBe(1);
    expect(episodes.map(({ occurrences }) => occurrences)).toEqual([1, 1, 2, 2]);
    expect(episodes.at(-1)).toMatchObject({ peak: 'error' });
  });

  it('keeps two broken promises apart', () => {
    const broken = (scope: string, onset: number) =>
      condition('PROMISE_BROKEN', 'warning', { scope, onset });
    const played = timeline()
      .day(4, [broken('P-1', 4)])
      .day(5, [broken('P-1', 4), broken('P-2', 5)])
      .day(6, [broken('P-2', 5)]);
    expect(played.story()).toEqual([
      'day 4: PROMISE_BROKEN P-1 opened warning (news)',
      'day 5: PROMISE_BROKEN P-2 opened warning (news)',
      'day 6: PROMISE_BROKEN P-1 resolved warning (news)',
    ]);
  });

  it('does not call a worry over when the profile only ran out of room to list it', () => {
    const failed = (scope: string, onset: number) =>
      condition('PAYMENT_FAILED', 'info', { scope, onset });
    const five = [1, 2, 3, 4, 5].map((n) => failed(`I-${n}`, n));
    const pushedOut = [...five.slice(1), failed('I-6', 6)];
    const played = timeline()
      .day(5, five, { holding: new Map([['PAYMENT_FAILED', 5]]) })
      .day(6, pushedOut, { holding: new Map([['PAYMENT_FAILED', 6]]) });
    expect(played.episodes()).toHaveLength(6);
    played.day(7, pushedOut, { holding: new Map([['PAYMENT_FAILED', 5]]) });
    expect(played.story().at(-1)).toBe('day 7: PAYMENT_FAILED I-1 resolved info (news)');
  });
});

describe('history', () => {
  it('opens episodes on the record, not to people', () => {
    const played = timeline().history(2, [overdue30]);
    expect(played.story()).toEqual(['day 2: OVERDUE_30 opened warning (history)']);
    expect(played.announced()[0]?.verdict.kind).toBe('record');
  });

  it('tells a live worsening of an old worry, and then its end', () => {
    const played = timeline().history(2, [overdue30]).day(4, [overdue60]).day(6, []);
    expect(played.story()).toEqual([
      'day 2: OVERDUE_30 opened warning (history)',
      'day 4: OVERDUE_60 escalated error (news)',
      'day 6: OVERDUE_60 resolved error (news)',
    ]);
  });

  it('does not tell the end of a worry that nobody was told of', () => {
    const played = timeline().history(2, [overdue30]).day(3, []);
    expect(played.story().at(-1)).toBe('day 3: OVERDUE_30 resolved warning (opening_untold)');
    expect(played.announced().at(-1)?.verdict.kind).toBe('record');
  });

  it('does not tell the end that a rebuild or a policy release brings about', () => {
    const played = timeline().day(2, [overdue30]).history(3, []);
    expect(played.story().at(-1)).toBe('day 3: OVERDUE_30 resolved warning (history)');
  });
});

describe('reading profiles again', () => {
  it('takes each profile once, the highest position counting', () => {
    const played = timeline().day(5, [overdue30]).day(5, []).day(4, []);
    expect(played.skipped()).toEqual(['repeat', 'repeat']);
    expect(played.story()).toHaveLength(1);
  });

  it('comes to the same episodes from the newest profile alone', () => {
    const whole = timeline().day(2, [overdue30]).day(4, [overdue60]).day(5, [overdue90]);
    const newest = timeline().day(5, [overdue90]);
    const identity = ({ episodeId, dedupKey, openedOn, severity }: Record<string, unknown>) => ({
      episodeId,
      dedupKey,
      openedOn,
      severity,
    });
    expect(newest.episodes().map((e) => identity({ ...e }))).toEqual(
      whole.episodes().map((e) => identity({ ...e })),
    );
  });

  it('counts a lost profile and still follows the newest', () => {
    const before = { generation: 0, offset: 7, index: 0 };
    const played = timeline().day(5, []).day(8, [overdue30], { previousPosition: before });
    expect(played.gaps()).toBe(1);
    expect(played.story()).toHaveLength(1);
  });

  it('misses nothing where the first profile read names a predecessor long compacted away', () => {
    const before = { generation: 0, offset: 7, index: 0 };
    expect(timeline().day(8, [], { previousPosition: before }).gaps()).toBe(0);
  });
});

describe('an erased customer', () => {
  it('ends what was told', () => {
    const opened = judgeProfile(EMPTY_STATE, 'risk.profiles', profile(2, [overdue30]));
    if (opened.kind === 'skip') throw new Error('the profile was not taken');
    const kept = customerStateCodec.decode(customerStateCodec.encode(opened.state));
    const { tenantId, customerId, position, acceptedAt, causedBy, trace } = profile(3, []);
    const place = { tenantId, customerId, position, acceptedAt, causedBy, trace };
    const erasure = { kind: 'erasure', standing: null, ...place } as const;
    const erased = judgeErasure(kept, 'risk.profiles', erasure);
    expect(erased).toMatchObject({
      announcements: [{ transition: { reason: 'erased' }, verdict: { kind: 'news' } }],
    });
  });
});
