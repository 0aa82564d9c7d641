import type { MacroRiskUpdated } from '@duewatch/contracts';
import { admitGrade, gradesOfTenant, type MacroWorld, NO_GRADES } from './macro.ts';

function update(changes: Partial<MacroRiskUpdated>): MacroRiskUpdated {
  return {
    tenantId: 'acme',
    legalEntityId: null,
    sourceSystem: 'macro',
    sourceRef: null,
    dimension: 'country',
    code: 'FR',
    grade: 'low',
    outlook: null,
    provider: 'agency',
    asOf: 20_000,
    ...changes,
  };
}

function worldOf(...updates: Partial<MacroRiskUpdated>[]): MacroWorld {
  return updates.reduce<MacroWorld>(
    (world, one) => admitGrade(update(one), world) ?? world,
    NO_GRADES,
  );
}

const france = (world: MacroWorld) => gradesOfTenant(world, 'acme').get('country:FR');

describe('grades of the world', () => {
  it('keep what the provider said before it changed its mind', () => {
    const world = worldOf({}, { asOf: 20_010, grade: 'high' }, { asOf: 20_020, grade: 'high' });
    expect(france(world)).toEqual([{ provider: 'agency', grade: 2, before: 0, asOf: 20_020 }]);
  });

  it('go by the day of the grade, not by when it came', () => {
    const world = worldOf({ grade: 'very_high' }, { asOf: 19_999, grade: 'low' });
    expect(france(world)).toMatchObject([{ grade: 3, asOf: 20_000 }]);
  });

  it('say nothing new when repeated, nor when nobody knows what they are about', () => {
    const world = worldOf({});
    expect(admitGrade(update({}), world)).toBeUndefined();
    expect(admitGrade(update({ grade: 'unknown', asOf: 20_001 }), world)).toBeUndefined();
    expect(admitGrade(update({ dimension: 'unknown' }), world)).toBeUndefined();
  });

  it('are each tenant’s own, and those of the four providers heard last', () => {
    const world = worldOf(
      ...[1, 2, 3, 4, 5].map((no) => ({ provider: `p${no}`, asOf: 20_000 + no })),
      { tenantId: 'other', grade: 'high' },
    );
    expect(france(world)?.map(({ provider }) => provider)).toEqual(['p5', 'p4', 'p3', 'p2']);
    expect(gradesOfTenant(world, 'other').get('country:FR')).toMatchObject([{ grade: 2 }]);
    expect(gradesOfTenant(world, 'third').size).toBe(0);
  });
});
