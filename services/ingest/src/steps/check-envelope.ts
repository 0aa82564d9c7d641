import { nearestName } from '@duewatch/config';
import { type CatalogueEntry, type EpochMs, epochMsOf } from '@duewatch/contracts';
import type { FieldProblem } from '../door/problem.ts';
import type { RawEvent } from './read-events.ts';

/** The context attributes of an event, checked. */
export interface EventAttributes {
  readonly id: string;
  readonly source: string;
  readonly time: EpochMs;
  readonly subject: string | null;
  /** Only what the event itself asks for; the tenant's calendar is filled in later. */
  readonly calendarId: string | null;
  /** Only what the event itself says; the key decides, and another tenant's name is refused. */
  readonly tenantId: string | null;
  readonly suppressed: boolean;
  readonly correlationId: string | null;
  readonly causationId: string | null;
  readonly traceparent: string | null;
  readonly sourceVersion: number;
}

export type CheckedAttributes =
  | { readonly kind: 'ok'; readonly entry: CatalogueEntry; readonly attributes: EventAttributes }
  | { readonly kind: 'wrong'; readonly isTypeKnown: boolean; readonly errors: FieldProblem[] };

/** Extensions that the door understands. */
const extensions = [
  'calendarid',
  'causationid',
  'correlationid',
  'sourceversion',
  'suppressed',
  'tenantid',
  'traceparent',
] as const;

/** Attributes that are read by nobody here, or that the door states itself. */
const passedOver = ['dataschema', 'partitionkey', 'recordedtime', 'tracestate'];

const required = ['id', 'source', 'specversion', 'time', 'type'];
const optional = ['data', 'datacontenttype', 'subject', ...extensions];
const known = new Set([...required, ...optional, ...passedOver]);

/** As long as what the records on `ar.customers` and the headers have room for. */
const idLengthMax = 128;
const sourceLengthMax = 256;

/** Control characters would end up in headers, logs and terminals. */
const printable = /^[^\p{Cc}\p{Cs}]+$/u;
const codeId = /^[A-Za-z0-9][A-Za-z0-9_.-]{0,39}$/;
const traceparent = /^[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/;
const jsonMediaType = /^application\/([a-z0-9.+-]+\+)?json\s*(;|$)/i;

/** Checks the attributes of an event, whichever mode it came in; collects every mistake. */
export function checkEnvelope(
  raw: RawEvent,
  inputTypes: ReadonlyMap<string, CatalogueEntry>,
): CheckedAttributes {
  const errors: FieldProblem[] = [];
  const read = new AttributeReader(raw.attributes, errors);
  if (raw.attributes.get('specversion') !== '1.0') {
    read.wrong('specversion', 'The version of CloudEvents must be "1.0".', 'Send "1.0".');
  }
  const contentType = read.text('datacontenttype', 256);
  if (contentType !== null && !jsonMediaType.test(contentType)) {
    read.wrong('datacontenttype', 'Event data must be JSON.', 'Send "application/json".');
  }
  const type = read.needed('type', 96);
  const entry = inputTypes.get(type);
  if (entry === undefined && type !== '') read.wrong('type', ...unknownType(type, inputTypes));
  const attributes: EventAttributes = {
    id: read.needed('id', idLengthMax),
    source: read.source(),
    time: read.time(),
    subject: read.text('subject', 64),
    calendarId: read.code('calendarid'),
    tenantId: read.text('tenantid', 64),
    suppressed: read.flag('suppressed'),
    correlationId: read.text('correlationid', idLengthMax),
    causationId: read.text('causationid', idLengthMax),
    traceparent: read.traceparent(),
    sourceVersion: read.version(),
  };
  read.unknownOnes();
  if (entry !== undefined && errors.length === 0) return { kind: 'ok', entry, attributes };
  return { kind: 'wrong', isTypeKnown: entry !== undefined, errors };
}

function unknownType(type: string, types: ReadonlyMap<string, unknown>): [string, string] {
  const near = nearestName(type, types.keys());
  const detail = `No event type is called ${JSON.stringify(type)}.`;
  const mend = 'Use one of the types listed at /v1/openapi.json.';
  return [detail, near === undefined ? mend : `Did you mean "${near}"?`];
}

/** Reads attributes by name and notes what is wrong with them. */
class AttributeReader {
  readonly #attributes: ReadonlyMap<string, unknown>;
  readonly #errors: FieldProblem[];

  constructor(attributes: ReadonlyMap<string, unknown>, errors: FieldProblem[]) {
    this.#attributes = attributes;
    this.#errors = errors;
  }

  wrong(name: string, detail: string, mend: string): void {
    this.#errors.push({ pointer: `/${name}`, detail, mend });
  }

  text(name: string, lengthMax: number): string | null {
    const value = this.#attributes.get(name);
    if (value === undefined) return null;
    if (typeof value === 'string' && value.length <= lengthMax && printable.test(value))
      return value;
    const detail = `The attribute must be text of 1 to ${lengthMax} printable characters.`;
    this.wrong(name, detail, 'Send such text or leave the attribute out.');
    return null;
  }

  needed(name: string, lengthMax: number): string {
    if (this.#attributes.get(name) === undefined) {
      this.wrong(name, `The attribute "${name}" is missing.`, `Add "${name}" to the event.`);
    }
    return this.text(name, lengthMax) ?? '';
  }

  source(): string {
    const source = this.needed('source', sourceLengthMax);
    if (/\s/.test(source)) {
      this.wrong(
        'source',
        'A source is a URI reference: no spaces.',
        'Send for example "/erp/fr".',
      );
    }
    return source;
  }

  code(name: string): string | null {
    const value = this.text(name, 40);
    if (value !== null && !codeId.test(value)) {
      this.wrong(name, 'The attribute must be letters, digits and _.-', 'Correct or remove it.');
    }
    return value;
  }

  time(): EpochMs {
    const text = this.needed('time', 64);
    const time = epochMsOf(text);
    if (time === undefined && text !== '') {
      const detail = 'The time must be an RFC 3339 instant with its zone.';
      this.wrong('time', detail, 'Send for example "2026-03-01T09:30:00Z".');
    }
    return time ?? 0;
  }

  flag(name: string): boolean {
    const value = this.#attributes.get(name);
    if (value === true || value === 'true') return true;
    if (value !== undefined && value !== false && value !== 'false') {
      this.wrong(name, 'The attribute must be true or false.', 'Send true or leave it out.');
    }
    return false;
  }

  /** A broken trace is not worth an event: W3C says to begin a new one. */
  traceparent(): string | null {
    const value = this.#attributes.get('traceparent');
    return typeof value === 'string' && traceparent.test(value) ? value : null;
  }

  version(): number {
    const value = this.#attributes.get('sourceversion');
    if (value === undefined) return 0;
    // Headers carry text, and CloudEvents integers end at 2^31, so long ones come as text too.
    const isDecimal = typeof value === 'string' && /^\d{1,16}$/.test(value);
    const version = isDecimal ? Number(value) : value;
    if (typeof version === 'number' && Number.isSafeInteger(version) && version >= 0)
      return version;
    const detail = 'The source version must be a whole number from 0 to 2^53 - 1.';
    this.wrong('sourceversion', detail, 'Send a number that rises with every change, or nothing.');
    return 0;
  }

  /**
   * Anyone on the way may add attributes, so strange ones are dropped and misspelt ones refused.
   */
  unknownOnes(): void {
    for (const name of this.#attributes.keys()) {
      if (known.has(name)) continue;
      const near = nearestName(name, known);
      if (near === undefined) continue;
      this.wrong(name, `No attribute is called "${name}".`, `Did you mean "${near}"?`);
    }
  }
}
