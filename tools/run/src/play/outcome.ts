import type { Band } from '@duewatch/contracts';
import type { StackKind } from '../stack/running-stack.ts';
import type { Tally } from './tally.ts';

/** How many messages each sink was given. */
export interface DeliveryCounts {
  readonly slack: number;
  readonly email: number;
  readonly webhook: number;
}

/** What `--json` prints. Other programs read it: fields are added, never renamed. */
export interface Outcome {
  readonly infra: StackKind;
  readonly accepted: number;
  readonly rejected: number;
  readonly customers: number;
  readonly bands: Readonly<Record<Band, number>>;
  readonly alerts: {
    readonly opened: number;
    readonly escalated: number;
    readonly resolved: number;
  };
  readonly deliveries: DeliveryCounts;
  readonly deadLetters: number;
  /** From the door's acceptance to the alert's record; null without alerts. */
  readonly latencyMs: {
    readonly acceptToAlertP50: number | null;
    readonly acceptToAlertP99: number | null;
  };
}

/** Sums a run up once it has drained. */
export function outcomeOf(run: {
  readonly infra: StackKind;
  readonly accepted: number;
  readonly rejected: number;
  readonly tally: Tally;
  readonly deliveries: DeliveryCounts;
}): Outcome {
  const { infra, accepted, rejected, tally, deliveries } = run;
  const bands = [...tally.bands().values()];
  const alerts = tally.alerts();
  const inBand = (band: Band): number => bands.filter((one) => one === band).length;
  const did = (what: string): number => alerts.filter((one) => one.transition === what).length;
  const waits = alerts.map(({ acceptToAlertMs }) => acceptToAlertMs).sort((a, b) => a - b);
  return {
    infra,
    accepted,
    rejected,
    customers: bands.length,
    bands: { A: inBand('A'), B: inBand('B'), C: inBand('C'), D: inBand('D'), E: inBand('E') },
    alerts: { opened: did('opened'), escalated: did('escalated'), resolved: did('resolved') },
    deliveries,
    deadLetters: tally.deadLetters(),
    latencyMs: {
      acceptToAlertP50: percentile(waits, 0.5),
      acceptToAlertP99: percentile(waits, 0.99),
    },
  };
}

/** Nearest rank: always a time that was really measured. */
function percentile(sorted: readonly number[], share: number): number | null {
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? null;
}
