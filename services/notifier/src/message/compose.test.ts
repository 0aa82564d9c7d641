import { alertNews } from '../../test/alert-news.ts';
import { type AlertContext, composeAlert } from './compose-alert.ts';
import { composeStorm } from './compose-storm.ts';
import { composeSummary, type SummaryItem } from './compose-summary.ts';
import type { AlertNews } from './news.ts';

const context: AlertContext = {
  deliveryId: 'dlv_1',
  threadRootId: 'dlv_1',
  customerName: 'Müller & Söhne',
  sentAgain: null,
  runbooksUrl: null,
};

const compose = (news: Partial<AlertNews>) => composeAlert(alertNews(news), context);

describe('a message about an alert', () => {
  it('says who, what, why with its limit, how much, how risky and what to do', () => {
    expect(compose({})).toMatchObject({
      who: 'Müller & Söhne (c-1)',
      headline: 'Overdue for more than 30 days',
      change: 'Opened as warning on 2026-03-05',
      why: ['oldest clean overdue 34 days > 30'],
      atStake: 'EUR 12,345.60',
      standing: 'Band C, score 412 of 1,000',
      nextStep: expect.stringContaining('Call the customer'),
    });
  });

  it('says from what to what it escalated', () => {
    const news = {
      transition: 'escalated',
      severity: 'error',
      previousSeverity: 'warning',
    } as const;
    expect(compose(news).change).toBe(
      'Escalated from warning to error on 2026-03-05, open since 2026-03-05',
    );
  });

  it.each([
    ['unacknowledged', 'error', 'Still error and taken by nobody on 2026-03-05'],
    ['mute_ended', 'error', 'Kept back until now and still error on 2026-03-05'],
    ['mute_ended', 'warning', 'Kept back; went from warning to error on 2026-03-05'],
    ['severity', 'warning', 'Escalated from warning to error on 2026-03-05'],
  ] as const)('says why it is told again: %s, %s before', (escalationCause, before, expected) => {
    const news = { escalationCause, transition: 'escalated', severity: 'error' } as const;
    const { change } = compose({ ...news, previousSeverity: before });
    expect(change).toBe(`${expected}, open since 2026-03-05`);
  });

  it('says by which command it is taken, unless there is nothing to take', () => {
    expect(compose({}).acknowledge).toBe('npx duewatch alerts ack ep-1');
    expect(compose({ transition: 'resolved' }).acknowledge).toBeNull();
    expect(compose({ customerId: null }).acknowledge).toBeNull();
  });

  it('says how long it was open and why it ended', () => {
    const news = { transition: 'resolved', resolveReason: 'paid', changedOn: 20_529 } as const;
    const message = compose(news);
    expect(message.change).toBe('Resolved on 2026-03-17, after 12 days: paid');
    expect(message.nextStep).toBe('Nothing has to be done.');
  });

  it('falls back to the id of a customer whose name is not known', () => {
    expect(composeAlert(alertNews({}), { ...context, customerName: null }).who).toBe('c-1');
  });

  it('names the feed when it is about no customer', () => {
    const news = { customerId: null, scope: 'erp-lyon', family: 'FEED_SILENT' };
    expect(compose(news).who).toBe('erp-lyon');
  });

  it('has a next step for a code that it has never heard of', () => {
    expect(compose({ code: 'NEW_WORRY', family: 'NEW_WORRY' }).nextStep).not.toBe('');
  });
});

describe('the runbook of an alert', () => {
  const runbookOf = (runbooksUrl: string | null) =>
    composeAlert(alertNews({ runbook: 'OVERDUE_30.md' }), { ...context, runbooksUrl }).runbook;

  it('is a link where the settings say where runbooks are read, and a file name elsewhere', () => {
    const link = 'https://wiki.example.com/duewatch/OVERDUE_30.md';
    expect(runbookOf('https://wiki.example.com/duewatch')).toBe(link);
    expect(runbookOf('https://wiki.example.com/duewatch/')).toBe(link);
    expect(runbookOf(null)).toBe('docs/runbooks/OVERDUE_30.md');
  });
});

describe('the summary of a storm', () => {
  const storm = (news: readonly Partial<AlertNews>[]) =>
    composeStorm(
      'held-ops-1',
      news.map((one, at) => ({
        deliveryId: `dlv_${at}`,
        news: alertNews({ episodeId: `ep-${at}`, customerId: `c-${at}`, ...one }),
        customerName: null,
        wasTold: false,
      })),
    );

  it('counts by severity and code, the worst ten first, and says how to go on', () => {
    const many = Array.from({ length: 30 }, () => ({}));
    const summary = storm([...many, { code: 'LIMIT_100', severity: 'critical', customerId: 'x' }]);
    expect(summary).toMatchObject({
      headline: '31 alerts at 31 customers held back',
      severity: 'critical',
      unlisted: 21,
    });
    expect(summary.lines).toHaveLength(10);
    expect(summary.lines[0]).toMatchObject({ who: 'x', severity: 'critical' });
    const facts = summary.facts.map(({ text }) => text);
    expect(facts.slice(0, 2)).toEqual(['1 critical, 30 warning', 'OVERDUE_30 30, LIMIT_100 1']);
    expect(summary.actions.map(({ command }) => command)).toEqual([
      'npx duewatch deliveries list --batch held-ops-1',
      'npx duewatch alerts release held-ops-1',
      'npx duewatch alerts drop held-ops-1',
    ]);
  });

  it('adds up what is at stake per currency, of each customer the largest sum', () => {
    const stake = (amountMinor: number, currency = 'EUR') => ({ amountMinor, currency });
    const summary = storm([
      { customerId: 'a', stake: stake(10_000) },
      { customerId: 'a', stake: stake(30_000) },
      { customerId: 'b', stake: stake(5_000) },
      { customerId: 'b', stake: stake(700, 'JPY') },
      { customerId: 'c', stake: null },
    ]);
    const [atStake] = summary.facts.filter(({ title }) => title === 'At stake');
    expect(atStake?.text).toBe('EUR 350.00 + JPY 700 (of each customer the largest sum)');
  });
});

describe('a summary', () => {
  const item = (news: Partial<AlertNews>, more: Partial<SummaryItem> = {}): SummaryItem => ({
    deliveryId: `dlv_${news.episodeId}_${news.transition ?? 'opened'}`,
    news: alertNews(news),
    customerName: null,
    wasTold: false,
    ...more,
  });

  it('lists what is open, the gravest first, then what is most at stake', () => {
    const stake = (amountMinor: number) => ({ amountMinor, currency: 'EUR' });
    const summary = composeSummary('opening', 'slack', [
      item({ episodeId: 'small', stake: stake(100) }),
      item({ episodeId: 'big', stake: stake(900), customerId: 'c-2' }),
      item({ episodeId: 'grave', severity: 'critical', stake: null }),
    ]);
    expect(summary?.lines.map(({ episodeId }) => episodeId)).toEqual(['grave', 'big', 'small']);
    expect(summary).toMatchObject({
      headline: '3 open alerts at 2 customers',
      severity: 'critical',
      intro: expect.stringContaining('1 critical, 2 warning'),
    });
  });

  it('tells only the last state of an episode', () => {
    const position = { generation: 0, offset: 9, index: 0 };
    const summary = composeSummary('catch_up', 'slack', [
      item({ episodeId: 'a', transition: 'escalated', severity: 'error', position }),
      item({ episodeId: 'a', severity: 'warning' }),
    ]);
    expect(summary?.lines).toMatchObject([{ episodeId: 'a', severity: 'error' }]);
  });

  it('counts what opened and ended within it', () => {
    const ended = item({ episodeId: 'a', transition: 'resolved' });
    expect(composeSummary('catch_up', 'slack', [ended])).toMatchObject({
      headline: '1 ended alert at 1 customer',
      lines: [],
      intro: expect.stringContaining('1 alert ended meanwhile'),
    });
    expect(composeSummary('opening', 'slack', [ended])).toBeNull();
  });

  it('lists the end of what the receiver was told before', () => {
    const ended = item({ episodeId: 'a', transition: 'resolved' }, { wasTold: true });
    const summary = composeSummary('catch_up', 'slack', [ended]);
    expect(summary?.lines).toMatchObject([{ text: 'Overdue for more than 30 days · resolved' }]);
  });

  it('lists twenty and counts the rest', () => {
    const items = Array.from({ length: 25 }, (_, i) => item({ episodeId: `e${i}` }));
    const summary = composeSummary('catch_up', 'slack', items);
    expect(summary?.lines).toHaveLength(20);
    expect(summary?.unlisted).toBe(5);
  });

  it('has the same id for the same rows, in whatever order', () => {
    const [a, b] = [item({ episodeId: 'a' }), item({ episodeId: 'b' })];
    const ids = [composeSummary('opening', 'x', [a, b]), composeSummary('opening', 'x', [b, a])];
    expect(ids[0]?.id).toBe(ids[1]?.id);
    expect(composeSummary('opening', 'y', [a, b])?.id).not.toBe(ids[0]?.id);
  });
});
