import type { Severity } from '@duewatch/routing';
import type { EvidenceFacts, Money } from '@duewatch/wording';

/** What an alert did that people may be told of. */
export type Transition = 'opened' | 'escalated' | 'resolved';

/** See the contract of `risk.alerts`: ordered by generation, offset, index. */
export interface Position {
  readonly generation: number;
  readonly offset: number;
  readonly index: number;
}

/** Negative when `a` is before `b`. */
export function comparePositions(a: Position, b: Position): number {
  return a.generation - b.generation || a.offset - b.offset || a.index - b.index;
}

/**
 * A transition of an alert episode, with everything that a message about it needs but names of
 * people or companies: those are looked up when it is sent, so that an erased one is never told.
 */
export interface AlertNews {
  readonly episodeId: string;
  readonly transition: Transition;
  /** Id of the event that caused it. With episode, transition and receiver it names a delivery. */
  readonly cause: string;
  readonly tenantId: string;
  /** Null for alerts about feeds or the system. */
  readonly customerId: string | null;
  readonly code: string;
  readonly family: string;
  readonly scope: string | null;
  readonly severity: Severity;
  readonly previousSeverity: Severity | null;
  /** Why it is told though it is no graver: `unacknowledged`, `mute_ended`; absent in old state. */
  readonly escalationCause?: string | null;
  readonly title: string;
  readonly evidence: readonly EvidenceFacts[];
  readonly reasons: readonly string[];
  readonly stake: Money | null;
  /** Of sums in the evidence that name none. */
  readonly currency: string | null;
  readonly band: string | null;
  readonly score: number | null;
  readonly runbook: string;
  readonly resolveReason: string | null;
  readonly segment: string | null;
  readonly branchId: string | null;
  readonly ownerId: string | null;
  /** Epoch days. */
  readonly openedOn: number;
  readonly changedOn: number;
  /** When the door accepted the event that caused it, epoch milliseconds. */
  readonly acceptedAt: number;
  readonly isSuppressed: boolean;
  /** Suppressed for now: alerting tells it when what keeps it back ends. Absent in old state. */
  readonly isKeptBack?: boolean;
  /** Where the alert lies on its topic, for whoever has to find it again. */
  readonly offset: number;
  readonly position: Position;
  readonly previousPosition: Position | null;
}
