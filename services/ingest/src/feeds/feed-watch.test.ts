import { setImmediate as turn } from 'node:timers/promises';
import { createManualClock } from '@duewatch/config';
import { silentLog } from '@duewatch/telemetry';
import { createMemoryMarkStore } from '../memory-mark-store.ts';
import { createFeedWatch, type FeedNews } from './feed-watch.ts';

const hourMs = 3_600_000;

async function watch() {
  const clock = createManualClock(0);
  const marks = createMemoryMarkStore();
  const news: FeedNews[] = [];
  const fault = { isKafkaAway: false };
  const begin = async () => {
    const feeds = createFeedWatch({
      feeds: [{ tenantId: 'acme', source: 'bank', maxSilentMs: 26 * hourMs }],
      clock,
      marks,
      log: silentLog,
      async announce(one) {
        if (fault.isKafkaAway) throw new Error('no broker');
        news.push(one);
      },
    });
    await feeds.start();
    return feeds;
  };
  return { clock, news, fault, begin, feeds: await begin() };
}

describe('feed silence', () => {
  it('is announced when a source has not been heard for longer than usual', async () => {
    const { clock, news, feeds } = await watch();
    await clock.advance(10 * hourMs);
    feeds.heard('acme', 'bank');
    await clock.advance(26 * hourMs - 1);
    expect(news).toEqual([]);
    await clock.advance(1);
    expect(news).toEqual([
      {
        kind: 'went_silent',
        tenantId: 'acme',
        source: 'bank',
        silentSinceMs: 10 * hourMs,
        atMs: 36 * hourMs,
      },
    ]);
    feeds.stop();
  });

  it('is announced once, however long it lasts', async () => {
    const { clock, news, feeds } = await watch();
    await clock.advance(3 * 24 * hourMs);
    expect(news).toHaveLength(1);
    feeds.stop();
  });

  it('ends with the next event', async () => {
    const { clock, news, feeds } = await watch();
    await clock.advance(30 * hourMs);
    feeds.heard('acme', 'bank');
    feeds.heard('acme', 'bank');
    await turn();
    expect(news.map(({ kind }) => kind)).toEqual(['went_silent', 'resumed']);
    expect(news[1]).toMatchObject({ silentSinceMs: 0, atMs: 30 * hourMs });
    await clock.advance(25 * hourMs);
    expect(news).toHaveLength(2);
    await clock.advance(hourMs);
    expect(news).toHaveLength(3);
    feeds.stop();
  });

  it('counts each tenant for itself', async () => {
    const { clock, news, feeds } = await watch();
    await clock.advance(20 * hourMs);
    feeds.heard('globex', 'bank');
    await clock.advance(6 * hourMs);
    expect(news).toHaveLength(1);
    feeds.stop();
  });

  it('is still known after a restart', async () => {
    const { clock, news, feeds, begin } = await watch();
    await clock.advance(27 * hourMs);
    feeds.stop();
    const again = await begin();
    await clock.advance(2 * hourMs);
    expect(news).toHaveLength(1);
    again.heard('acme', 'bank');
    await turn();
    expect(news.map(({ kind }) => kind)).toEqual(['went_silent', 'resumed']);
    again.stop();
  });

  it('is not announced at once when it was us who were away', async () => {
    const { clock, news, feeds, begin } = await watch();
    feeds.stop();
    await clock.advance(100 * hourMs);
    const again = await begin();
    await clock.advance(hourMs - 1);
    expect(news).toEqual([]);
    await clock.advance(1);
    expect(news).toHaveLength(1);
    again.stop();
  });

  it('is not announced by a process beside the one that hears the source', async () => {
    const { clock, news, feeds, begin } = await watch();
    const other = await begin();
    for (let hour = 0; hour < 72; hour += 1) {
      other.heard('acme', 'bank');
      await clock.advance(hourMs);
    }
    expect(news).toEqual([]);
    feeds.stop();
    other.stop();
  });

  it('is announced when the log is back', async () => {
    const { clock, news, fault, feeds } = await watch();
    fault.isKafkaAway = true;
    await clock.advance(27 * hourMs);
    expect(news).toEqual([]);
    fault.isKafkaAway = false;
    await clock.advance(5_000);
    expect(news).toHaveLength(1);
    feeds.stop();
  });
});
