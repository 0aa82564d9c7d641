import { createRandom } from '@duewatch/run';

/** Everything that can be done to the run. Each is undone before the next one begins. */
export const faultKinds = [
  'kill-scoring',
  'kill-alerting',
  'kill-notifier',
  'kill-ingest',
  'zombie',
  'broker-kill',
  'redis-restart',
  'redis-rollback',
  'redis-flush',
  'queue-flush',
  'kafka-cut',
  'kafka-latency',
  'kafka-half-open',
  'redis-cut',
  'redis-half-open',
  'registry-away',
] as const;

/** See `faultKinds`. */
export type FaultKind = (typeof faultKinds)[number];

/** What one round of a whole run holds. */
const FULL: Readonly<Record<FaultKind, number>> = {
  'kill-scoring': 12,
  'kill-alerting': 8,
  'kill-notifier': 6,
  'kill-ingest': 4,
  zombie: 6,
  'broker-kill': 3,
  'redis-restart': 2,
  'redis-rollback': 3,
  'redis-flush': 1,
  'queue-flush': 1,
  'kafka-cut': 1,
  'kafka-latency': 1,
  'kafka-half-open': 1,
  'redis-cut': 1,
  'redis-half-open': 1,
  'registry-away': 1,
};

/** All of them in an order that the seed gives. */
export function planFaults(seed: number): readonly FaultKind[] {
  const random = createRandom(seed);
  const left = faultKinds.flatMap((kind) => Array<FaultKind>(FULL[kind]).fill(kind));
  const plan: FaultKind[] = [];
  while (left.length > 0) plan.push(...left.splice(random.int(0, left.length - 1), 1));
  return plan;
}
