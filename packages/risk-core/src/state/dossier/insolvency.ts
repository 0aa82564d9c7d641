import type { InsolvencyStage } from '../../types/events/index.ts';
import type { EpochDay } from '../../types/units.ts';
import type { Topic } from './topic.ts';

const MOST_CASES = 8;

/** Stages by finality; stored as their places: append only. What is unknown is a petition. */
export const insolvencyStages = [
  'petition',
  'moratorium',
  'arrangement',
  'administration',
  'receivership',
  'liquidation',
  'dissolution',
] as const satisfies readonly InsolvencyStage[];

/** The newest notice of one insolvency case. */
export interface InsolvencyCase {
  readonly id: string;
  /** Place in `insolvencyStages`. */
  readonly stage: number;
  readonly publishedOn: EpochDay;
  readonly isWithdrawn: boolean;
  readonly stamp: number;
}

/** Cases sorted by id. */
export interface Insolvency {
  cases: InsolvencyCase[];
}

export const insolvency: Topic<Insolvency> = { empty: () => ({ cases: [] }) };

/** Takes the newest notice of a case; false when a newer one is known. */
export function addNotice(state: Insolvency, notice: InsolvencyCase): boolean {
  const known = state.cases.find(({ id }) => id === notice.id);
  if (known && !isLater(notice, known)) return false;
  const cases = state.cases.filter((one) => one !== known);
  cases.push(notice);
  cases.sort(byWeight);
  state.cases = cases.slice(0, MOST_CASES).sort((a, b) => (a.id < b.id ? -1 : 1));
  return state.cases.includes(notice);
}

/** Later, or with equal stamps the more final. */
function isLater(notice: InsolvencyCase, known: InsolvencyCase): boolean {
  if (notice.stamp !== known.stamp) return notice.stamp > known.stamp;
  if (notice.isWithdrawn !== known.isWithdrawn) return notice.isWithdrawn;
  if (notice.stage !== known.stage) return notice.stage > known.stage;
  return notice.publishedOn > known.publishedOn;
}

/** What must not be forgotten when there are too many: newest first. */
function byWeight(a: InsolvencyCase, b: InsolvencyCase): number {
  return b.publishedOn - a.publishedOn || (a.id < b.id ? -1 : 1);
}

/** The furthest stage of all cases that stand; -1 without one. */
export function furthestStage(state: Insolvency | null): number {
  let furthest = -1;
  if (state === null) return furthest;
  for (const { stage, isWithdrawn } of state.cases) {
    if (!isWithdrawn && stage > furthest) furthest = stage;
  }
  return furthest;
}
