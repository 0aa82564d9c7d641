import type { Scope } from '@duewatch/config';
import type { CatalogueEntry, EpochMs } from '@duewatch/contracts';
import type { EventKind, EventKinds } from '../door/event-kinds.ts';
import { fieldProblemsOf } from '../door/field-problems.ts';
import { type FieldProblem, fieldRefusal, type Refusal } from '../door/problem.ts';
import type { Caller } from './authenticate-key.ts';
import { checkEnvelope, type EventAttributes } from './check-envelope.ts';
import { checkPolicy } from './check-policy.ts';
import type { RawEvent } from './read-events.ts';

/** What the door knows about the calendars of this deployment. */
export interface CalendarRules {
  /** The calendar that a tenant's customers live in unless a feeder says otherwise. */
  ofTenant(tenantId: string): string | undefined;
  /** Driven by the wall clock: nobody may post its days. */
  isLive(calendarId: string): boolean;
}

/** An event that may go into the log as it is. */
export interface CheckedEvent {
  readonly kind: EventKind;
  readonly attributes: EventAttributes;
  readonly tenantId: string;
  /** Of the API key that it came with. */
  readonly keyId: string;
  readonly calendarId: string;
  /** Null on broadcasts. */
  readonly customerId: string | null;
  readonly sourceSystem: string;
  /** Ready for Avro; also holds the personal fields, which Avro passes over. */
  readonly data: Readonly<Record<string, unknown>>;
}

export type CheckedOutcome =
  | { readonly kind: 'ok'; readonly value: CheckedEvent }
  | { readonly kind: 'refused'; readonly refusal: Refusal };

/** Scope that a type needs where `events:write` is not enough. */
const scopeByRecord: Readonly<Partial<Record<CatalogueEntry['recordName'], Scope>>> = {
  ClockBusinessDayStarted: 'clock:write',
  ClockCalendarJoined: 'clock:write',
  CustomerErased: 'customers:erase',
  PolicyActivated: 'admin',
  // The door writes these itself when a source falls silent.
  FeedWentSilent: 'admin',
  FeedResumed: 'admin',
};

/** Checks one event against its promised shape and against what the caller may do. */
export function createCheckEventStep(options: {
  readonly kinds: EventKinds;
  readonly calendars: CalendarRules;
  readonly futureMsMax: number;
}) {
  const { kinds, calendars, futureMsMax } = options;
  const entries = new Map([...kinds].map(([type, { entry }]) => [type, entry]));

  return function checkEvent(raw: RawEvent, caller: Caller, now: EpochMs): CheckedOutcome {
    const envelope = checkEnvelope(raw, entries);
    if (envelope.kind === 'wrong') return refuseEnvelope(envelope.errors, envelope.isTypeKnown);
    const { attributes, entry } = envelope;
    const kind = kinds.get(entry.ceType) as EventKind;
    const scope = scopeByRecord[entry.recordName] ?? 'events:write';
    if (!caller.has(scope)) return refused(scopeMissing(entry, scope));
    if (attributes.tenantId !== null && attributes.tenantId !== caller.tenantId) {
      return refused(otherTenant);
    }
    const parsed = kind.schema.safeParse(raw.data);
    if (!parsed.success) {
      return refuseFields(fieldProblemsOf(parsed.error.issues, kind.shape, raw.data));
    }
    // The parser made this object for us, so it may be filled in.
    const data = parsed.data;
    data['tenantId'] = caller.tenantId;
    data['sourceSystem'] ??= sourceCode(attributes.source);
    const wrongPolicy = entry.recordName === 'PolicyActivated' ? checkPolicy(data) : [];
    if (wrongPolicy.length > 0) return refuseFields(wrongPolicy);
    const wrong = fillInCustomer(data, kind, attributes.subject);
    if (wrong !== undefined) return refuseFields([wrong]);
    const calendar = calendarFor({ entry, attributes, data }, caller, calendars);
    if (typeof calendar !== 'string') return refused(calendar);
    if (calendars.isLive(calendar) && attributes.time > now + futureMsMax) {
      return refuseFields([inTheFuture]);
    }
    const customerId = (data['customerId'] ?? null) as string | null;
    return {
      kind: 'ok',
      value: {
        kind,
        attributes,
        tenantId: caller.tenantId,
        keyId: caller.keyId,
        calendarId: calendar,
        customerId,
        sourceSystem: data['sourceSystem'] as string,
        data,
      },
    };
  };
}

/**
 * The name of a source where the data gives none: `/erp/fr` becomes `erp.fr`. From the event alone,
 * so that a repeat under another key has the same content.
 */
function sourceCode(source: string): string {
  const code = source.replace(/^[^A-Za-z0-9]+/, '').replace(/[^A-Za-z0-9_.-]+/g, '.');
  return code.slice(0, sourceCodeLengthMax) || 'unnamed';
}

/** As long as `sourceSystem` may be in every schema. */
const sourceCodeLengthMax = 40;

/** Takes the customer from the subject when the data leaves it out; both must be the same. */
function fillInCustomer(
  data: Record<string, unknown>,
  { entry, customerIdPattern, needsCustomer }: EventKind,
  subject: string | null,
): FieldProblem | undefined {
  if (customerIdPattern === null) return undefined;
  const isMerge = entry.routing === 'both_customers';
  data['customerId'] ??= isMerge ? data['survivorId'] : subject;
  const { customerId } = data;
  if (typeof customerId !== 'string') return needsCustomer ? customerMissing : undefined;
  if (!customerIdPattern.test(customerId)) return subjectWrong(customerIdPattern);
  if (isMerge) return mergeProblem(data);
  return subject === null || subject === customerId ? undefined : customerDiffers;
}

/** Both keys receive a merge, so the customer that it is filed under must be one of the two. */
function mergeProblem(data: Readonly<Record<string, unknown>>): FieldProblem | undefined {
  const { customerId, survivorId, retiredId } = data;
  if (survivorId === retiredId) {
    return {
      pointer: '/data/retiredId',
      detail: 'A customer cannot be merged with itself.',
      mend: 'Send the customer that goes as "retiredId" and the one that stays as "survivorId".',
    };
  }
  return customerId === survivorId || customerId === retiredId ? undefined : customerDiffers;
}

/** The event's calendar, or why it may not be on it. */
function calendarFor(
  {
    entry,
    attributes,
    data,
  }: { entry: CatalogueEntry } & Pick<CheckedEvent, 'attributes' | 'data'>,
  caller: Caller,
  calendars: CalendarRules,
): string | Refusal {
  if (entry.recordName === 'ClockBusinessDayStarted') {
    return fedCalendar(data['calendarId'] as string, '/data/calendarId', caller, calendars);
  }
  if (entry.recordName === 'ClockCalendarJoined') {
    const to = data['to'] as string;
    const own = calendars.ofTenant(caller.tenantId);
    if (to !== own && !caller.mayUseCalendar(to)) return calendarNotAllowed(to, '/data/to');
    return fedCalendar(data['from'] as string, '/data/from', caller, calendars);
  }
  const own = calendars.ofTenant(caller.tenantId);
  const wanted = attributes.calendarId ?? own;
  if (wanted === undefined) return noCalendar;
  if (wanted === own || caller.mayUseCalendar(wanted)) return wanted;
  return calendarNotAllowed(wanted, '/calendarid');
}

function fedCalendar(
  calendarId: string,
  pointer: string,
  caller: Caller,
  calendars: CalendarRules,
): string | Refusal {
  if (!caller.mayUseCalendar(calendarId)) return calendarNotAllowed(calendarId, pointer);
  if (!calendars.isLive(calendarId)) return calendarId;
  const detail = `The calendar "${calendarId}" is live: the wall clock drives it.`;
  const mend = 'Feed a calendar of your own, and join it to the live one when it has caught up.';
  return fieldRefusal('calendar_not_allowed', pointer, detail, mend);
}

function calendarNotAllowed(calendarId: string, pointer: string): Refusal {
  const detail = `This API key may not use the calendar "${calendarId}".`;
  const mend = 'Leave it out to use the calendar of the tenant, or ask for a key that allows it.';
  return fieldRefusal('calendar_not_allowed', pointer, detail, mend);
}

function scopeMissing({ ceType }: CatalogueEntry, scope: Scope): Refusal {
  const detail = `Events of the type ${ceType} need the scope "${scope}".`;
  return fieldRefusal('scope_missing', '/type', detail, 'Use an API key that has this scope.');
}

const otherTenant = fieldRefusal(
  'scope_missing',
  '/tenantid',
  'The tenant is that of the API key and no other.',
  'Leave the attribute out, or use a key of that tenant.',
);

const noCalendar: Refusal = {
  code: 'calendar_not_allowed',
  detail: 'This tenant has no calendar.',
  mend: 'Give it one under "tenants" in the settings, or name one that the key allows.',
};

const customerMissing: FieldProblem = {
  pointer: '/data/customerId',
  detail: 'The field is missing: the event must name its customer.',
  mend: 'Add "customerId" to the data, or "subject" to the event.',
};

const customerDiffers: FieldProblem = {
  pointer: '/subject',
  detail: 'The event names two different customers.',
  mend: 'Send the same id as "subject" and as "customerId", or only one of them.',
};

const inTheFuture: FieldProblem = {
  pointer: '/time',
  detail: 'The event says that it happened in the future.',
  mend: 'Send when it happened in the business; due dates and plans belong into the data.',
};

function subjectWrong(pattern: RegExp): FieldProblem {
  return {
    pointer: '/subject',
    detail: `The subject must be a customer id, which matches ${pattern.source}.`,
    mend: 'Send the id of the customer, or leave the subject out.',
  };
}

function refuseEnvelope(errors: readonly FieldProblem[], isTypeKnown: boolean): CheckedOutcome {
  const [first] = errors;
  const isTypeAlone = !isTypeKnown && errors.length === 1 && first?.pointer === '/type';
  return refused(listed(isTypeAlone ? 'unknown_type' : 'malformed_event', errors));
}

function refuseFields(errors: readonly FieldProblem[]): CheckedOutcome {
  return refused(listed('invalid_event', errors));
}

/** The whole says what its first mistake says; `errors` lists all. */
function listed(code: Refusal['code'], errors: readonly FieldProblem[]): Refusal {
  const [first] = errors;
  const more = errors.length > 1 ? ` (${errors.length} mistakes in all)` : '';
  return {
    code,
    detail: `${first?.pointer ?? ''}: ${first?.detail ?? ''}${more}`,
    mend: first?.mend ?? '',
    errors,
  };
}

function refused(refusal: Refusal): CheckedOutcome {
  return { kind: 'refused', refusal };
}
