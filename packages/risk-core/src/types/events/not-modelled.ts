import type { Stamped } from './stamped.ts';

/** Everything in the catalogue that has no effect yet. Accepted, and ignored with that reason. */
export interface NotModelled extends Stamped {
  readonly kind: 'not_modelled';
  readonly type: string;
}
