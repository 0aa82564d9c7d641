import { all, told } from '../../test/conditions.ts';
import { described } from '../../test/events.ts';
import { MONDAY, Shell, worldWith } from '../../test/shell.ts';
import type { MacroGrade, World } from '../index.ts';

const grade = (value: number, asOf: number, before: number | null = null): MacroGrade => {
  return { provider: 'agency', grade: value, before, asOf };
};

function worldOf(grades: Readonly<Record<string, readonly MacroGrade[]>>): World {
  return worldWith({ macro: new Map(Object.entries(grades)) });
}

/** A French baker. */
function baker(): Shell {
  const shell = new Shell();
  shell.tell(MONDAY, described({ country: 'FR', sectorCode: '10.71' }));
  return shell;
}

function publish(shell: Shell, day: number, grades: Parameters<typeof worldOf>[0]): void {
  shell.world = worldOf(grades);
  shell.tell(day, { kind: 'macro_risk.updated' });
}

const x4 = (shell: Shell) => shell.assess().features.find(({ code }) => code === 'X4');

describe('grades of countries and sectors', () => {
  it.each([
    [0, 0],
    [1, 10],
    [2, 20],
    [3, 35],
  ])('of %i cost %i points', (value, points) => {
    const shell = baker();
    expect(x4(shell)).toMatchObject({ value: null, points: 0 });
    publish(shell, MONDAY, { 'country:FR': [grade(value, MONDAY - 9)] });
    expect(x4(shell)).toMatchObject({ value, points, asOf: MONDAY - 9, sampleSize: 1 });
  });

  it('count by the dearest of country and sector, and of several providers', () => {
    const shell = baker();
    publish(shell, MONDAY, {
      'country:FR': [grade(0, MONDAY), { ...grade(1, MONDAY), provider: 'other' }],
      'sector:10.71': [grade(2, MONDAY - 50)],
      'country:DE': [grade(3, MONDAY)],
      'sector:10': [grade(3, MONDAY)],
    });
    expect(x4(shell)).toMatchObject({ value: 2, points: 20, asOf: MONDAY - 50, sampleSize: 3 });
  });

  it('are stale on the 184th day, and then cost half', () => {
    const shell = baker();
    publish(shell, MONDAY, { 'country:FR': [grade(3, MONDAY)] });
    expect(shell.profile.nextOn).toBeLessThanOrEqual(MONDAY + 184);
    shell.advance(MONDAY + 183);
    expect(x4(shell)).toMatchObject({ points: 35, stale: false });
    shell.advance(MONDAY + 184);
    expect(x4(shell)).toMatchObject({ points: 18, stale: true });
    expect(all(shell, 'DATA_STALE').map(({ scope }) => scope)).toEqual(['X4']);
  });
});

describe('MACRO_DOWNGRADE', () => {
  it.each([
    [1, 1, []],
    [1, 2, ['MACRO_DOWNGRADE info']],
    [2, 1, []],
  ])('from %i to %i says %j', (before, after, expected) => {
    const shell = baker();
    publish(shell, MONDAY, { 'country:FR': [grade(before, MONDAY)] });
    publish(shell, MONDAY + 9, { 'country:FR': [grade(after, MONDAY + 9, before)] });
    expect(told(shell, 'MACRO_DOWNGRADE')).toEqual(expected);
  });

  it('lasts until the grade is what it was, however often it is published', () => {
    const shell = baker();
    publish(shell, MONDAY, { 'sector:10.71': [grade(3, MONDAY, 1)] });
    shell.advance(MONDAY + 30);
    publish(shell, MONDAY + 31, { 'sector:10.71': [grade(2, MONDAY + 31, 3)] });
    expect(all(shell, 'MACRO_DOWNGRADE')).toMatchObject([
      { scope: 'sector:10.71', evidence: [{ field: 'macroGrade', value: 2, threshold: 1 }] },
    ]);
    shell.advance(MONDAY + 40);
    publish(shell, MONDAY + 41, { 'sector:10.71': [grade(1, MONDAY + 41, 2)] });
    expect(told(shell, 'MACRO_DOWNGRADE')).toEqual([]);
  });

  it('is over when the grade has gone stale', () => {
    const shell = baker();
    publish(shell, MONDAY, { 'country:FR': [grade(3, MONDAY, 1)] });
    shell.advance(MONDAY + 183);
    expect(told(shell, 'MACRO_DOWNGRADE')).toHaveLength(1);
    shell.advance(MONDAY + 184);
    expect(told(shell, 'MACRO_DOWNGRADE')).toEqual([]);
  });
});
