import type { Clock } from '@duewatch/config';
import type { Log } from '@duewatch/telemetry';
import type { MarkStore } from '../mark-store.ts';
import { readFeedMark, saveFeedMark } from './feed-mark.ts';

/** A source that is expected to be heard from. `source` is the `sourceSystem` of its events. */
export interface WatchedFeed {
  readonly tenantId: string;
  readonly source: string;
  readonly maxSilentMs: number;
}

export interface FeedWatch {
  start(): Promise<void>;
  stop(): void;
  /** An event of this source was accepted just now. Cheap: called for every event. */
  heard(tenantId: string, source: string): void;
  /** Silences and resumptions that are known but not yet in the log. */
  pending(): number;
}

export interface FeedNews {
  readonly kind: 'went_silent' | 'resumed';
  readonly tenantId: string;
  readonly source: string;
  /** When the source was last heard before it fell silent. The same in every ingest process. */
  readonly silentSinceMs: number;
  readonly atMs: number;
}

/** How often a heard source is written down, so that other processes and restarts know. */
const saveMs = 60_000;
const retryMs = 5_000;
/** After a start sources get at most this long to reconnect: it was us who could not listen. */
const graceMs = 3_600_000;

interface Feed extends WatchedFeed {
  heardAtMs: number;
  savedAtMs: number;
  isSilent: boolean;
  /** Set while a piece of news is being written; events that come then are looked at after it. */
  isAnnouncing: boolean;
  isHeardMeanwhile: boolean;
  cancel: () => void;
}

/**
 * Notices that an expected source sends nothing, which would otherwise look like a quiet day.
 * Several processes may announce the same silence: ids are the same, so readers drop repeats.
 */
export function createFeedWatch(options: {
  readonly feeds: readonly WatchedFeed[];
  readonly clock: Clock;
  readonly marks: MarkStore;
  readonly log: Log;
  /** Resolves when the news is in every partition. */
  announce(news: FeedNews): Promise<void>;
}): FeedWatch {
  const { clock, marks, log, announce } = options;
  const startedAtMs = clock.now();
  const feeds = new Map<string, Feed>();
  for (const feed of options.feeds) {
    feeds.set(feedKey(feed.tenantId, feed.source), watched(feed, startedAtMs));
  }
  let isStopped = false;

  function dueAtMs(feed: Feed): number {
    const earliest = startedAtMs + Math.min(feed.maxSilentMs, graceMs);
    return Math.max(feed.heardAtMs + feed.maxSilentMs, earliest);
  }

  function untilNextCheck(feed: Feed): number {
    return feed.isSilent ? saveMs : Math.max(1_000, dueAtMs(feed) - clock.now());
  }

  async function save(feed: Feed): Promise<void> {
    feed.savedAtMs = clock.now();
    await saveFeedMark(marks, feed, feed);
  }

  /** Another process may have heard the source, or have announced that it is back. */
  async function learn(feed: Feed): Promise<void> {
    const mark = await readFeedMark(marks, feed);
    if (mark !== undefined && mark.heardAtMs > feed.heardAtMs) Object.assign(feed, mark);
  }

  /** The state changes only after the news is out, so that a failed write is tried again. */
  async function tell(feed: Feed, kind: FeedNews['kind'], heardAtMs: number): Promise<void> {
    const { tenantId, source } = feed;
    feed.isAnnouncing = true;
    feed.isHeardMeanwhile = false;
    try {
      const silentSinceMs = feed.heardAtMs;
      await announce({ kind, tenantId, source, silentSinceMs, atMs: clock.now() });
      feed.isSilent = kind === 'went_silent';
      feed.heardAtMs = heardAtMs;
      log.warn('feed changed', { tenantId, source, kind });
      await save(feed);
    } finally {
      feed.isAnnouncing = false;
      if (feed.isHeardMeanwhile) hear(feed);
    }
  }

  function hear(feed: Feed): void {
    const now = clock.now();
    if (feed.isAnnouncing) {
      feed.isHeardMeanwhile = true;
    } else if (feed.isSilent) {
      inBackground(feed, tell(feed, 'resumed', now));
    } else {
      feed.heardAtMs = now;
      if (now - feed.savedAtMs >= saveMs) inBackground(feed, save(feed));
    }
  }

  async function check(feed: Feed): Promise<number> {
    await learn(feed);
    const now = clock.now();
    if (!feed.isSilent && !feed.isAnnouncing && now >= dueAtMs(feed)) {
      await tell(feed, 'went_silent', feed.heardAtMs);
    }
    return untilNextCheck(feed);
  }

  function arm(feed: Feed, delayMs: number): void {
    if (isStopped) return;
    feed.cancel = clock.schedule(delayMs, () => {
      check(feed).then(
        (nextMs) => arm(feed, nextMs),
        (error: unknown) => {
          log.error('feed not checked, will retry', { source: feed.source, retryMs, error });
          arm(feed, retryMs);
        },
      );
    });
  }

  function inBackground({ source }: Feed, work: Promise<void>): void {
    work.catch((error: unknown) => log.error('feed news not kept', { source, error }));
  }

  return {
    async start() {
      for (const feed of feeds.values()) {
        const mark = await readFeedMark(marks, feed);
        feed.heardAtMs = mark?.heardAtMs ?? startedAtMs;
        feed.isSilent = mark?.isSilent ?? false;
        if (mark === undefined) await save(feed);
        arm(feed, untilNextCheck(feed));
      }
    },
    stop() {
      isStopped = true;
      for (const feed of feeds.values()) feed.cancel();
    },
    heard(tenantId, source) {
      const feed = feeds.get(feedKey(tenantId, source));
      if (feed !== undefined && !isStopped) hear(feed);
    },
    pending: () => [...feeds.values()].filter(({ isAnnouncing }) => isAnnouncing).length,
  };
}

function watched(feed: WatchedFeed, now: number): Feed {
  const quiet = { isSilent: false, isAnnouncing: false, isHeardMeanwhile: false };
  return { ...feed, ...quiet, heardAtMs: now, savedAtMs: 0, cancel: () => {} };
}

function feedKey(tenantId: string, source: string): string {
  return `${tenantId}|${source}`;
}
