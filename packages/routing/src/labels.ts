import type { Money } from '@duewatch/wording';

/** From mild to grave; the order is used to compare. */
export const SEVERITIES = ['info', 'warning', 'error', 'critical'] as const;

export type Severity = (typeof SEVERITIES)[number];

/** True when `severity` is as grave as `floor` or graver. */
export function isAtLeast(severity: Severity, floor: Severity): boolean {
  return SEVERITIES.indexOf(severity) >= SEVERITIES.indexOf(floor);
}

/** What routes may ask of an alert. */
export interface Labels {
  readonly tenant: string;
  /** Null for alerts about feeds or the system. */
  readonly customer: string | null;
  readonly branch: string | null;
  readonly owner: string | null;
  readonly segment: string | null;
  readonly band: string | null;
  readonly severity: Severity;
  readonly code: string;
  /** Codes that are levels of one worry share it. */
  readonly family: string;
  /** What is at stake; null when that is not known. */
  readonly amount: Money | null;
  /** True when it is told once more because nobody has acknowledged it. */
  readonly isUnacknowledged: boolean;
}
