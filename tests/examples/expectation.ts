import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { epochDayOf, epochMsOf } from '@duewatch/contracts';
import { repositoryRoot } from '@duewatch/run';

/** Where the stories of single conditions and floors lie. */
export const conditionsFolder = join(repositoryRoot, 'examples', 'conditions');

/** What must hold for one customer at one moment of a story. */
export interface ExpectedState {
  /** A date: the end of that day. An instant: everything up to and including it. */
  readonly at: string;
  readonly customer: string;
  /** `LIMIT_90 warning`, with ` pending` and the scope where there are any; for floors the band. */
  readonly open: readonly string[];
  /** The band that is shown; left out where it does not matter. */
  readonly band?: string;
  /** The arithmetic: below the boundary, at it, above. */
  readonly why: string;
}

export interface ConditionStory {
  readonly story: string;
  readonly states: readonly ExpectedState[];
}

/** Names of all stories: a condition's code, or `floor-` and a floor's. */
export function storyNames(): string[] {
  const files = readdirSync(conditionsFolder).filter((file) => file.endsWith('.jsonl'));
  return files.map((file) => file.slice(0, -'.jsonl'.length)).sort();
}

export function storyPath(name: string): string {
  return join(conditionsFolder, `${name}.jsonl`);
}

/** What the story must come to. */
export function readConditionStory(name: string): ConditionStory {
  const path = join(conditionsFolder, `${name}.expected.json`);
  if (!existsSync(path)) throw new Error(`${name}.jsonl has no ${name}.expected.json beside it`);
  return JSON.parse(readFileSync(path, 'utf8')) as ConditionStory;
}

const DAY_MS = 86_400_000;

/** The last instant that belongs to `at`. */
export function instantOf(at: string): number {
  const day = epochDayOf(at);
  const instant = day === undefined ? epochMsOf(at) : (day + 1) * DAY_MS - 1;
  if (instant === undefined) throw new Error(`"${at}" is neither a date nor an instant`);
  return instant;
}
