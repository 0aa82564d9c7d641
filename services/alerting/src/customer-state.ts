import type { Position } from '@duewatch/stream';
import type { Cooldowns } from './announce-rules.ts';
import { UNHEARD } from './attention.ts';
import type { CommandView } from './command-view.ts';
import type { EndedEpisode, Episode, Episodes } from './episode.ts';
import type { Standing, Versions } from './profile-view.ts';

/** All that alerting remembers of one customer. */
export interface CustomerState {
  /** Highest position folded, per input topic: what is not above it is a repeat. */
  readonly seen: Readonly<Record<string, Position>>;
  /** Position of the last output, per output topic: readers find a gap by it. */
  readonly written: Readonly<Record<string, Position>>;
  /** `written` was made while a rebuild passed over what was told; the topic may not hold it. */
  readonly isRetraced?: true | undefined;
  readonly episodes: Episodes;
  readonly cooldowns: Cooldowns;
  /** Commands about episodes not seen yet: of two topics read anew either may come first. */
  readonly waiting: readonly WaitingCommand[];
  /** Of the newest profile, for what no profile brings. */
  readonly last: LastProfile | null;
}

export type WaitingCommand = Pick<CommandView, 'episodeId' | 'wish' | 'by'>;

export interface LastProfile {
  readonly calendarId: string;
  readonly asOf: number;
  readonly versions: Versions;
  readonly isLive: boolean;
  /** See `businessNow`. */
  readonly now: number;
  /** Kept while there is an episode to speak of. */
  readonly standing: Standing | null;
}

export const EMPTY_STATE: CustomerState = {
  seen: {},
  written: {},
  episodes: { open: [], endedToday: [] },
  cooldowns: {},
  waiting: [],
  last: null,
};

/** What stays of an erased customer: places, by which a repeat of what was before is known. */
export function forgotten({ seen, written, isRetraced }: CustomerState): CustomerState {
  return { ...EMPTY_STATE, seen, written, isRetraced };
}

// JSON, with the form's number in front: some hundred bytes per customer without a worry, and
// readable with redis-cli when something must be understood in a hurry.
const FORM = 2;

export const customerStateCodec = {
  encode(state: object): Buffer {
    return Buffer.from(JSON.stringify({ form: FORM, ...state }));
  },
  decode(bytes: Buffer): CustomerState {
    const { form, ...state } = JSON.parse(bytes.toString()) as CustomerState & { form: number };
    if (form === FORM) return state;
    if (form === 1) return fromFirstForm(state as unknown as FirstForm);
    throw new Error(`alerting state has form ${form}, this release reads up to ${FORM}`);
  },
};

/** Before anything could be acknowledged or kept back. */
interface FirstForm {
  readonly seen: CustomerState['seen'];
  readonly written: CustomerState['written'];
  readonly episodes: {
    readonly open: readonly FirstEpisode[];
    readonly endedToday: readonly { readonly episode: FirstEpisode; readonly endedOn: number }[];
  };
  readonly last: Pick<LastProfile, 'calendarId' | 'asOf' | 'versions'> | null;
}

type FirstEpisode = Omit<Episode, 'attention'> & { readonly isTold: boolean };

function fromFirstForm({ seen, written, episodes, last }: FirstForm): CustomerState {
  const ended = ({ episode, endedOn }: FirstForm['episodes']['endedToday'][number]) =>
    ({ episode: upgraded(episode), endedOn }) satisfies EndedEpisode;
  return {
    ...EMPTY_STATE,
    seen,
    written,
    episodes: {
      open: episodes.open.map(upgraded),
      endedToday: episodes.endedToday.map(ended),
    },
    last: last && { ...last, isLive: false, now: 0, standing: null },
  };
}

function upgraded({ isTold, ...episode }: FirstEpisode): Episode {
  const told = isTold ? { at: episode.openedAt, severity: episode.severity } : null;
  return { ...episode, attention: { ...UNHEARD, told } };
}
