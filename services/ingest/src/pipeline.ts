import type { EpochMs } from '@duewatch/contracts';
import type { Refusal } from './door/problem.ts';
import type { Caller } from './steps/authenticate-key.ts';
import type { CheckedOutcome } from './steps/check-event.ts';
import type { RawEvent, ReadEvent } from './steps/read-events.ts';
import type { Recognised, RepeatRecogniser } from './steps/recognise-repeats.ts';
import type { Translate, TranslatedEvent } from './translate.ts';

/** What became of one event of a request. */
export type EventOutcome =
  | { readonly status: 'accepted' | 'duplicate'; readonly id: string }
  | { readonly status: 'rejected'; readonly id: string | null; readonly refusal: Refusal };

/** What became of a request: an outcome per event in order, or nothing was taken in at all. */
export type Taken =
  | { readonly kind: 'outcomes'; readonly outcomes: readonly EventOutcome[] }
  | { readonly kind: 'refused'; readonly refusal: Refusal };

export interface PipelineSteps {
  checkEvent(raw: RawEvent, caller: Caller, now: EpochMs): CheckedOutcome;
  readonly translate: Translate;
  readonly repeats: RepeatRecogniser;
  publishRecords(events: readonly TranslatedEvent[]): Promise<void>;
  /** Why nothing could be written, in words for the client. */
  explainFailure(step: 'recognise' | 'publish', error: unknown): Refusal;
  /** Accepted events that could not be remembered: their repeats will be written again. */
  forgot(count: number, error: unknown): void;
  heard(tenantId: string, source: string): void;
}

/** An event that passed every check, at its place in the request. */
interface Candidate extends TranslatedEvent {
  readonly at: number;
  readonly id: string;
  readonly tenantId: string;
  readonly source: string;
}

/**
 * The way of events through the door: check → translate → recognise → publish → remember.
 * Invariant: an outcome is `accepted` only after Kafka has acknowledged the event, and a bad event
 * never keeps its neighbours out.
 */
export function createPipeline(steps: PipelineSteps) {
  const { repeats } = steps;

  return async function takeIn(
    events: readonly ReadEvent[],
    caller: Caller,
    now: EpochMs,
  ): Promise<Taken> {
    const outcomes: EventOutcome[] = new Array(events.length);
    const candidates = check(events, caller, now, outcomes);

    let recognised: readonly Recognised[];
    try {
      recognised = await repeats.recognise(candidates);
    } catch (error) {
      return { kind: 'refused', refusal: steps.explainFailure('recognise', error) };
    }
    const fresh = candidates.filter((_, index) => recognised[index]?.recognition === 'new');

    if (fresh.length > 0) {
      try {
        await steps.publishRecords(fresh);
      } catch (error) {
        repeats.failed(fresh);
        return { kind: 'refused', refusal: steps.explainFailure('publish', error) };
      }
      await repeats.accepted(fresh).catch((error) => steps.forgot(fresh.length, error));
    }
    return settle(candidates, recognised, outcomes);
  };

  function check(
    events: readonly ReadEvent[],
    caller: Caller,
    now: EpochMs,
    outcomes: EventOutcome[],
  ): Candidate[] {
    const candidates: Candidate[] = [];
    events.forEach((read, at) => {
      const checked = read.kind === 'ok' ? steps.checkEvent(read.event, caller, now) : read;
      if (checked.kind === 'refused') {
        const id = read.kind === 'ok' ? read.event.attributes.get('id') : undefined;
        const { refusal } = checked;
        outcomes[at] = { status: 'rejected', id: typeof id === 'string' ? id : null, refusal };
        return;
      }
      const { value } = checked;
      const { tenantId, sourceSystem: source } = value;
      const translated = steps.translate.event(value, now);
      candidates.push({ ...translated, at, id: value.attributes.id, tenantId, source });
    });
    return candidates;
  }

  async function settle(
    candidates: readonly Candidate[],
    recognised: readonly Recognised[],
    outcomes: EventOutcome[],
  ): Promise<Taken> {
    for (const [index, { at, id, tenantId, source }] of candidates.entries()) {
      const known = recognised[index];
      const kind = known?.recognition === 'new' ? 'new' : (await known?.settled())?.kind;
      if (kind === undefined || kind === 'unknown') {
        return { kind: 'refused', refusal: steps.explainFailure('publish', undefined) };
      }
      // A source that repeats itself is not silent.
      steps.heard(tenantId, source);
      outcomes[at] = outcomeOf(kind, id);
    }
    return { kind: 'outcomes', outcomes };
  }
}

function outcomeOf(kind: 'new' | 'duplicate' | 'reused', id: string): EventOutcome {
  if (kind === 'new') return { status: 'accepted', id };
  if (kind === 'duplicate') return { status: 'duplicate', id };
  return { status: 'rejected', id, refusal: idReused };
}

const idReused: Refusal = {
  code: 'id_reused',
  detail: 'An event with this source and id was accepted before, with other content.',
  mend:
    'Send a new id for a new event. To correct an event, send another one with a higher ' +
    'sourceversion.',
};
