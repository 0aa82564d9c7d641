import type { Position } from '@duewatch/stream';
import type { Episodes } from './episode.ts';
import type { Versions } from './profile-view.ts';

/** All that alerting remembers of one customer. */
export interface CustomerState {
  /** Highest position folded, per input topic: what is not above it is a repeat. */
  readonly seen: Readonly<Record<string, Position>>;
  /** Position of the last output, per output topic: readers find a gap by it. */
  readonly written: Readonly<Record<string, Position>>;
  readonly episodes: Episodes;
  /** Of the newest profile, for endings that no profile brings. */
  readonly last: LastProfile | null;
}

export interface LastProfile {
  readonly calendarId: string;
  readonly asOf: number;
  readonly versions: Versions;
}

export const EMPTY_STATE: CustomerState = {
  seen: {},
  written: {},
  episodes: { open: [], endedToday: [] },
  last: null,
};

// JSON, with the form's number in front: some hundred bytes per customer without a worry, and
// readable with redis-cli when something must be understood in a hurry.
const FORM = 1;

export const customerStateCodec = {
  encode(state: object): Buffer {
    return Buffer.from(JSON.stringify({ form: FORM, ...state }));
  },
  decode(bytes: Buffer): CustomerState {
    const { form, ...state } = JSON.parse(bytes.toString()) as CustomerState & { form: number };
    if (form !== FORM)
      throw new Error(`alerting state has form ${form}, this release reads ${FORM}`);
    return state;
  },
};
