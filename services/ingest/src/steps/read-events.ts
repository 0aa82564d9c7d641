import type { ContentMode } from '../door/media-type.ts';
import { fieldRefusal, type Refusal } from '../door/problem.ts';

/** A CloudEvent as it came, in whichever mode: nothing in it has been checked yet. */
export interface RawEvent {
  /** Context attributes by name. A map, because clients choose the names. */
  readonly attributes: ReadonlyMap<string, unknown>;
  readonly data: unknown;
}

export type ReadEvent =
  | { readonly kind: 'ok'; readonly event: RawEvent }
  | { readonly kind: 'refused'; readonly refusal: Refusal };

export type ReadBody =
  | { readonly kind: 'events'; readonly events: readonly ReadEvent[] }
  | { readonly kind: 'refused'; readonly refusal: Refusal };

type HttpHeaders = Readonly<Record<string, string | string[] | undefined>>;

/** Takes CloudEvents out of an HTTP request whose JSON body is already parsed. */
export function readEvents(mode: ContentMode, headers: HttpHeaders, body: unknown): ReadBody {
  if (mode === 'binary') return { kind: 'events', events: [readBinary(headers, body)] };
  if (mode === 'structured') return { kind: 'events', events: [readStructured(body)] };
  if (Array.isArray(body)) return { kind: 'events', events: body.map(readStructured) };
  return {
    kind: 'refused',
    refusal: {
      code: 'malformed_event',
      detail: 'A batch must be a JSON array of CloudEvents.',
      mend: 'Send an array, or one event as application/cloudevents+json.',
    },
  };
}

/** One event in structured mode: attributes and data side by side in one JSON object. */
export function readStructured(body: unknown): ReadEvent {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    return refused('', 'A CloudEvent must be a JSON object.', 'Send {"specversion": "1.0", …}.');
  }
  const attributes = new Map<string, unknown>();
  let data: unknown;
  for (const [name, value] of Object.entries(body)) {
    if (name === 'data') {
      data = value;
    } else if (name === 'data_base64') {
      return refused(
        '/data_base64',
        'Event data must be a JSON object.',
        'Send it as "data" and leave "data_base64" out.',
      );
    } else if (value !== null) {
      // CloudEvents reads null as "not set".
      attributes.set(name, value);
    }
  }
  return { kind: 'ok', event: { attributes, data } };
}

/** One event in binary mode: attributes in `ce-` headers, the body is the data. */
export function readBinary(headers: HttpHeaders, body: unknown): ReadEvent {
  const attributes = new Map<string, unknown>();
  for (const [header, value] of Object.entries(headers)) {
    if (!header.startsWith('ce-') || typeof value !== 'string') continue;
    const decoded = decodeHeaderValue(value);
    const name = header.slice('ce-'.length);
    if (decoded === undefined) {
      return refused(
        `/${name}`,
        `The header ${header} is not percent-encoded UTF-8.`,
        'Encode "%" itself as "%25", and other special characters as their UTF-8 bytes.',
      );
    }
    attributes.set(name, decoded);
  }
  if (attributes.size === 0) {
    const detail = 'A body of application/json needs its event attributes in ce- headers.';
    const mend = 'Add them, or send application/cloudevents+json.';
    return { kind: 'refused', refusal: { code: 'malformed_event', detail, mend } };
  }
  const contentType = headers['content-type'];
  if (typeof contentType === 'string') attributes.set('datacontenttype', contentType);
  return { kind: 'ok', event: { attributes, data: body } };
}

/** HTTP binding §3.1.3.2: quotes come off, then percent-encoding. */
function decodeHeaderValue(value: string): string | undefined {
  const quoted = /^"(.*)"$/s.exec(value)?.[1];
  const text = quoted === undefined ? value : quoted.replace(/\\(.)/gs, '$1');
  if (!text.includes('%')) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

function refused(pointer: string, detail: string, mend: string): ReadEvent {
  return { kind: 'refused', refusal: fieldRefusal('malformed_event', pointer, detail, mend) };
}
