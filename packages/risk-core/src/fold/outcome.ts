import type { IgnoreReason, RefusalReason } from '../types/folding.ts';

/** What a rule made of its event. Nothing has changed unless it was applied. */
export type RuleOutcome =
  | { readonly kind: 'applied' }
  | { readonly kind: 'ignored'; readonly reason: IgnoreReason }
  | { readonly kind: 'refused'; readonly reason: RefusalReason; readonly detail: string };

export const applied: RuleOutcome = { kind: 'applied' };

export function ignored(reason: IgnoreReason): RuleOutcome {
  return { kind: 'ignored', reason };
}

export function refused(reason: RefusalReason, detail: string): RuleOutcome {
  return { kind: 'refused', reason, detail };
}
