import type { EpochDay } from '../units.ts';
import type { Stamped } from './stamped.ts';

export interface OrderPlaced extends Stamped {
  readonly kind: 'order.placed' | 'order.changed';
  readonly orderId: string;
  readonly amountMinor: number;
  readonly openMinor: number;
  readonly currency: string;
  readonly requestedDeliveryOn?: EpochDay | null;
  /** `orderedOn` of a placed order, `changedOn` of a changed one. */
  readonly on: EpochDay;
}

export interface OrderCancelled extends Stamped {
  readonly kind: 'order.cancelled';
  readonly orderId: string;
  readonly cancelledOn: EpochDay;
}

export interface DeliveryDispatched extends Stamped {
  readonly kind: 'delivery.dispatched' | 'delivery.returned';
  readonly deliveryId: string;
  readonly orderId: string | null;
  readonly amountMinor: number;
  readonly currency: string;
  /** `dispatchedOn` or `returnedOn`. */
  readonly on: EpochDay;
}
