import { createSystemClock } from '@duewatch/config';
import { countRecords, type RunSinks, readSightings, waitUntilDrained } from '@duewatch/run';
import { writeAll } from '../backlog.ts';
import { failedPayment } from '../episodes/records.ts';
import type { Ground } from '../ground.ts';

/** What a storm came to, by channel where receivers differ. */
export interface Outcome {
  readonly customers: number;
  /** Customers with a live alert on `risk.alerts`. */
  readonly alertsOnTopic: number;
  readonly messages: Readonly<Record<Channel, number>>;
  readonly summaries: Readonly<Record<Channel, number>>;
  /** Messages that wait for a person, all receivers together. */
  readonly held: number;
  /** From the first event until nobody has anything left to do. */
  readonly seconds: number;
}

type Channel = 'slack' | 'email' | 'webhook';

/** Lets so many customers worsen at once and waits until nobody has anything left to do. */
export async function runStorm(
  { bus, codec, status }: Ground,
  sinks: RunSinks,
  customers: number,
): Promise<Outcome> {
  const clock = createSystemClock();
  const startedAt = clock.now();
  const events = Array.from({ length: customers }, (_, nth) =>
    failedPayment(codec, `C-${nth}`, startedAt),
  );
  await writeAll(bus.producer('bench'), events);
  const signal = new AbortController().signal;
  await waitUntilDrained({ status, recordsWritten: () => countRecords(bus), clock, signal });
  const seconds = Math.round((clock.now() - startedAt) / 1_000);
  return { customers, ...(await readTopics({ bus, codec })), ...heardBy(sinks), seconds };
}

async function readTopics({ bus, codec }: Pick<Ground, 'bus' | 'codec'>) {
  const alerted = new Set<string | null>();
  const held = new Set<string>();
  await readSightings({
    ...{ bus, codec, sinceMs: 0, untilEnd: true },
    onSighting(sighting) {
      if (sighting.kind === 'alert' && !sighting.alert.suppressed) {
        alerted.add(sighting.alert.customerId);
      }
      if (sighting.kind === 'delivery' && sighting.delivery.outcome === 'held') {
        held.add(sighting.delivery.deliveryId);
      }
    },
  });
  return { alertsOnTopic: alerted.size, held: held.size };
}

function heardBy({ slack, email, webhook }: RunSinks) {
  const texts: Readonly<Record<Channel, readonly string[]>> = {
    slack: slack.received().map(({ text }) => text),
    email: email.received().map(({ text }) => text),
    webhook: webhook.received().map(({ rawBody }) => rawBody),
  };
  const count = (isCounted: (text: string) => boolean) => ({
    slack: texts.slack.filter(isCounted).length,
    email: texts.email.filter(isCounted).length,
    webhook: texts.webhook.filter(isCounted).length,
  });
  const isSummary = (text: string) => text.includes('held back');
  return { messages: count((text) => !isSummary(text)), summaries: count(isSummary) };
}
