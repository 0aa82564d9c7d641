/** What can be wrong at the door, with the HTTP status and the title of RFC 9457. */
export const problemCatalogue = {
  malformed_json: { status: 400, title: 'The body is not valid JSON' },
  malformed_event: { status: 400, title: 'The body is not a CloudEvent' },
  unknown_type: { status: 400, title: 'The event type is not known' },
  invalid_question: { status: 400, title: 'The question does not have the promised shape' },
  invalid_event: { status: 400, title: 'The event does not have the promised shape' },
  key_missing: { status: 401, title: 'An API key is needed' },
  key_unknown: { status: 401, title: 'The API key is not valid' },
  scope_missing: { status: 403, title: 'The API key may not do this' },
  calendar_not_allowed: { status: 403, title: 'The API key may not use this calendar' },
  not_found: { status: 404, title: 'There is nothing here' },
  customer_unknown: { status: 404, title: 'Nothing is known of this customer' },
  id_reused: { status: 409, title: 'The event id was used for another body' },
  body_too_large: { status: 413, title: 'The body is too large' },
  batch_too_large: { status: 413, title: 'The batch has too many events' },
  media_type_not_accepted: { status: 415, title: 'The content type is not accepted' },
  rate_exceeded: { status: 429, title: 'Too many events for this tenant' },
  internal: { status: 500, title: 'The event could not be taken in' },
  overloaded: { status: 503, title: 'Too much waits to be worked off' },
  history_paused: { status: 503, title: 'History waits until the present is worked off' },
  log_unavailable: { status: 503, title: 'The event log cannot be reached' },
  memory_unavailable: { status: 503, title: 'Repeats cannot be told apart at the moment' },
  state_unavailable: { status: 503, title: 'What is known of customers cannot be read' },
  state_rebuilding: { status: 503, title: 'What is known of customers is being made anew' },
  draining: { status: 503, title: 'This process is shutting down' },
} as const satisfies Readonly<Record<string, { status: number; title: string }>>;

export type ProblemCode = keyof typeof problemCatalogue;

/** One wrong field: where it is, what is wrong, how to mend it. */
export interface FieldProblem {
  /** JSON pointer into the event in its structured form, also when it came in binary mode. */
  readonly pointer: string;
  readonly detail: string;
  readonly mend: string;
}

/** Why something is not taken in: the value that the steps pass on instead of throwing. */
export interface Refusal {
  readonly code: ProblemCode;
  readonly detail: string;
  readonly mend: string;
  readonly errors?: readonly FieldProblem[];
  readonly retryAfterSeconds?: number;
}

/** The body of an `application/problem+json` answer (RFC 9457, with `mend` and `errors` added). */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly mend: string;
  readonly errors?: readonly FieldProblem[];
}

/** Clients compare `type`; it is a name and not an address, because nothing is served there. */
export const problemTypePrefix = 'urn:duewatch:problem:';

/** The refusal as it is shown to the client. */
export function problemOf(refusal: Refusal): Problem {
  const { status, title } = problemCatalogue[refusal.code];
  const { detail, mend, errors } = refusal;
  const type = problemTypePrefix + refusal.code.replaceAll('_', '-');
  return { type, title, status, detail, mend, ...(errors === undefined ? {} : { errors }) };
}

/** A refusal that names one field. */
export function fieldRefusal(
  code: ProblemCode,
  pointer: string,
  detail: string,
  mend: string,
): Refusal {
  return { code, detail, mend, errors: [{ pointer, detail, mend }] };
}
