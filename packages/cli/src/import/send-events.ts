import { join } from 'node:path';
import { createSystemClock } from '@duewatch/config';
import type { EpochDay } from '@duewatch/contracts';
import { type CloudEventJson, createFeedClient, type FeedReport } from '@duewatch/door-client';
import type { ProgressBar } from './progress-bar.ts';
import type { Refusal } from './read-invoice.ts';
import { writeRefusals } from './refusal-report.ts';

/** Where events go, and who watches. */
export interface SendOptions {
  readonly url: string;
  readonly apiKey: string;
  progress(total: number): ProgressBar;
}

/** What a dry run sends. */
export const NOTHING: FeedReport = { accepted: 0, duplicate: 0, rejected: [] };

const DAY_MS = 86_400_000;

/** The latest date that it can be: in the world's easternmost zones it is tomorrow already. */
export function latestToday(): EpochDay {
  return Math.floor(createSystemClock().now() / DAY_MS) + 1;
}

/** Sends events in order; what the door does not take of a calendar ends it at once. */
export async function send(
  events: readonly CloudEventJson[],
  options: SendOptions,
): Promise<FeedReport> {
  const { url, apiKey } = options;
  const client = createFeedClient({ url, apiKey, clock: createSystemClock() });
  const bar = options.progress(events.length);
  try {
    return await client.send(events, {
      onProgress(sofar) {
        bar.update(sofar.accepted + sofar.duplicate + sofar.rejected.length);
        refuseWithoutDays(sofar);
      },
    });
  } finally {
    bar.end();
  }
}

/**
 * What the door does not take of the calendar ends the import at once: rows without their days
 * would make another story. Before the first row there is a day, so nothing is spoilt.
 */
function refuseWithoutDays({ rejected }: FeedReport): void {
  const refused = rejected.find(({ type }) => /\.(clock|feed)\.[a-z_]+$/.test(type));
  if (refused === undefined) return;
  throw new Error(`The door refused ${refused.id}: ${refused.detail} ${refused.mend}`);
}

/**
 * One refusal per row, though the door answers for each of its events. `lines` says on which line
 * of the file an invoice stands.
 */
export function refusedByDoor(sent: FeedReport, lines: ReadonlyMap<string, number>): Refusal[] {
  const refused = new Map<number, Refusal>();
  for (const { id, detail, mend } of sent.rejected) {
    // Ids end in `.<what>.<version>`; days of the calendar belong to no row.
    const line = lines.get(id.split('.').slice(0, -2).join('.'));
    if (line === undefined) throw new Error(`The door refused ${id}: ${detail} ${mend}`);
    refused.set(line, { line, reason: 'refused_by_door', detail, mend });
  }
  return [...refused.values()];
}

/** The customers of one calendar live on in another. */
export function joined(source: string, from: string, to: string, joinedOn: string): CloudEventJson {
  return {
    specversion: '1.0',
    id: `joined-${from}-${to}-${joinedOn}`,
    source: `/import/${source}`,
    type: 'io.duewatch.ar.clock.calendar_joined',
    time: `${joinedOn}T00:00:00Z`,
    calendarid: from,
    data: { from, to, joinedOn },
  };
}

/** Writes what was refused to a file of its own and answers where. */
export async function report(
  refusals: readonly Refusal[],
  home: string,
  source: string,
): Promise<string | null> {
  if (refusals.length === 0) return null;
  const path = join(home, 'imports', `${source}.refused.csv`);
  await writeRefusals(path, refusals);
  return path;
}
