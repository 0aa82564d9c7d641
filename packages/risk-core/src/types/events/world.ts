import type { Stamped } from './stamped.ts';

/** The world around the customer changed (rates, cash feeds): only a fresh look is needed. */
export interface WorldChanged extends Stamped {
  readonly kind:
    | 'fx.rates_published'
    | 'macro_risk.updated'
    | 'feed.completed'
    | 'feed.went_silent'
    | 'feed.resumed';
}

/** A new policy rules: what the old one summed up is summed up again. */
export interface PolicyActivated extends Stamped {
  readonly kind: 'policy.activated';
}
