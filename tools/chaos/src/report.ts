/** What a run came to. */
export interface ChaosReport {
  readonly seed: number;
  readonly events: number;
  readonly kills: number;
  readonly zombies: number;
  /** Commits that were refused because another owner had moved on. */
  readonly stale: number;
  readonly brokerKills: number;
  /** Older states of Redis that came back. */
  readonly redisRollbacks: number;
  /** Accepted events not in the log or not folded, gaps between outputs, messages never got. */
  readonly lost: number;
  /** Profiles, changes and alerts that differ from a calm fold of the same log. */
  readonly diverged: number;
  /** Alerts that pass a reader's filter twice. */
  readonly duplicateAlerts: number;
  /** Messages that came twice without saying so, or of which nobody knows. */
  readonly unexplainedRepeats: number;
  /** From a kill to the next commit of each partition that the process owned. */
  readonly recoverySecondsP95: number;
  /** Processes that ended by themselves before they were ready, and were started again. */
  readonly restarts: number;
  /** Everything that was done, and how often. */
  readonly faults: Readonly<Record<string, number>>;
}

/** True when nothing came out wrong, and zombies did try what must be refused to them. */
export function isClean(report: ChaosReport): boolean {
  const { lost, diverged, duplicateAlerts, unexplainedRepeats, zombies, stale } = report;
  const wrong = lost + diverged + duplicateAlerts + unexplainedRepeats;
  return wrong === 0 && (zombies === 0 || stale > 0);
}

/** The smallest value that 95 of 100 do not exceed; 0 of none. */
export function percentile95(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.ceil(sorted.length * 0.95) - 1] ?? 0;
}
