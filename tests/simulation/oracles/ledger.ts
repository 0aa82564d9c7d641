import { TOPICS } from '@duewatch/contracts';
import { bodiesOf, type Evidence } from '../evidence.ts';
import type { Receipt } from '../sinks.ts';
import type { Oracle } from './oracle.ts';

/** The log says of each message what became of it, and receivers got exactly what it says. */
export const ledger: Oracle = {
  name: 'the ledger is what receivers got',
  check(evidence) {
    const arrived = Map.groupBy(evidence.deployment.sinks.receipts, nameOfReceipt);
    const recorded = Map.groupBy(
      bodiesOf(evidence, TOPICS.deliveries, 'DeliveryRecorded'),
      ({ receiver, deliveryId }) => `${receiver} ${deliveryId}`,
    );
    const missing = [...recorded]
      .filter(
        ([name, records]) =>
          records.some(({ outcome }) => outcome === 'sent') && !arrived.has(name),
      )
      .map(([name]) => `${name} is recorded as sent and did not arrive`);
    const unknown = [...arrived.keys()]
      .filter((name) => !recorded.has(name) && !isSummary(name))
      .map((name) => `${name} arrived and is not recorded`);
    return [...missing, ...unknown, ...unmarked(evidence, arrived)];
  },
};

/** Whoever gets a message again is told so; a queue that forgot its jobs cannot know. */
function unmarked({ plan }: Evidence, arrived: ReadonlyMap<string, readonly Receipt[]>): string[] {
  const faults = plan.steps.flatMap((step) => step.faults);
  if (faults.some(({ kind }) => kind === 'wipe-queue')) return [];
  return [...arrived]
    .map(([name, all]) => [name, all.toSorted((a, b) => a.send - b.send)] as const)
    .filter(([, [, ...again]]) => again.some(({ message }) => !message.isPossibleRepeat))
    .map(([name]) => `${name} arrived again and does not say so`);
}

/** A summary whose record was lost is put together anew, under another id if more has come in. */
function isSummary(name: string): boolean {
  return name.includes(' sum_');
}

export function nameOfReceipt({ receiverId, message }: Receipt): string {
  return `${receiverId} ${message.id}`;
}
