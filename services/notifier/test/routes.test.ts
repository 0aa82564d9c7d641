import { Rig } from './rig.ts';
import { routesContract } from './routes.contract.ts';
import { createTwinWorld } from './twin-world.ts';

// Sockets of receivers are real: on a busy machine a scenario takes its time.
jest.setTimeout(30_000);

routesContract('routes on the twins', async () => createTwinWorld());

const MINUTE_MS = 60_000;
/** Thursday, 2026-03-05, two minutes to eight in Paris. */
const BEFORE_EIGHT = Date.parse('2026-03-05T06:58:00Z');
const yesterday = { acceptedAt: Date.parse('2026-03-04T15:00:00Z') };
const lastNight = { acceptedAt: Date.parse('2026-03-04T23:00:00Z') };

const ROUTES = `
timeZone: Europe/Paris
workingHours: { from: "08:00", to: "18:00" }
muteTimes:
  nights: [{ from: "20:00", to: "08:00" }]
route:
  receiver: ops
  deliver: digest
  groupBy: branch
  routes:
    - match: { minSeverity: critical }
      deliver: now
      escalateTo: desk
    - match: { minSeverity: error }
      deliver: now
      mute: nights
`;

/** The first line of each Slack message, with what it is about. */
const heard = (rig: Rig) =>
  rig.slack.received().map(({ text }) => text.split('\n').slice(0, 2).join(': '));

describe('a team that is told at once of what is grave, and of the rest at eight', () => {
  let rig: Rig;
  beforeEach(async () => {
    rig = await Rig.create(createTwinWorld(BEFORE_EIGHT));
    rig.writeRoutes(ROUTES);
    await rig.start();
  });
  afterEach(() => rig.close());

  /** The clock strikes eight. */
  async function morning(): Promise<void> {
    await rig.world.pass(3 * MINUTE_MS);
    await rig.drained();
  }

  it('gets the warnings of the day before in one message per branch, and not before', async () => {
    await rig.publish(
      rig.opened({ customerId: 'c-1', branchId: 'lyon', ...yesterday }),
      rig.opened({ customerId: 'c-2', branchId: 'lyon', ...yesterday }),
      rig.opened({ customerId: 'c-3', branchId: null, ...yesterday }),
    );
    await rig.drained();
    await rig.world.pass(MINUTE_MS);
    expect(heard(rig)).toEqual([]);
    await morning();
    expect(heard(rig).sort()).toEqual([
      'WARNING · 1 open alert at 1 customer: Digest · 2026-03-05 08:00 · no branch',
      'WARNING · 2 open alerts at 2 customers: Digest · 2026-03-05 08:00 · branch lyon',
    ]);
  });

  it('reads how many came and went in between, and gets no message of those alone', async () => {
    const lyon = { branchId: 'lyon', ...yesterday };
    const paris = { branchId: 'paris', ...yesterday };
    await rig.publish(
      rig.opened({ customerId: 'c-1', ...lyon }),
      rig.opened({ customerId: 'c-2', ...lyon }),
      rig.resolved({ customerId: 'c-2', ...lyon, ...rig.placed(2) }),
      rig.opened({ customerId: 'c-3', ...paris }),
      rig.resolved({ customerId: 'c-3', ...paris, ...rig.placed(2) }),
    );
    await morning();
    expect(heard(rig)).toEqual([
      'WARNING · 1 open alert at 1 customer: Digest · 2026-03-05 08:00 · branch lyon',
    ]);
    expect(JSON.stringify(rig.slack.received()[0])).toContain(
      '1 warning. 1 alert ended meanwhile.',
    );
    expect((await rig.deliveries()).filter(({ outcome }) => outcome === 'skipped')).toHaveLength(5);
  });

  it('hears at once of what gets grave, after the beginning that waited', async () => {
    await rig.publish(
      rig.opened({ branchId: 'lyon', ...yesterday }),
      rig.escalated({ branchId: 'lyon', severity: 'critical' }),
    );
    await rig.drained();
    expect(heard(rig)).toEqual([
      'WARNING · Overdue for more than 30 days: c-1',
      'CRITICAL · Overdue for more than 60 days: c-1',
    ]);
    await morning();
    expect(heard(rig)).toHaveLength(2);
  });

  it('reads in the next digest that what an earlier one told has ended', async () => {
    await rig.publish(rig.opened(yesterday));
    await morning();
    await rig.publish(rig.resolved({ ...yesterday, ...rig.placed(2) }));
    await rig.drained();
    expect(heard(rig).map((text) => text.split(':')[0])).toEqual([
      'WARNING · 1 open alert at 1 customer',
      'INFO · 1 ended alert at 1 customer',
    ]);
  });

  it('is not woken by an error, but by what is critical', async () => {
    await rig.publish(
      rig.opened({ customerId: 'c-1', severity: 'error', ...lastNight }),
      rig.opened({ customerId: 'c-2', severity: 'critical', ...lastNight }),
    );
    await rig.drained();
    expect(heard(rig)).toEqual(['CRITICAL · Overdue for more than 30 days: c-2']);
    await morning();
    expect(heard(rig)[1]).toMatch(/^ERROR · 1 open alert at 1 customer: Digest · 2026-03-05 08:00/);
  });

  it('leaves what it does not acknowledge to the desk, which hears the end', async () => {
    const critical = { severity: 'critical' } as const;
    await rig.publish(rig.opened(critical));
    await rig.drained();
    expect(rig.heard().desk).toEqual([]);
    const again = { previousSeverity: 'critical', escalationCause: 'unacknowledged' } as const;
    await rig.publish(rig.escalated({ ...critical, ...again }), rig.resolved(critical));
    await rig.drained();
    expect(rig.heard()).toMatchObject({
      ops: [/^CRITICAL/, /^CRITICAL/, /^RESOLVED/].map((line) => expect.stringMatching(line)),
      desk: [/^CRITICAL/, /^RESOLVED/].map((line) => expect.stringMatching(line)),
    });
  });

  it('keeps what waits for the digest when the routes change', async () => {
    await rig.publish(rig.opened(yesterday));
    await rig.drained();
    rig.writeRoutes('route: { receiver: systems }');
    await rig.world.pass(10_000);
    await morning();
    expect(heard(rig)).toEqual([
      'WARNING · 1 open alert at 1 customer: Digest · 2026-03-05 08:00 · no branch',
    ]);
    expect(rig.heard().systems).toEqual([]);
  });

  describe('whose notifier loses its state', () => {
    /** Everything is folded anew from the log, under these routes. */
    async function rebuild(yaml: string): Promise<void> {
      await rig.stop();
      rig.loseState();
      await rig.world.wipeQueue();
      rig.writeRoutes(yaml);
      await rig.start();
      await rig.drained();
    }

    beforeEach(async () => {
      await rig.publish(
        rig.opened({ customerId: 'c-1', ...yesterday }),
        rig.opened({ customerId: 'c-2', severity: 'critical', ...yesterday }),
      );
      await morning();
    });

    it('reads nothing twice', async () => {
      const before = heard(rig);
      expect(before).toHaveLength(2);
      await rebuild(ROUTES);
      expect(heard(rig)).toEqual(before);
    });

    it('reads nothing twice when the routes have changed meanwhile', async () => {
      const before = heard(rig);
      // Single messages for what was a digest, and a digest for what was a single message.
      await rebuild('route: { receiver: ops }');
      await rebuild('route: { receiver: ops, deliver: digest }');
      expect(heard(rig)).toEqual(before);
    });

    it('hears the end of what it was told though no route names it any more', async () => {
      await rebuild('route: { receiver: systems }');
      await rig.publish(
        rig.resolved({ customerId: 'c-1', ...rig.placed(2) }),
        rig.resolved({ customerId: 'c-2', ...rig.placed(2) }),
      );
      await rig.drained();
      expect(heard(rig).slice(2).sort()).toEqual([
        'RESOLVED · Overdue for more than 30 days: c-1',
        'RESOLVED · Overdue for more than 30 days: c-2',
      ]);
    });
  });
});
