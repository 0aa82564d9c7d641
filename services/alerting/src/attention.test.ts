import { condition, DAY_MS, timeline } from '../test/timeline.ts';
import type { Silence } from './silence.ts';

const FOUR_HOURS = 4 / 24;
const HOUR = 1 / 24;

const limit80 = condition('LIMIT_80', 'info', { onset: 100 });
const limit100 = condition('LIMIT_100', 'error', { onset: 100 });
const overdue90 = condition('OVERDUE_90', 'critical', { onset: 100 });
const defaulted = condition('DEFAULTED', 'critical', { onset: 101 });
const drift = condition('PAY_DRIFT', 'warning', { onset: 101 });
const bounced = condition('PAYMENT_REVERSED', 'error', { onset: 100, scope: 'P-1' });

function silence(change: Partial<Silence> = {}): Silence {
  return {
    silenceId: 'S-1',
    tenantId: 'acme',
    matcher: { customerId: null, branchId: null, ownerId: null, segment: null, codes: [] },
    by: 'mia',
    reason: 'month end',
    from: 99 * DAY_MS,
    until: 110 * DAY_MS,
    isLifted: false,
    ...change,
  };
}

describe('an alert that somebody has acknowledged', () => {
  it('is on the record with who took it and what it turned out to be', () => {
    const played = timeline()
      .day(100, [limit80])
      .wish(100, 'LIMIT_80', { kind: 'acknowledge', outcome: 'useful' });
    expect(played.story().at(-1)).toBe('day 100: LIMIT_80 attended info (attended)');
    expect(played.episodes()[0]?.attention.acknowledged).toMatchObject({
      by: 'mia',
      outcome: 'useful',
    });
  });

  it('says nothing when the same person takes it twice', () => {
    const played = timeline().day(100, [limit80]);
    for (let turn = 0; turn < 3; turn += 1) {
      played.wish(100, 'LIMIT_80', { kind: 'acknowledge', outcome: null });
    }
    expect(played.story()).toHaveLength(2);
  });

  it('is nobody’s again when it gets worse', () => {
    const played = timeline()
      .day(100, [limit80])
      .wish(100, 'LIMIT_80', { kind: 'acknowledge', outcome: null })
      .day(101, [limit100]);
    expect(played.story().at(-1)).toBe('day 101: LIMIT_100 escalated error (news)');
    expect(played.episodes()[0]?.attention.acknowledged).toBeNull();
  });

  it('is nobody’s again when it ended and set in once more on the same day', () => {
    const played = timeline()
      .day(100, [limit80])
      .wish(100, 'LIMIT_80', { kind: 'acknowledge', outcome: null })
      .day(101, [])
      .day(101, [limit80], { position: { generation: 0, offset: 101, index: 1 } });
    expect(played.story().at(-1)).toBe('day 101: LIMIT_80 opened info (news)');
    expect(played.episodes()[0]?.attention.acknowledged).toBeNull();
  });

  it('is found though the wish was read before the profile', () => {
    const opened = timeline().day(100, [limit80]);
    const [episode] = opened.episodes();
    const played = timeline()
      .wish(99, episode?.episodeId ?? '', { kind: 'acknowledge', outcome: null })
      .day(100, [limit80]);
    expect(played.story()).toEqual([
      'day 100: LIMIT_80 opened info (news)',
      'day 100: LIMIT_80 attended info (attended)',
    ]);
  });
});

describe('an alert that nobody has acknowledged', () => {
  it('is told once more after four hours when it is critical, and not again', () => {
    const played = timeline()
      .day(100, [overdue90])
      .clock(100 + FOUR_HOURS - HOUR)
      .clock(100 + FOUR_HOURS)
      .clock(101)
      .clock(109);
    expect(played.story()).toEqual([
      'day 100: OVERDUE_90 opened critical (news)',
      `day ${100 + FOUR_HOURS}: OVERDUE_90 reminded critical (news)`,
    ]);
  });

  it('is told once more on the next working day when it is an error', () => {
    // Day 100 is a Saturday, so Monday is the next working day.
    const played = timeline().day(100, [bounced]).clock(101).clock(102);
    expect(played.story()).toEqual([
      'day 100: PAYMENT_REVERSED P-1 opened error (news)',
      'day 102: PAYMENT_REVERSED P-1 reminded error (news)',
    ]);
  });

  it.each([
    ['warning', drift],
    ['info', limit80],
  ])('waits in peace when it is of severity %s', (_, worry) => {
    expect(timeline().day(101, [worry]).clock(130).story()).toHaveLength(1);
  });

  it('is left alone once somebody has it', () => {
    const played = timeline()
      .day(100, [overdue90])
      .wish(100 + HOUR, 'OVERDUE_90', { kind: 'acknowledge', outcome: null })
      .clock(105);
    expect(played.story().map((line) => line.split(' ')[3])).toEqual(['opened', 'attended']);
  });

  it('is not told once more on a calendar that a feeder drives', () => {
    const fed = { acceptedAt: 20_000 * DAY_MS };
    const played = timeline().day(100, [overdue90], fed).clock(20_001);
    expect(played.story()).toHaveLength(1);
  });
});

describe('a snoozed alert', () => {
  it('sleeps until its time, and is told then if it is still true', () => {
    const played = timeline()
      .day(100, [limit80])
      .wish(100, 'LIMIT_80', { kind: 'snooze', until: 103 * DAY_MS })
      .day(101, [limit100])
      .clock(102)
      .clock(103);
    expect(played.story()).toEqual([
      'day 100: LIMIT_80 opened info (news)',
      'day 100: LIMIT_80 attended info (attended)',
      'day 101: LIMIT_100 escalated error (snoozed)',
      'day 103: LIMIT_100 retold error (news)',
    ]);
  });

  it('ends in the ears of those who heard it open', () => {
    const played = timeline()
      .day(100, [limit80])
      .wish(100, 'LIMIT_80', { kind: 'snooze', until: 109 * DAY_MS })
      .day(102, []);
    expect(played.story().at(-1)).toBe('day 102: LIMIT_80 resolved info (news)');
  });

  it('wakes when it gets worse, if it was to sleep until it changes', () => {
    const played = timeline()
      .day(100, [limit80])
      .wish(100, 'LIMIT_80', { kind: 'snooze', until: null })
      .clock(140)
      .day(141, [limit100]);
    expect(played.story().at(-1)).toBe('day 141: LIMIT_100 escalated error (news)');
  });

  it('is awake again when somebody takes that back', () => {
    const played = timeline()
      .day(100, [overdue90])
      .wish(100, 'OVERDUE_90', { kind: 'snooze', until: 120 * DAY_MS })
      .wish(101, 'OVERDUE_90', { kind: 'unsnooze' })
      .clock(102);
    expect(played.story().at(-1)).toBe('day 102: OVERDUE_90 reminded critical (news)');
  });
});

describe('a silence', () => {
  it('keeps back what it matches and tells it at its end', () => {
    const played = timeline().silenced(silence()).day(100, [limit100]).clock(109).clock(110);
    expect(played.story()).toEqual([
      'day 100: LIMIT_100 opened error (silenced)',
      'day 110: LIMIT_100 retold error (news)',
    ]);
    expect(played.announced()[0]?.verdict.kind).toBe('muted');
  });

  it('never tells what was over before its end', () => {
    const played = timeline().silenced(silence()).day(100, [limit100]).day(105, []).clock(110);
    expect(played.story()).toEqual([
      'day 100: LIMIT_100 opened error (silenced)',
      'day 105: LIMIT_100 resolved error (opening_untold)',
    ]);
  });

  it('lets the end of what was told before it pass', () => {
    const played = timeline().day(98, [limit100]).silenced(silence()).day(105, []);
    expect(played.story().at(-1)).toBe('day 105: LIMIT_100 resolved error (news)');
  });

  it.each([
    ['another tenant', { tenantId: 'other' }],
    ['another branch', { matcher: { ...silence().matcher, branchId: 'lyon' } }],
    ['another customer', { matcher: { ...silence().matcher, customerId: 'C-2' } }],
    ['another code', { matcher: { ...silence().matcher, codes: ['PAY_DRIFT'] } }],
    ['a time to come', { from: 101 * DAY_MS }],
    ['a time gone by', { until: 100 * DAY_MS }],
    ['nothing any more', { isLifted: true }],
  ])('about %s hides nothing here', (_, change) => {
    const played = timeline().silenced(silence(change)).day(100, [limit100]);
    expect(played.story()).toEqual(['day 100: LIMIT_100 opened error (news)']);
  });

  it('about a family hides each of its levels', () => {
    const matcher = { ...silence().matcher, codes: ['LIMIT'] };
    const played = timeline().silenced(silence({ matcher })).day(100, [limit100]);
    expect(played.story()).toEqual(['day 100: LIMIT_100 opened error (silenced)']);
  });
});

describe('a critical alert', () => {
  it('keeps the customer’s lesser ones back for a day', () => {
    const played = timeline().day(100, [overdue90]).day(101, [overdue90, drift]);
    expect(played.story().at(-1)).toBe('day 101: PAY_DRIFT opened warning (news)');
    const sameDay = timeline().day(101, [overdue90, drift]);
    expect(sameDay.story()).toEqual([
      'day 101: OVERDUE_90 opened critical (news)',
      'day 101: PAY_DRIFT opened warning (inhibited)',
    ]);
    sameDay.wish(101, 'OVERDUE_90', { kind: 'acknowledge', outcome: null }).clock(102);
    expect(sameDay.story().at(-1)).toBe('day 102: PAY_DRIFT retold warning (news)');
  });

  it('frees the lesser ones when it is over', () => {
    const played = timeline()
      .day(100, [overdue90, bounced])
      .day(100, [bounced], {
        position: { generation: 0, offset: 100, index: 1 },
      });
    expect(played.story().slice(-2)).toEqual([
      'day 100: OVERDUE_90 resolved critical (news)',
      'day 100: PAYMENT_REVERSED P-1 retold error (news)',
    ]);
  });

  it('of default speaks for overdue and limit as long as it lasts, not for insolvency', () => {
    const insolvent = condition('INSOLVENCY', 'critical', { onset: 120 });
    const played = timeline()
      .day(101, [defaulted, overdue90])
      .wish(101, 'DEFAULTED', { kind: 'acknowledge', outcome: null })
      .day(120, [defaulted, overdue90, insolvent])
      .day(130, [overdue90]);
    expect(played.story()).toEqual([
      'day 101: DEFAULTED opened critical (news)',
      'day 101: OVERDUE_90 opened critical (inhibited)',
      'day 101: DEFAULTED attended critical (attended)',
      'day 120: INSOLVENCY opened critical (news)',
      'day 130: DEFAULTED resolved critical (news)',
      'day 130: INSOLVENCY resolved critical (news)',
      'day 130: OVERDUE_90 retold critical (news)',
    ]);
  });
});

describe('a worry that comes back soon', () => {
  const again = (onset: number, code = 'LIMIT_80', severity: 'info' | 'error' = 'info') =>
    condition(code, severity, { onset });

  it('is kept back for its cooldown and told then if it is still there', () => {
    const played = timeline()
      .day(100, [limit80])
      .day(102, [])
      .day(104, [again(104)])
      .clock(106)
      .clock(107);
    expect(played.story()).toEqual([
      'day 100: LIMIT_80 opened info (news)',
      'day 102: LIMIT_80 resolved info (news)',
      'day 104: LIMIT_80 opened info (cooldown)',
      'day 107: LIMIT_80 retold info (news)',
    ]);
  });

  it('is told at once when it is worse than before', () => {
    const played = timeline()
      .day(100, [limit80])
      .day(102, [])
      .day(104, [again(104, 'LIMIT_100', 'error')]);
    expect(played.story().at(-1)).toBe('day 104: LIMIT_100 opened error (news)');
  });

  it('is told at once when the cooldown is over', () => {
    const played = timeline()
      .day(100, [limit80])
      .day(102, [])
      .day(107, [again(107)]);
    expect(played.story().at(-1)).toBe('day 107: LIMIT_80 opened info (news)');
  });

  it('has no cooldown where each is a worry of its own', () => {
    const second = condition('PAYMENT_REVERSED', 'error', { onset: 101, scope: 'P-1' });
    const played = timeline().day(100, [bounced]).day(101, []).day(102, [second]);
    expect(played.story().at(-1)).toBe('day 102: PAYMENT_REVERSED P-1 opened error (news)');
  });
});
