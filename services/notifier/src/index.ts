// Decides who is told of an alert and how, tells each of them once, and proves it: a ledger row per
// delivery, committed with the alert's offset, ended by a record on `risk.deliveries`. It judges no
// customer and opens no alert, and trusts no queue: what is owed stands in the ledger alone.
export {
  createApp,
  NOTIFIER,
  NOTIFIER_INPUTS,
  type NotifierApp,
  type NotifierPorts,
  type NotifierStatus,
} from './app.ts';
export { createMemoryBreaker } from './breaker/memory-breaker.ts';
export { type NotifierSettings, notifierSettings, type Receiver } from './config.ts';
export type { DeliveryQueue } from './queue/delivery-queue.ts';
export { createMemoryDeliveryQueue } from './queue/memory-delivery-queue.ts';
