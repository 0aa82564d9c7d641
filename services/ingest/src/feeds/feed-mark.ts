import type { MarkStore } from '../mark-store.ts';

/** What is known of a feed in all ingest processes, kept as a mark. */
export interface FeedMark {
  readonly heardAtMs: number;
  readonly isSilent: boolean;
}

interface FeedName {
  readonly tenantId: string;
  readonly source: string;
}

/** Writes down when a feed was last heard. */
export async function saveFeedMark(
  marks: MarkStore,
  feed: FeedName,
  mark: FeedMark,
): Promise<void> {
  const { heardAtMs, isSilent } = mark;
  await marks.write(markName(feed), JSON.stringify({ heardAtMs, isSilent }));
}

/** Undefined when the feed was never heard, or when the mark is not one of ours. */
export async function readFeedMark(
  marks: MarkStore,
  feed: FeedName,
): Promise<FeedMark | undefined> {
  const text = await marks.read(markName(feed));
  const mark: unknown = text === null ? null : JSON.parse(text);
  if (typeof mark !== 'object' || mark === null) return undefined;
  const heardAtMs: unknown = Reflect.get(mark, 'heardAtMs');
  const isSilent: unknown = Reflect.get(mark, 'isSilent');
  if (typeof heardAtMs !== 'number' || typeof isSilent !== 'boolean') return undefined;
  return { heardAtMs, isSilent };
}

function markName({ tenantId, source }: FeedName): string {
  return `feed:${tenantId}|${source}`;
}
