import type { EpochDay } from '../units.ts';
import type { Stamped } from './stamped.ts';

export interface PromiseMade extends Stamped {
  readonly kind: 'promise.made';
  readonly promiseId: string;
  readonly invoiceIds: readonly string[];
  readonly amountMinor: number;
  readonly currency: string;
  readonly madeOn: EpochDay;
  readonly promisedFor: EpochDay;
  readonly level: number;
}

export interface PromiseWithdrawn extends Stamped {
  readonly kind: 'promise.withdrawn';
  readonly promiseId: string;
  readonly withdrawnOn: EpochDay;
}
