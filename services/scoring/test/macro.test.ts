import type { Records } from '@duewatch/contracts';
import { day, Rig } from './rig.ts';

/** Where each customer lives and what it does. */
const customers = [
  { customerId: 'C1', country: 'FR', sectorCode: '10.71' },
  { customerId: 'C2', country: 'FR', sectorCode: '41.20' },
  { customerId: 'C3', country: 'FR', sectorCode: null },
  { customerId: 'C4', country: 'DE', sectorCode: '10.71' },
  { customerId: 'C5', country: 'DE', sectorCode: '10.7' },
  { customerId: 'C6', country: null, sectorCode: null },
] as const;

describe('a new grade of a country or sector', () => {
  let rig: Rig;
  beforeEach(async () => {
    rig = new Rig(3);
    await rig.start();
    await rig.play(rig.tick('2026-01-05'), customers.map(registered));
  });
  afterEach(() => rig.stop());

  const registered = ({ customerId, country, sectorCode }: (typeof customers)[number]) =>
    rig.event('CustomerRegistered', '2026-01-05', {
      customerId,
      country,
      sectorCode,
      currency: null,
      timezone: null,
      language: null,
      kind: 'legal_entity',
      onboardedOn: null,
      segment: null,
      branchId: null,
      ownerId: null,
      collectorId: null,
      preferredChannel: null,
    });

  const graded = (
    dimension: 'country' | 'sector',
    code: string,
    grade: Records['MacroRiskUpdated']['grade'],
    on: string,
  ) =>
    rig.broadcast('MacroRiskUpdated', on, {
      dimension,
      code,
      grade,
      outlook: null,
      provider: 'agency',
      asOf: day(on),
    });

  /** Customers whose profile was published again by what is played. */
  async function rescored(play: () => Promise<void>): Promise<string[]> {
    const counts = async () =>
      Promise.all(customers.map(async ({ customerId }) => (await rig.profiles(customerId)).length));
    const before = await counts();
    await play();
    const after = await counts();
    return customers.flatMap(({ customerId }, at) =>
      Array.from({ length: (after[at] ?? 0) - (before[at] ?? 0) }, () => customerId),
    );
  }

  const pointsOf = async (customerId: string) =>
    (await rig.profile(customerId)).features.find(({ code }) => code === 'X4')?.points;

  it('scores exactly its customers again, each once', async () => {
    const ofFrance = await rescored(() =>
      rig.play(graded('country', 'FR', 'very_high', '2026-01-05')),
    );
    expect(ofFrance).toEqual(['C1', 'C2', 'C3']);
    expect(await Promise.all(['C1', 'C3', 'C4'].map(pointsOf))).toEqual([35, 35, 0]);
    const ofBakers = await rescored(() =>
      rig.play(graded('sector', '10.71', 'high', '2026-01-05')),
    );
    expect(ofBakers).toEqual(['C1', 'C4']);
    expect(await Promise.all(['C1', 'C4', 'C5'].map(pointsOf))).toEqual([35, 20, 0]);
  });

  it('says nothing when it repeats what is known, or is older', async () => {
    await rig.play(graded('country', 'FR', 'medium', '2026-01-05'));
    const again = await rescored(() =>
      rig.play(
        graded('country', 'FR', 'medium', '2026-01-05'),
        graded('country', 'FR', 'high', '2026-01-02'),
      ),
    );
    expect(again).toEqual([]);
  });

  it('is known after a restart, and to customers that come later', async () => {
    await rig.play(graded('country', 'FR', 'high', '2026-01-05'));
    await rig.stop();
    await rig.start();
    const january = { issuedOn: '2026-01-05', dueOn: '2026-02-05' };
    await rig.play(rig.invoice('C2', 'I1', january, 100_00));
    expect(await pointsOf('C2')).toBe(20);
    await rig.play(
      rig.event('CustomerUpdated', '2026-01-05', {
        customerId: 'C6',
        country: 'FR',
        sectorCode: null,
        currency: null,
        timezone: null,
        language: null,
        kind: null,
        onboardedOn: null,
        segment: null,
        branchId: null,
        ownerId: null,
        collectorId: null,
        preferredChannel: null,
      }),
    );
    expect(await pointsOf('C6')).toBe(20);
  });
});
