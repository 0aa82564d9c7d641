/** Notes a problem. */
export type Report = (path: string, problem: string, mend: string) => void;

/** What is wrong with a document, where, and what to do about it. */
export interface PolicyProblem {
  /** Such as `overdue.floorDays[2]`; empty where the whole document is meant. */
  readonly path: string;
  readonly problem: string;
  readonly mend: string;
}
