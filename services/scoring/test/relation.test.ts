import { day, Rig } from './rig.ts';

const january = { issuedOn: '2026-01-05', dueOn: '2026-01-15' };

describe('scoring, of what is agreed and known of a customer', () => {
  let rig: Rig;
  beforeEach(async () => {
    rig = new Rig();
    await rig.start();
  });
  afterEach(() => rig.stop());

  it('publishes holds, the parent, a pinned band and the next review', async () => {
    const on = day('2026-01-05');
    await rig.play(
      rig.tick('2026-01-05'),
      rig.event('CreditHoldApplied', '2026-01-05', {
        customerId: 'C1',
        holdId: null,
        scope: 'orders',
        reasonCode: null,
        by: null,
        effectiveOn: on,
      }),
      rig.event('CustomerHierarchyChanged', '2026-01-05', {
        customerId: 'C1',
        parentId: 'P1',
        relation: 'subsidiary',
        sharesLimit: true,
        effectiveOn: on,
      }),
      rig.event('RiskOverrideSet', '2026-01-05', {
        customerId: 'C1',
        band: 'D',
        until: day('2026-02-02'),
        by: null,
        reasonCode: null,
        setOn: on,
      }),
    );
    expect(await rig.profile('C1')).toMatchObject({
      creditHold: 'orders',
      parentId: 'P1',
      survivorId: null,
      pinnedBand: 'D',
      band: 'D',
      computedBand: 'A',
      nextReviewOn: day('2026-02-04'),
    });
    expect((await rig.changes('C1')).at(-1)).toMatchObject({ parentId: 'P1', toBand: 'D' });
  });

  it('tells both keys of a merge, and only the retired one where it lives on', async () => {
    const merge = { survivorId: 'C2', retiredId: 'C1', mergedOn: day('2026-01-05') };
    const told = rig.event('CustomerMerged', '2026-01-05', { customerId: 'C1', ...merge });
    await rig.play(
      rig.tick('2026-01-05'),
      rig.invoice('C1', 'I1', january, 120_000),
      rig.invoice('C2', 'I2', january, 120_000),
      [told, { ...told, key: 'acme|C2' }],
    );
    expect((await rig.profile('C1')).survivorId).toBe('C2');
    expect(await rig.profile('C2')).toMatchObject({ survivorId: null, openMinor: 120_000 });
  });
});
