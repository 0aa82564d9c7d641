import { hash, timingSafeEqual } from 'node:crypto';
import type { ApiKey, Scope } from '@duewatch/config';
import type { Refusal } from '../door/problem.ts';

/** Who is at the door. Invariant: the tenant of every record comes from here. */
export interface Caller {
  readonly keyId: string;
  readonly tenantId: string;
  has(scope: Scope): boolean;
  /**
   * Calendars of its own, beside its tenant's. A name that ends in `*` allows all that begin so.
   */
  mayUseCalendar(calendarId: string): boolean;
}

export type Authentication =
  | { readonly kind: 'ok'; readonly caller: Caller }
  | { readonly kind: 'refused'; readonly refusal: Refusal };

/** The hash under which a key is stored. Keys are 256 random bits, so no slow hash is needed. */
export function hashApiKey(apiKey: string): string {
  return hash('sha256', apiKey, 'hex');
}

/** Longer than any key that we hand out; hashing what anyone may send must stay cheap. */
const keyLengthMax = 256;

/** Finds the caller of an `Authorization: Bearer <key>` header. */
export function createAuthenticateKeyStep(keys: readonly ApiKey[]) {
  const known = keys.map((key) => ({
    hash: Buffer.from(key.sha256, 'hex'),
    caller: callerOf(key),
  }));
  return function authenticateKey(authorization: string | undefined): Authentication {
    const apiKey = /^Bearer +(\S+) *$/i.exec(authorization ?? '')?.[1];
    if (apiKey === undefined || apiKey.length > keyLengthMax) {
      return { kind: 'refused', refusal: keyMissing };
    }
    const shown = hash('sha256', apiKey, 'buffer');
    let caller: Caller | undefined;
    // Every key is compared, in constant time each, so that time tells nothing about any of them.
    for (const key of known) if (timingSafeEqual(key.hash, shown)) caller = key.caller;
    if (caller === undefined) return { kind: 'refused', refusal: keyUnknown };
    return { kind: 'ok', caller };
  };
}

const keyMissing: Refusal = {
  code: 'key_missing',
  detail: 'The request has no usable Authorization header.',
  mend: 'Send the header "Authorization: Bearer <your API key>".',
};

const keyUnknown: Refusal = {
  code: 'key_unknown',
  detail: 'No active API key matches the one sent.',
  mend: 'Check that the whole key was copied and that it has not been withdrawn.',
};

function callerOf(key: ApiKey): Caller {
  const granted = new Set(key.scopes);
  const exact = new Set(key.calendars.filter((name) => !name.endsWith('*')));
  const prefixes = key.calendars
    .filter((name) => name.endsWith('*'))
    .map((name) => name.slice(0, -1));
  return {
    keyId: key.keyId,
    tenantId: key.tenantId,
    has: (scope) => granted.has(scope),
    mayUseCalendar: (calendarId) =>
      exact.has(calendarId) || prefixes.some((prefix) => calendarId.startsWith(prefix)),
  };
}
