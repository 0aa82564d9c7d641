import type { Labels } from './labels.ts';
import { parseRoutes } from './parse-routes.ts';
import { type Told, tell } from './tell.ts';

/** A warning of EUR 5,000 in Lyon. */
const warning: Labels = {
  tenant: 'acme',
  customer: 'c-1',
  branch: 'lyon',
  owner: 'o-1',
  segment: 'retail',
  band: 'C',
  severity: 'warning',
  code: 'OVERDUE_30',
  family: 'OVERDUE',
  amount: { amountMinor: 500_000, currency: 'EUR' },
  isUnacknowledged: false,
};
const error: Labels = { ...warning, severity: 'error' };

/** Thursday, ten in Paris. */
const THURSDAY = '2026-03-05T09:00:00Z';

function told(yaml: string, labels: Labels, at = THURSDAY, fedDay: number | null = null) {
  const parsed = parseRoutes(yaml);
  if (parsed.kind === 'refused') throw new Error(JSON.stringify(parsed.problems));
  return tell(parsed.routing, labels, { at: Date.parse(at), fedDay });
}

const whoIn = (all: readonly Told[]) => all.map(({ receiver }) => receiver);
const route = (match: string) =>
  `route: { receiver: rest, routes: [{ match: { ${match} }, receiver: found }] }`;

/** When the one receiver is told: now, or the instant and the name of the digest. */
function when(yaml: string, labels: Labels, at?: string, fedDay: number | null = null) {
  const [one] = told(yaml, labels, at, fedDay);
  if (one === undefined || one.when.kind === 'now') return one?.when.kind;
  return `${new Date(one.when.at).toISOString().slice(0, 16)}Z: ${one.when.slot}`;
}

describe('a route has an alert', () => {
  it.each([
    ['tenant: acme', true],
    ['tenant: other', false],
    ['branch: [paris, lyon]', true],
    ['branch: paris', false],
    ['owner: o-1, segment: retail', true],
    ['owner: o-1, segment: trade', false],
    ['customer: c-1', true],
    ['band: [D, E]', false],
    ['band: C', true],
    ['code: OVERDUE_30', true],
    ['code: OVERDUE', true],
    ['code: LIMIT', false],
    ['minSeverity: info', true],
    ['minSeverity: warning', true],
    ['minSeverity: error', false],
    ['minAmount: 5000 EUR', true],
    ['minAmount: 5000.01 EUR', false],
    ['minAmount: 1 USD', false],
    ['minAmount: [1 USD, 4000 EUR]', true],
  ])('with { %s }: %s', (match, isFound) => {
    expect(whoIn(told(route(match), warning))).toEqual([isFound ? 'found' : 'rest']);
  });

  it('not by what is not known of it', () => {
    expect(whoIn(told(route('branch: lyon'), { ...warning, branch: null }))).toEqual(['rest']);
    expect(whoIn(told(route('minAmount: 0 EUR'), { ...warning, amount: null }))).toEqual(['rest']);
  });
});

describe('a tree of routes', () => {
  const yaml = `
route:
  receiver: top
  routes:
    - match: { branch: lyon }
      receiver: lyon
      routes:
        - match: { minSeverity: error }
          receiver: lyon-desk
          continue: true
        - match: { minAmount: 1000 EUR }
          receiver: lyon-big
    - match: { minSeverity: error }
      receiver: errors
`;

  it('gives an alert to the first route that has it, as deep as it goes', () => {
    expect(whoIn(told(yaml, { ...warning, amount: null }))).toEqual(['lyon']);
    expect(whoIn(told(yaml, { ...error, branch: 'paris' }))).toEqual(['errors']);
    expect(whoIn(told(yaml, { ...warning, branch: 'paris' }))).toEqual(['top']);
  });

  it('goes on to the next route where one says continue', () => {
    expect(whoIn(told(yaml, error))).toEqual(['lyon-desk', 'lyon-big']);
  });

  it('remembers the way down, for who asks why', () => {
    const [desk] = told(yaml, error);
    expect(desk?.path.map(({ name, line }) => `${name}:${line}`)).toEqual([
      'route:3',
      'route.routes[0]:5',
      'route.routes[0].routes[0]:8',
    ]);
  });

  it('tells a receiver once though several routes name it, and then the soonest', () => {
    const twice = `
route:
  receiver: team
  deliver: digest
  routes:
    - { match: { branch: lyon }, continue: true }
    - { match: { minSeverity: error }, deliver: now }
`;
    expect(told(twice, error).map(({ receiver, when: { kind } }) => [receiver, kind])).toEqual([
      ['team', 'now'],
    ]);
  });

  it('tells the second receiver only what nobody has acknowledged, and at once', () => {
    const second = 'route: { receiver: team, deliver: digest, escalateTo: manager }';
    expect(whoIn(told(second, error))).toEqual(['team']);
    const again = told(second, { ...error, isUnacknowledged: true });
    expect(again.map(({ receiver, when: { kind } }) => [receiver, kind])).toEqual([
      ['team', 'digest'],
      ['manager', 'now'],
    ]);
  });
});

describe('a digest', () => {
  const digest = `
timeZone: Europe/Paris
workingHours: { from: "08:00", to: "18:00" }
receivers:
  tokyo: { timeZone: Asia/Tokyo }
  shop: { workingHours: { days: [sat], from: "09:30", to: "12:00" } }
route: { receiver: RECEIVER, deliver: digest }
`;
  const of = (receiver: string) => digest.replace('RECEIVER', receiver);

  it.each([
    ['the next morning', 'team', THURSDAY, '2026-03-06T07:00Z: 2026-03-06 08:00'],
    ['the same morning', 'team', '2026-03-05T05:00:00Z', '2026-03-05T07:00Z: 2026-03-05 08:00'],
    ['not the same minute', 'team', '2026-03-05T07:00:30Z', '2026-03-06T07:00Z: 2026-03-06 08:00'],
    ['Monday', 'team', '2026-03-06T09:00:00Z', '2026-03-09T07:00Z: 2026-03-09 08:00'],
    ['by summer time', 'team', '2026-03-27T09:00:00Z', '2026-03-30T06:00Z: 2026-03-30 08:00'],
    ['in its own zone', 'tokyo', '2026-03-05T22:00:00Z', '2026-03-05T23:00Z: 2026-03-06 08:00'],
    ['on its own days', 'shop', THURSDAY, '2026-03-07T08:30Z: 2026-03-07 09:30'],
  ])('goes out when the receiver begins to work: %s', (_, receiver, at, expected) => {
    expect(when(of(receiver), warning, at)).toBe(expected);
  });

  it('is divided as the route says', () => {
    const groups = (by: string, labels: Labels) =>
      told(`route: { receiver: a, deliver: digest, groupBy: ${by} }`, labels).map(
        ({ when: one }) => one.kind === 'digest' && one.group,
      );
    expect(groups('branch', warning)).toEqual(['branch lyon']);
    expect(groups('customer', warning)).toEqual(['customer c-1']);
    expect(groups('branch', { ...warning, branch: null })).toEqual(['no branch']);
  });

  it('goes by the date where a feeder drives the calendar, and waits for no clock', () => {
    const day = (iso: string) => Date.parse(iso) / 86_400_000;
    expect(when(of('team'), warning, THURSDAY, day('2020-01-02'))).toBe(
      '2026-03-05T09:00Z: 2020-01-02',
    );
    // A Saturday's alerts are in Monday's digest.
    expect(when(of('team'), warning, THURSDAY, day('2020-01-04'))).toBe(
      '2026-03-05T09:00Z: 2020-01-06',
    );
  });
});

describe('a mute time', () => {
  const muted = `
timeZone: Europe/Paris
muteTimes:
  nights: [{ from: "20:00", to: "07:00" }]
  weekends: [{ days: [sat, sun] }]
route: { receiver: team, mute: [nights, weekends] }
`;

  it.each([
    ['by day: nothing waits', THURSDAY, 'now'],
    [
      'in the evening: until morning',
      '2026-03-05T20:00:00Z',
      '2026-03-06T06:00Z: 2026-03-06 07:00',
    ],
    [
      'after midnight: until morning',
      '2026-03-06T02:00:00Z',
      '2026-03-06T06:00Z: 2026-03-06 07:00',
    ],
    [
      'on Friday night: until Monday',
      '2026-03-06T21:00:00Z',
      '2026-03-09T06:00Z: 2026-03-09 07:00',
    ],
    [
      'on Sunday at noon: until Monday',
      '2026-03-08T11:00:00Z',
      '2026-03-09T06:00Z: 2026-03-09 07:00',
    ],
  ])('keeps an alert back, %s', (_, at, expected) => {
    expect(when(muted, error, at)).toBe(expected);
  });

  it('counts by whole days where a feeder drives the calendar', () => {
    const saturday = Date.parse('2020-01-04') / 86_400_000;
    expect(when(muted, error, THURSDAY, saturday)).toBe('2026-03-05T09:00Z: 2020-01-06');
    expect(when(muted, error, THURSDAY, saturday + 2)).toBe('now');
  });
});
