import type { Position } from '@duewatch/stream';
import type { Severity } from './severity.ts';

/** One line of the arithmetic that fired: this field had this value against this threshold. */
export interface Evidence {
  readonly field: string;
  readonly value: number | null;
  readonly threshold: number | null;
  readonly unit: string;
  readonly text: string | null;
}

/** A condition that scoring holds to be true, keep-firing days already applied. */
export interface Condition {
  readonly code: string;
  /** The invoice, promise or payment it is about; null when it is about the customer. */
  readonly scope: string | null;
  readonly severity: Severity;
  /** Epoch day on which it set in. */
  readonly since: number;
  readonly onset: Position;
  /** It waits for cash feeds or pending days: nobody hears of it yet. */
  readonly isPending: boolean;
  readonly evidence: readonly Evidence[];
}

/** The event that made scoring say something new. */
export interface Cause {
  readonly eventId: string;
  readonly source: string;
  readonly type: string;
}

/** What alerting reads of a profile. */
export interface ProfileView {
  readonly kind: 'profile';
  readonly tenantId: string;
  readonly customerId: string;
  readonly calendarId: string;
  /** Epoch day that the profile speaks of. */
  readonly asOf: number;
  readonly position: Position;
  readonly previousPosition: Position | null;
  readonly conditions: readonly Condition[];
  /**
   * Per code, how many conditions hold. More than are listed when one customer has very many: a
   * profile lists at most five scopes of a code.
   */
  readonly holding: ReadonlyMap<string, number>;
  /** Null for a feed. */
  readonly standing: Standing | null;
  readonly versions: Versions;
  /** History, rebuild or policy release: goes on the topic, never to people. */
  readonly isSuppressed: boolean;
  readonly acceptedAt: number;
  readonly causedBy: Cause;
  readonly trace: Trace;
}

/** How an input record is tied to what came before it; outputs carry it on. */
export interface Trace {
  readonly recordId: string;
  /** When it happened in the business, epoch milliseconds. */
  readonly happenedAt: number;
  readonly correlationId: string | null;
  readonly traceparent: string | null;
}

/** One of the features that cost most points. */
export interface Reason {
  readonly code: string;
  readonly points: number;
  readonly text: string;
  readonly customerText: string | null;
  readonly refs: readonly string[];
}

/** How the customer stands: what an alert says beside its own arithmetic. */
export interface Standing {
  readonly band: 'A' | 'B' | 'C' | 'D' | 'E';
  readonly score: number;
  readonly reasons: readonly Reason[];
  readonly currency: string;
  readonly cleanOverdueMinor: number;
  readonly exposureMinor: number;
  readonly limitMinor: number | null;
  readonly limitCurrency: string | null;
  readonly segment: string | null;
  readonly branchId: string | null;
  readonly ownerId: string | null;
  readonly collectorId: string | null;
}

/** Under which rules a profile was made. */
export interface Versions {
  readonly policyVersion: string;
  readonly modelVersion: string;
}

/** The customer was erased: its last record on the compacted topic is empty. */
export interface ErasureView {
  readonly kind: 'erasure';
  readonly position: Position;
  readonly standing: null;
  readonly tenantId: string;
  readonly customerId: string;
  readonly acceptedAt: number;
  readonly causedBy: Cause;
  readonly trace: Trace;
}
