import { Rig, type World } from './rig.ts';

/** 2025-11-25, a Tuesday, as an epoch day. */
const FED_DAY = 20_417;

/** Warnings in a digest by branch, what is critical to the desk. */
const ROUTES = `
route:
  receiver: ops
  deliver: digest
  groupBy: branch
  routes:
    - match: { minSeverity: critical }
      receiver: desk
      deliver: now
`;

/** What Slack shows of each digest in a list of messages. */
function digestsOf(rig: Rig): string[] {
  return rig.slack
    .received()
    .map(({ text }) => text.split('\n').slice(0, 2).join(': '))
    .sort();
}

/** What the notifier promises of routes in a file, on the twins and on real servers alike. */
export function routesContract(name: string, makeWorld: () => Promise<World>): void {
  describe(name, () => {
    let rig: Rig;
    beforeEach(async () => {
      rig = await Rig.create(await makeWorld());
    });
    afterEach(() => rig.close());

    it('tells by routes: at once, or in the digest of the calendar’s date', async () => {
      rig.writeRoutes(ROUTES);
      await rig.start();
      // A calendar that is fed runs on its own date: nobody waits for a morning there.
      const fed = (day: number) => ({ openedOn: FED_DAY, changedOn: FED_DAY + day });
      await rig.publish(
        rig.opened({ customerId: 'c-1', branchId: 'lyon', ...fed(0) }),
        rig.opened({ customerId: 'c-2', branchId: 'lyon', ...fed(0) }),
        rig.opened({ customerId: 'c-3', branchId: 'paris', ...fed(0) }),
        rig.opened({ customerId: 'c-4', branchId: 'lyon', ...fed(1) }),
        rig.opened({ customerId: 'c-5', branchId: 'lyon', severity: 'critical', ...fed(0) }),
      );
      await rig.drained();
      expect(rig.heard().desk).toEqual(['CRITICAL: Overdue for more than 30 days']);
      expect(digestsOf(rig)).toEqual([
        'WARNING · 1 open alert at 1 customer: Digest · 2025-11-25 · branch paris',
        'WARNING · 1 open alert at 1 customer: Digest · 2025-11-26 · branch lyon',
        'WARNING · 2 open alerts at 2 customers: Digest · 2025-11-25 · branch lyon',
      ]);
      const digest = (await rig.deliveries()).filter(({ receiver }) => receiver === 'ops');
      expect(
        digest.map(({ transition, outcome, reason }) => [transition, outcome, reason]),
      ).toEqual(
        expect.arrayContaining([
          ['summary', 'sent', null],
          ['opened', 'skipped', 'digest'],
        ]),
      );
      expect(digest).toHaveLength(7);
    });

    it('goes by changed routes soon, and by the old ones while they are broken', async () => {
      rig.writeRoutes(ROUTES);
      await rig.start();
      rig.writeRoutes(ROUTES.replace('receiver: desk', 'receiver: nobody'));
      await rig.until('it is noticed', async () => !(await rig.status()).routes.isCurrent);
      await rig.publish(rig.opened({ customerId: 'c-1', severity: 'critical' }));
      await rig.drained();
      rig.writeRoutes(ROUTES.replace('receiver: desk', 'receiver: systems'));
      await rig.until('it is mended', async () => (await rig.status()).routes.isCurrent);
      await rig.publish(rig.opened({ customerId: 'c-2', severity: 'critical' }));
      await rig.drained();
      expect(rig.heard()).toMatchObject({
        desk: ['CRITICAL: Overdue for more than 30 days'],
        systems: ['io.duewatch.risk.alert_opened'],
      });
    });
  });
}
