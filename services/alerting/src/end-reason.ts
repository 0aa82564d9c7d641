import type { Cause } from './profile-view.ts';
import type { ResolveReason } from './reasons.ts';

const PAYING: ReadonlySet<string> = new Set([
  'io.duewatch.ar.payment.received',
  'io.duewatch.ar.payment.applied',
  'io.duewatch.ar.credit_note.issued',
  'io.duewatch.ar.credit_note.applied',
]);

/** Worries about habits: a payment is what they are judged by, not what was missing. */
const HABITS: ReadonlySet<string> = new Set(['PAY_DRIFT', 'PAY_IRREGULAR']);

/** Why a condition that no longer holds ended, as far as the event that ended it can tell. */
export function endReasonOf(family: string, causedBy: Cause): ResolveReason {
  if (family === 'RISK_DOWNGRADED') return 'restored';
  if (PAYING.has(causedBy.type)) return HABITS.has(family) ? 'cleared' : 'paid';
  if (causedBy.type === 'io.duewatch.ar.invoice.disputed') return 'disputed';
  return 'cleared';
}
