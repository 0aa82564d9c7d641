import type { Bus } from '@duewatch/event-bus';
import type { PartitionStore } from '@duewatch/stream';
import type { DeliveryQueue } from '../../../services/notifier/src/queue/delivery-queue.ts';
import type { StreamService } from '../settings.ts';

/**
 * A mistake that somebody could make in the product, made here around one of its ports. The
 * simulation must notice each of them, or its silence about the real thing means nothing.
 */
export interface Mutation {
  /** In the words of a review: what was done wrong. */
  readonly name: string;
  store?(store: PartitionStore, service: StreamService, bus: Bus): PartitionStore;
  /** `process` is its name, such as `scoring-3`. */
  bus?(bus: Bus, process: string): Bus;
  queue?(queue: DeliveryQueue): DeliveryQueue;
}
