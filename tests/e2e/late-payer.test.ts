import { readExpectation } from '@duewatch/run';
import { until } from '@duewatch/testing';
import { duewatch } from './command-line.ts';
import { dun, repeat } from './dunning-consumer.ts';
import { alertsOf, bandsOf, eventsOf, examplePath, inOrder, raise, type Stage } from './stage.ts';

const story = examplePath('late-payer.jsonl');
const expected = readExpectation(story);
const tenantId = 'demo';

/** How grave an alert must be for a receiver of that channel; see the run's settings. */
const wants = {
  webhook: ['info', 'warning', 'error', 'critical'],
  slack: ['warning', 'error', 'critical'],
  email: ['error', 'critical'],
} as const;

describe.each([
  { description: 'real Kafka, registry, Redis and BullMQ', kind: undefined },
  { description: 'stand-ins in one process', kind: 'embedded' as const },
])('a late payer on $description', ({ kind }) => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await raise(kind, [{ tenantId, calendarId: 'sample' }]);
    const report = await stage.send(tenantId, await eventsOf(story));
    expect(report).toEqual({ accepted: expected.events, duplicate: 0, rejected: [] });
    await stage.drained();
  }, 300_000);
  afterAll(async () => {
    await stage.close();
  }, 120_000);

  it('becomes exactly the alerts that the example expects', async () => {
    const { tally } = await stage.look(tenantId);
    expect(alertsOf(tally)).toEqual(inOrder(expected.alerts));
  });

  it('ends in the bands that the example expects', async () => {
    const { tally } = await stage.look(tenantId);
    expect(bandsOf(tally)).toEqual(expected.bands);
  });

  it.each(['webhook', 'slack', 'email'] as const)(
    'is told by %s once for each alert that its receiver asked for',
    (channel) => {
      const sink = stage.pipeline.sinks[channel];
      const asked = expected.alerts.filter(
        ({ severity, keptBack }) =>
          keptBack === undefined && (wants[channel] as readonly string[]).includes(severity),
      );
      expect(sink.refused()).toEqual([]);
      expect(sink.received()).toHaveLength(asked.length);
    },
  );

  it('is named in the messages to people, with the arithmetic', () => {
    const { slack, email } = stage.pipeline.sinks;
    const message = slack.received().find(({ text }) => /Overdue for more than 60 days/.test(text));
    expect(message?.text).toContain('Drenovan Joinery (L-100)');
    expect(message?.text).toMatch(/61 days > 60/);
    const mail = email.received().find(({ text }) => /The customer is in default/.test(text));
    expect(mail?.text).toContain('Drenovan Joinery (L-100)');
    expect(mail?.text).toMatch(/91 days > 90/);
  });

  it('is answered at order time as its profile says, and refused more on credit', async () => {
    const { tally } = await stage.look(tenantId);
    const { services, tenants } = stage.pipeline;
    const headers = {
      authorization: `Bearer ${tenants[0]?.apiKey}`,
      'content-type': 'application/json',
    };
    const profileUrl = `${services.doorUrl}/v1/customers/L-100/profile`;
    // biome-ignore lint/suspicious/noExplicitAny: answers are looked at as a client does
    const answerOf = async (url: string, more = {}): Promise<any> =>
      (await fetch(url, { headers, ...more })).json();
    const profile = await answerOf(profileUrl);
    expect(profile).toMatchObject({ band: bandsOf(tally)['L-100'], state: { recordsBehind: 0 } });
    const order = { customerId: 'L-100', amountMinor: 100, currency: 'EUR' };
    const asked = { method: 'POST', body: JSON.stringify(order) };
    const check = await answerOf(`${services.doorUrl}/v1/credit-checks`, asked);
    expect(check).toMatchObject({ ...order, verdict: 'refuse', asOf: profile.asOf });
    expect(check.reasons.map(({ code }: { code: string }) => code)).toEqual([
      'HOLD_ADVISED',
      'PREPAYMENT',
    ]);
  });

  // Commands and consumers come from outside, through a Kafka that stand-ins have none of.
  if (kind !== 'embedded') {
    it('is taken, judged and silenced from the command line, on the record', async () => {
      const alerts = (...args: string[]) => duewatch(stage, 'alerts', ...args);
      const [open] = JSON.parse(await alerts('list', '--customer', 'L-100', '--json'));
      expect(open).toMatchObject({ customerId: 'L-100', attention: { acknowledged: null } });
      await alerts('ack', open.alertId, '--outcome', 'useful', '--by', 'mia');
      await until('it is taken', async () =>
        /acknowledged by mia \(useful\)/.test(await alerts('show', open.alertId)),
      );
      expect(await alerts('precision')).toContain('100 % useful');
      const month = ['--tenant', tenantId, '--until', '30d', '--reason', 'test'];
      const silence = (...match: string[]) => alerts('silence', ...match, ...month);
      expect(await silence('--customer', 'L-100', '--preview')).toContain(open.code);
      expect(await silence('--branch', 'none', '--preview')).toBe('');
      expect(await alerts('silences')).toBe('');
      await silence('--branch', 'none');
      await until('it is known', async () => (await alerts('silences')).includes('branch=none'));
    });

    it('is dunned as its profile says, however often the changes come', async () => {
      const { sightings } = await stage.look(tenantId);
      const profiles = sightings.flatMap((one) =>
        one.kind === 'profile' && one.profile?.tenantId === tenantId ? [one.profile] : [],
      );
      const wanted = Object.fromEntries(
        profiles.map((profile) => [`${tenantId}|${profile.customerId}`, profile.treatment]),
      );
      expect(await dun(stage)).toEqual({ treatments: wanted, held: 0, losses: 0 });
      await repeat(stage.pipeline.bus, 'risk.changes');
      expect(await dun(stage)).toEqual({ treatments: wanted, held: 0, losses: 0 });
    });
  }

  it('leaves no dead letter', async () => {
    const { tally } = await stage.look(tenantId);
    expect(tally.deadLetters()).toBe(0);
  });

  it('changes nothing when the same file comes again', async () => {
    const before = await stage.look(tenantId);
    const messages = stage.pipeline.sinks.counts();
    const report = await stage.send(tenantId, await eventsOf(story));
    expect(report).toEqual({ accepted: 0, duplicate: expected.events, rejected: [] });
    await stage.drained();
    const after = await stage.look(tenantId);
    expect(after.sightings).toHaveLength(before.sightings.length);
    expect(stage.pipeline.sinks.counts()).toEqual(messages);
  });
});
