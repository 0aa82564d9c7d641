// `npm run bench:overload`: three times as much as goes through, through the real door: what is
// accepted, what is refused and how, and how long it takes until all is as before.
import { parseArgs } from 'node:util';
import { serviceNames } from '@duewatch/run';
import { onGround } from '../ground.ts';
import { sectionsOf, tenant } from '../sections-of.ts';
import { type Outcome, runOverload } from './run-overload.ts';

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '120' },
    customers: { type: 'string', default: '100000' },
    json: { type: 'boolean', default: false },
  },
});

/** Until so long after the load all must be as before. */
const NORMAL_WITHIN_SECONDS = 10;
/** Full before the load begins: what grows then is not a cache that is filled. */
const CACHE_MEGABYTES = 96;
/** Of a process, from the first third to the last, in megabytes: what a collector leaves about. */
const GROWTH_MAX = 64;
const REFUSALS: readonly string[] = ['429', '503'];

const scoring = { cacheMegabytes: CACHE_MEGABYTES };
const sections: typeof sectionsOf = (sinks) => ({ ...sectionsOf(sinks), scoring });
await onGround(serviceNames, sections, async (ground) => {
  const url = `${ground.urlOf('ingest')}/v1/events`;
  const door = { url, apiKey: tenant.apiKey, contentType: '' };
  const load = { customers: Number(values.customers), seconds: Number(values.seconds) };
  const outcome = await runOverload(ground, door, load);
  const broken = brokenBy(outcome);
  process.stdout.write(
    values.json ? `${JSON.stringify({ ...outcome, broken })}\n` : told(outcome, broken),
  );
  process.exitCode = broken.length === 0 ? 0 : 1;
});

/** What does not hold, in words. */
function brokenBy(outcome: Outcome): readonly string[] {
  const { lost, refused, withoutRetryAfter, normalAfterSeconds, memory } = outcome;
  const statuses = Object.keys(refused);
  const grown = Object.entries(memory).filter(([, { early, late }]) => late > early + GROWTH_MAX);
  return [
    ...(lost > 0 ? [`${lost} accepted events are not in the log`] : []),
    ...(statuses.length === 0 ? ['nothing was refused: the load was too small'] : []),
    ...statuses.filter((one) => !REFUSALS.includes(one)).map((one) => `refused with ${one}`),
    ...(withoutRetryAfter > 0 ? [`${withoutRetryAfter} refusals without Retry-After`] : []),
    ...(normalAfterSeconds > NORMAL_WITHIN_SECONDS ? ['latency is not normal in time'] : []),
    ...grown.map(([name]) => `the memory of ${name} grew`),
  ];
}

function told(outcome: Outcome, broken: readonly string[]): string {
  const { capacityPerSecond, offeredPerSecond, seconds, latencyMs } = outcome;
  const refused = Object.entries(outcome.refused).map(([status, count]) => `${count} × ${status}`);
  const memory = Object.entries(outcome.memory).map(([name, { early, late }]) => {
    return `${name} ${early} → ${late} MB`;
  });
  const latencies = Object.entries(latencyMs).map(([when, { p50, p99 }]) => {
    return `${when} ${p50} / ${p99} ms`;
  });
  return [
    `${capacityPerSecond} events/s go through; ${offeredPerSecond}/s offered for ${seconds} s`,
    `${outcome.accepted} accepted, ${outcome.lost} of them lost; refused: ${refused.join(', ')}`,
    `event to profile, p50 / p99: ${latencies.join(', ')}`,
    `as before ${outcome.normalAfterSeconds} s after the end; ${memory.join(', ')}`,
    ...broken.map((one) => `BROKEN: ${one}`),
    '',
  ].join('\n');
}
