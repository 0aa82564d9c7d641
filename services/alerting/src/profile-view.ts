import type { Position } from '@duewatch/stream';
import type { Severity } from './severity.ts';

/** One line of the arithmetic that fired: this field had this value against this threshold. */
export interface Evidence {
  readonly field: string;
  readonly value: string;
  readonly threshold: string;
  readonly unit: string;
}

/** A condition that scoring holds to be true, pending and keep-firing days already applied. */
export interface Condition {
  readonly code: string;
  /** The invoice, promise or payment it is about; empty when it is about the customer. */
  readonly scope: string;
  readonly severity: Severity;
  /** Epoch day on which it set in. */
  readonly since: number;
  readonly onset: Position;
  readonly evidence: readonly Evidence[];
}

/** What alerting reads of a profile. */
export interface ProfileView {
  readonly kind: 'profile';
  readonly tenantId: string;
  readonly customerId: string;
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
  readonly band: string;
  readonly score: number;
  readonly currency: string;
  readonly cleanOverdueMinor: number;
  readonly exposureMinor: number;
  readonly limitMinor: number | null;
  readonly policyVersion: string;
  readonly modelVersion: string;
  /** History, rebuild or policy release: goes on the topic, never to people. */
  readonly isSuppressed: boolean;
}

/** The customer was erased: the compacted topic ends with an empty record. */
export interface ErasedView {
  readonly kind: 'erased';
  readonly tenantId: string;
  readonly customerId: string;
}
