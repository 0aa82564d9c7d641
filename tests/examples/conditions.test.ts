import { isoDateOf } from '@duewatch/contracts';
import type { Assessment } from '@duewatch/risk-core';
import { floorCodes } from '../../packages/risk-core/src/bands/standing.ts';
import { families } from '../../packages/risk-core/src/conditions/catalogue.ts';
import {
  type ExpectedState,
  instantOf,
  readConditionStory,
  storyNames,
  storyPath,
} from './expectation.ts';
import { StoryPlay } from './play-story.ts';

/** Codes, and `floor-` codes, without a story yet. Write the story and strike the line. */
const WITHOUT_STORY: readonly string[] = [];

const FLOOR = 'floor-';

describe.each(storyNames())('the story of %s', (name) => {
  it('opens and resolves at the stated boundaries', () => {
    const { states } = readConditionStory(name);
    const play = new StoryPlay(storyPath(name));
    const got = states.map((state) => {
      play.playUntil(instantOf(state.at));
      const day = play.today();
      if (day === undefined || isoDateOf(day) !== state.at.slice(0, 10)) {
        throw new Error(`${name}: no tick of ${state.at.slice(0, 10)} lies in the story`);
      }
      return lineOf(state, seen(name, state, play.assessment(state.customer)));
    });
    expect(got).toEqual(states.map((state) => lineOf(state, state)));
  });

  it('is told in order, with something open at some time and nothing in the end', () => {
    const { states } = readConditionStory(name);
    const instants = states.map(({ at }) => instantOf(at));
    expect(instants).toEqual(instants.toSorted((a, b) => a - b));
    for (const customer of new Set(states.map((state) => state.customer))) {
      const own = states.filter((state) => state.customer === customer);
      expect({ customer, open: own.at(-1)?.open }).toEqual({ customer, open: [] });
    }
    expect(states.some(({ open }) => open.length > 0)).toBe(true);
  });
});

describe('every condition of the catalogue and every floor', () => {
  const floors = floorCodes.map((code) => `${FLOOR}${code}`);
  const known: readonly string[] = [...families.map(({ code }) => code), ...floors];
  const stories = storyNames();

  it('has a story, or is an exception that is still without one', () => {
    const missing = known.filter((name) => !stories.includes(name));
    expect(missing.toSorted()).toEqual(WITHOUT_STORY.toSorted());
  });

  it('is what a story is named after', () => {
    expect(stories.filter((name) => !known.includes(name))).toEqual([]);
  });
});

interface Seen {
  readonly open: readonly string[];
  readonly band?: string;
}

/** One line per moment, so that a failure says the day, what was expected and what came. */
function lineOf({ at, customer }: ExpectedState, { open, band }: Seen): string {
  const shown = band === undefined ? '' : ` in band ${band}`;
  return `${at} ${customer}${shown}: ${open.toSorted().join(', ') || 'nothing open'}`;
}

function seen(name: string, { band }: ExpectedState, assessment: Assessment | undefined): Seen {
  const open = name.startsWith(FLOOR)
    ? floorsOf(assessment, name.slice(FLOOR.length))
    : conditionsOf(assessment, name);
  return band === undefined ? { open } : { open, band: assessment?.bands.shown ?? 'none' };
}

function floorsOf(assessment: Assessment | undefined, code: string): string[] {
  const floors = assessment?.floors.filter((floor) => floor.code === code) ?? [];
  return floors.map((floor) => floor.band);
}

function conditionsOf(assessment: Assessment | undefined, family: string): string[] {
  const conditions = assessment?.conditions.filter(({ code }) => code === family) ?? [];
  return conditions.map(({ level, severity, scope, pendingUntil }) => {
    const pending = pendingUntil === null ? '' : ' pending';
    return `${level} ${severity}${pending}${scope === null ? '' : ` ${scope}`}`;
  });
}
