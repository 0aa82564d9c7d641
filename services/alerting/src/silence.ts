import type { Standing } from './profile-view.ts';

/** Whom a silence is about: all that it names must be so; what it leaves out is any. */
export interface SilenceMatcher {
  readonly customerId: string | null;
  readonly branchId: string | null;
  readonly ownerId: string | null;
  readonly segment: string | null;
  /** Codes or families; empty is any. */
  readonly codes: readonly string[];
}

/** A stretch of time in which some alerts are kept back, and who wanted that why. */
export interface Silence {
  readonly silenceId: string;
  readonly tenantId: string;
  readonly matcher: SilenceMatcher;
  readonly by: string;
  readonly reason: string;
  readonly from: number;
  readonly until: number;
  readonly isLifted: boolean;
}

/** What of an alert a silence can be about. */
export interface AlertLabels {
  readonly tenantId: string;
  readonly customerId: string;
  readonly code: string;
  readonly family: string;
  readonly branchId: string | null;
  readonly ownerId: string | null;
  readonly segment: string | null;
}

export function labelsOf(
  subject: { readonly tenantId: string; readonly customerId: string },
  standing: Standing | null,
  { code, family }: { readonly code: string; readonly family: string },
): AlertLabels {
  const { branchId = null, ownerId = null, segment = null } = standing ?? {};
  const { tenantId, customerId } = subject;
  return { tenantId, customerId, code, family, branchId, ownerId, segment };
}

/** The silence that keeps this alert back for longest, if any does now. */
export function silenceOf(
  silences: readonly Silence[],
  labels: AlertLabels,
  now: number,
): Silence | undefined {
  let longest: Silence | undefined;
  for (const silence of silences) {
    if (!isActive(silence, now) || !matches(silence, labels)) continue;
    if (longest === undefined || silence.until > longest.until) longest = silence;
  }
  return longest;
}

export function isActive({ isLifted, from, until }: Silence, now: number): boolean {
  return !isLifted && from <= now && now < until;
}

export function matches(
  { tenantId, matcher }: Pick<Silence, 'tenantId' | 'matcher'>,
  labels: AlertLabels,
): boolean {
  if (tenantId !== labels.tenantId) return false;
  const { customerId, branchId, ownerId, segment, codes } = matcher;
  return (
    agrees(customerId, labels.customerId) &&
    agrees(branchId, labels.branchId) &&
    agrees(ownerId, labels.ownerId) &&
    agrees(segment, labels.segment) &&
    (codes.length === 0 || codes.includes(labels.code) || codes.includes(labels.family))
  );
}

function agrees(wanted: string | null, found: string | null): boolean {
  return wanted === null || wanted === found;
}
