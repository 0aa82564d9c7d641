import { createRandom } from '@duewatch/run';

/** What a whole run holds, and how often. Each is undone before the next one begins. */
const FULL = {
  'kill-scoring': 12,
  'kill-alerting': 8,
  'kill-notifier': 6,
  'kill-ingest': 4,
  'kill-unpublished-profiles': 2,
  'kill-unpublished-alerts': 2,
  'kill-in-sweep': 2,
  zombie: 6,
  'rebalance-storm': 1,
  'broker-kill': 3,
  'lost-answer': 3,
  'kafka-cut': 1,
  'kafka-latency': 1,
  'kafka-half-open': 1,
  'kafka-disk-full': 1,
  'redis-restart': 2,
  'redis-rollback': 3,
  'redis-flush': 1,
  'redis-cut': 1,
  'redis-half-open': 1,
  'redis-disk-full': 1,
  'queue-flush': 1,
  'registry-away': 1,
} as const;

/** Everything that can be done to the run. */
export type FaultKind = keyof typeof FULL;

/** See `FaultKind`. */
export const faultKinds = Object.keys(FULL) as readonly FaultKind[];

/** All of them in an order that the seed gives. */
export function planFaults(seed: number): readonly FaultKind[] {
  const random = createRandom(seed);
  const left = faultKinds.flatMap((kind) => Array<FaultKind>(FULL[kind]).fill(kind));
  const plan: FaultKind[] = [];
  while (left.length > 0) plan.push(...left.splice(random.int(0, left.length - 1), 1));
  return plan;
}
