import type { Attention } from './attention.ts';
import type { CommandView, Wish } from './command-view.ts';
import type { Episode, Episodes, Review, Transition } from './episode.ts';

/**
 * Does to the open episode what somebody wished. The same again changes nothing and says nothing.
 * Answers undefined when no such episode is open.
 */
export function obey(
  episodes: Episodes,
  { episodeId, wish, by }: Pick<CommandView, 'episodeId' | 'wish' | 'by'>,
  now: number,
): Review | undefined {
  const episode = episodes.open.find((one) => one.episodeId === episodeId);
  if (episode === undefined) return undefined;
  const attention = attend(episode.attention, wish, { by, at: now });
  if (isSame(attention, episode.attention)) return { episodes, transitions: [] };
  const attended: Episode = { ...episode, attention };
  const open = episodes.open.map((one) => (one === episode ? attended : one));
  const transitions: Transition[] = [
    { kind: 'attended', episode: attended, before: episode.attention },
  ];
  return { episodes: { ...episodes, open }, transitions };
}

function attend(
  attention: Attention,
  wish: Wish,
  { by, at }: { readonly by: string; readonly at: number },
): Attention {
  switch (wish.kind) {
    case 'acknowledge':
      return { ...attention, acknowledged: { by, at, outcome: wish.outcome } };
    case 'unacknowledge':
      return { ...attention, acknowledged: null };
    case 'snooze': {
      const { until } = wish;
      // Asleep until a time, it is told again when it wakes.
      const muted = { reason: 'snoozed', until, ref: null } as const;
      return { ...attention, snooze: { by, at, until }, muted };
    }
    case 'unsnooze':
      return {
        ...attention,
        snooze: null,
        muted: attention.muted?.reason === 'snoozed' ? null : attention.muted,
      };
  }
}

/** When it was said does not make it another wish. */
function isSame(a: Attention, b: Attention): boolean {
  return (
    a.acknowledged?.by === b.acknowledged?.by &&
    a.acknowledged?.outcome === b.acknowledged?.outcome &&
    a.snooze?.by === b.snooze?.by &&
    a.snooze?.until === b.snooze?.until
  );
}
