import { readFileSync } from 'node:fs';

/** An alert that a story must produce. */
export interface ExpectedAlert {
  readonly customer: string;
  /** The level that holds, such as `OVERDUE_60`. */
  readonly code: string;
  readonly scope: string | null;
  readonly transition: 'opened' | 'escalated' | 'resolved';
  readonly severity: 'info' | 'warning' | 'error' | 'critical';
  /** Business date on which it happens. */
  readonly date: string;
  /** Why nobody is told of it, such as `inhibited`; left out when people are. */
  readonly keptBack?: string;
}

/** What a story must come to: exactly these alerts, and these bands in the end. */
export interface Expectation {
  readonly story: string;
  readonly events: number;
  readonly alerts: readonly ExpectedAlert[];
  readonly bands: Readonly<Record<string, string>>;
  /** Per customer, the arithmetic behind it. */
  readonly why: Readonly<Record<string, string>>;
}

/** The expectation that lies beside a story: `late-payer.expected.json` of `late-payer.jsonl`. */
export function readExpectation(storyPath: string): Expectation {
  const path = storyPath.replace(/\.jsonl$/, '.expected.json');
  return JSON.parse(readFileSync(path, 'utf8')) as Expectation;
}
