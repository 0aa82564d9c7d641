import type { CloudEventJson } from './cloud-event.ts';
import { FeedError } from './feed-error.ts';
import type { FeedReport, Rejection } from './feed-report.ts';

/** What the door made of one batch. */
export type Answer =
  | { readonly kind: 'decided'; readonly report: FeedReport }
  /** Not now, or nobody knows: the same batch may be sent again. */
  | { readonly kind: 'later'; readonly retryAfterMs: number | undefined; readonly detail: string }
  | { readonly kind: 'too_large'; readonly detail: string };

export interface PostOptions {
  readonly url: string;
  readonly apiKey: string;
  readonly batch: readonly CloudEventJson[];
  readonly signal: AbortSignal | undefined;
  readonly fetch?: typeof fetch;
}

/** Longest wait for one answer. A door under load answers 503 long before. */
const ANSWER_TIMEOUT_MS = 30_000;

/** Posts one batch once. Throws only when sending it again would not help. */
export async function postBatch(options: PostOptions): Promise<Answer> {
  const { url, apiKey, batch, signal } = options;
  const timeout = AbortSignal.timeout(ANSWER_TIMEOUT_MS);
  let response: Response;
  let text: string;
  try {
    response = await (options.fetch ?? fetch)(new URL('/v1/events', url), {
      method: 'POST',
      headers: {
        authorization: `Bearer ${apiKey}`,
        'content-type': 'application/cloudevents-batch+json',
      },
      body: JSON.stringify(batch),
      signal: signal === undefined ? timeout : AbortSignal.any([signal, timeout]),
    });
    text = await response.text();
  } catch (error) {
    if (signal?.aborted) throw new FeedError('aborted', 'the feed was ended', error);
    // Whether the door got it is unknown; if it did, the repeat will be recognised.
    return { kind: 'later', retryAfterMs: undefined, detail: messageOf(error) };
  }
  return answerOf(response, text, batch);
}

function answerOf(response: Response, text: string, batch: readonly CloudEventJson[]): Answer {
  const { status } = response;
  if (status === 202 || status === 207) return { kind: 'decided', report: reportOf(text, batch) };
  const detail = `${status} ${detailOf(text)}`;
  if (status === 413) return { kind: 'too_large', detail };
  if (status === 429 || status >= 500) {
    return { kind: 'later', retryAfterMs: retryAfterOf(response), detail };
  }
  throw new FeedError('refused', `the door refused the feed: ${detail}`);
}

interface Outcome {
  readonly status?: string;
  readonly problem?: { readonly detail?: string; readonly mend?: string };
}

/** Outcomes stand in the order of the batch: one for each event. */
function reportOf(text: string, batch: readonly CloudEventJson[]): FeedReport {
  const outcomes = outcomesIn(text);
  if (outcomes?.length !== batch.length) {
    throw new FeedError('unexpected_answer', 'the door did not answer for every event');
  }
  const count = (status: string) => outcomes.filter((one) => one.status === status).length;
  const rejected = batch.flatMap(({ id, type }, index): Rejection[] => {
    const { status, problem } = outcomes[index] ?? {};
    if (status !== 'rejected') return [];
    return [{ id, type, detail: problem?.detail ?? '', mend: problem?.mend ?? '' }];
  });
  return { accepted: count('accepted'), duplicate: count('duplicate'), rejected };
}

function outcomesIn(text: string): readonly Outcome[] | undefined {
  try {
    const { outcomes } = JSON.parse(text) as { outcomes?: unknown };
    return Array.isArray(outcomes) ? outcomes : undefined;
  } catch {
    return undefined;
  }
}

/** Seconds, as the door sends them. */
function retryAfterOf(response: Response): number | undefined {
  const seconds = Number(response.headers.get('retry-after') ?? Number.NaN);
  return Number.isFinite(seconds) && seconds >= 0 ? seconds * 1_000 : undefined;
}

function detailOf(text: string): string {
  try {
    const { detail, mend } = JSON.parse(text) as { detail?: string; mend?: string };
    return [detail, mend].filter(Boolean).join(' ');
  } catch {
    return text.slice(0, 200);
  }
}

function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { cause } = error;
  return cause instanceof Error ? `${error.message}: ${cause.message}` : error.message;
}
