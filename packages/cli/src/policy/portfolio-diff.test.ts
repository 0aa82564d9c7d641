import type { ProfileUpdated } from '@duewatch/contracts';
import { diffText } from './diff-text.ts';
import { PortfolioChanges } from './portfolio-diff.ts';

interface Told {
  readonly customerId: string;
  readonly policy?: string;
  readonly model?: string;
  readonly band?: string;
  readonly points?: Readonly<Record<string, number>>;
  readonly offset?: number;
  readonly suppressed?: boolean;
}

/** As much of a profile as the report reads. */
function profile(told: Told): ProfileUpdated {
  const { customerId, policy = 'a@1:0', model = '1', band = 'A', points = {} } = told;
  const features = Object.entries(points).map(([code, cost]) => ({ code, points: cost }));
  return {
    tenantId: 'acme',
    customerId,
    policyVersion: policy,
    modelVersion: model,
    band,
    score: features.reduce((sum, one) => sum + one.points, 0),
    treatment: band === 'A' ? 'soft' : 'firm',
    features,
    suppressed: told.suppressed ?? policy !== 'a@1:0',
    position: { generation: 1, offset: told.offset ?? 0, index: 0 },
  } as unknown as ProfileUpdated;
}

describe('the report on a change of rules', () => {
  const changes = new PortfolioChanges();
  const policy = 'a@2:1';
  beforeAll(() => {
    changes.see(0, profile({ customerId: 'C1', points: { E1: 40, P1: 20 } }));
    changes.see(0, profile({ customerId: 'C2', points: { E1: 40 } }));
    changes.see(1, profile({ customerId: 'C3' }));
    const worse = { policy, band: 'C', points: { E1: 160, P1: 10 } };
    changes.see(0, profile({ ...worse, customerId: 'C1', offset: 7 }));
    changes.see(0, profile({ policy, customerId: 'C2', points: { E1: 41 }, offset: 7 }));
    changes.see(1, profile({ policy, customerId: 'C3', offset: 9 }));
    // What happens afterwards, and who comes new, is no doing of the policy.
    const later = { policy, suppressed: false, band: 'E' };
    changes.see(0, profile({ ...later, customerId: 'C2', offset: 12 }));
    changes.see(1, profile({ ...later, customerId: 'C4', offset: 13 }));
  });

  it('names who moves, from what, to what, and why', () => {
    const [diff, ...others] = changes.list();
    expect(others).toEqual([]);
    expect(diff).toMatchObject({
      from: { policyVersion: 'a@1:0' },
      to: { policyVersion: 'a@2:1' },
      judged: 3,
      bands: { 'A → C': 1, kept: 2 },
      // All of three in A; a third moves to C, where half a customer was taken to be.
      stabilityMilli: 251,
      since: { 0: 7, 1: 9 },
    });
    expect(diff?.moves).toEqual([
      {
        tenantId: 'acme',
        customerId: 'C1',
        from: { band: 'A', score: 60, treatment: 'soft' },
        to: { band: 'C', score: 170, treatment: 'firm' },
        why: [
          { code: 'E1', points: 120 },
          { code: 'P1', points: -10 },
        ],
      },
      expect.objectContaining({ customerId: 'C2', why: [{ code: 'E1', points: 1 }] }),
    ]);
  });

  it('reads like a page', () => {
    const [diff] = changes.list();
    const lines = diff === undefined ? [] : diffText(diff, 1);
    expect(lines).toEqual([
      'a@1:0 (model 1) → a@2:1 (model 1)',
      '  in force from offset, by partition  0: 7, 1: 9',
      '  3 customers judged anew, 2 of them otherwise  (A → C 1, kept 2)',
      '  bands of the book are shifted  (stability index 0.251)',
      expect.stringMatching(/C1 +A → C +score 60 → 170, soft → firm +because of E1 \+120 P1 -10/),
      '  … and 1 more; --json lists all',
    ]);
  });

  it('tells of a new release of the model, too', () => {
    const models = new PortfolioChanges();
    models.see(0, profile({ customerId: 'C1' }));
    models.see(0, profile({ customerId: 'C1', model: '2', suppressed: true, band: 'B' }));
    expect(models.list()).toMatchObject([{ to: { modelVersion: '2' }, bands: { 'A → B': 1 } }]);
  });
});
