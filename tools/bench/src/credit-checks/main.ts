// `npm run bench:credit-checks`: how long the door takes to answer credit checks at a steady rate
// while a feed goes through it, with all servers and services on the same machine.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { createSystemClock, environment } from '@duewatch/config';
import { createFeedClient, type FeedClient } from '@duewatch/door-client';
import { createRunHome, startPipeline, waitUntilDrained } from '@duewatch/run';
import { postSteadily } from '../post-steadily.ts';
import { ShopFeed } from './shop-feed.ts';

const { values } = parseArgs({
  options: {
    customers: { type: 'string', default: '5000' },
    'per-second': { type: 'string', default: '500' },
    seconds: { type: 'string', default: '30' },
    'feed-per-second': { type: 'string', default: '500' },
  },
});
const clock = createSystemClock();
const base = mkdtempSync(join(tmpdir(), 'duewatch-bench-'));
const pipeline = await startPipeline({
  ...{ kind: 'native', clock, calendarIds: [], env: { ...environment() } },
  home: createRunHome(base, { nowMs: clock.now(), keep: false }),
  tenants: [{ tenantId: 'bench', calendarId: 'bench' }],
  log: (line) => process.stderr.write(`${line}\n`),
});
try {
  const { services, recordsWritten, failed: signal } = pipeline;
  const apiKey = pipeline.tenants[0]?.apiKey ?? '';
  const client = createFeedClient({ url: services.doorUrl, apiKey, clock });
  const feed = new ShopFeed(Number(values.customers));
  await client.send([feed.nextDay(), ...feed.limits(), feed.nextDay()]);
  await waitUntilDrained({ status: () => services.status(), recordsWritten, clock, signal });
  const asking = {
    ...{ url: `${services.doorUrl}/v1/credit-checks`, apiKey, contentType: 'application/json' },
    perSecond: Number(values['per-second']),
    body: (nth: number) =>
      JSON.stringify({ customerId: feed.customerOf(nth), amountMinor: 1_000_00, currency: 'EUR' }),
  };
  const stop = new AbortController();
  const feeding = feedSteadily(client, feed, stop.signal);
  // Until code is compiled and connections are open.
  await postSteadily({ ...asking, seconds: 5, onAnswer: () => undefined });
  const latencies: number[] = [];
  const statuses = new Map<number, number>();
  await postSteadily({
    ...asking,
    seconds: Number(values.seconds),
    onAnswer({ status, latencyMs }) {
      latencies.push(latencyMs);
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
    },
  });
  latencies.sort((a, b) => a - b);
  stop.abort();
  const fed = await feeding;
  const at = (share: number) => (latencies[Math.floor(latencies.length * share)] ?? 0).toFixed(1);
  const answered = [...statuses].map(([status, count]) => `${count} × ${status}`).join(', ');
  process.stdout.write(
    `${latencies.length} credit checks at ${asking.perSecond}/s beside ${fed} events/s: ` +
      `half within ${at(0.5)} ms, 99 of 100 within ${at(0.99)} ms, ` +
      `all within ${at(0.999_999)} ms; ${answered}\n`,
  );
} finally {
  await pipeline.stop();
  rmSync(base, { recursive: true, force: true, maxRetries: 5 });
}

/** A batch every tenth of a second, a day every five seconds. Answers the events per second. */
async function feedSteadily(client: FeedClient, feed: ShopFeed, signal: AbortSignal) {
  const size = Math.max(1, Math.round(Number(values['feed-per-second']) / 10));
  const startedAt = performance.now();
  let batches = 0;
  while (!signal.aborted) {
    const batch = Array.from({ length: size }, () => feed.next());
    await client.send(batches % 50 === 49 ? [feed.nextDay(), ...batch] : batch);
    batches += 1;
    await pause(Math.max(0, startedAt + batches * 100 - performance.now()));
  }
  return Math.round((batches * size * 1_000) / (performance.now() - startedAt));
}
