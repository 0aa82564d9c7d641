import { createHmac, timingSafeEqual } from 'node:crypto';

/** Older or newer than this is a replay or a wrong clock (Standard Webhooks advises 5 minutes). */
const toleranceSeconds = 300;

/** Why a signed webhook cannot be trusted. */
export type SignatureRefusal = 'missing_headers' | 'bad_timestamp' | 'bad_signature';

/**
 * Checks a Standard Webhooks signature, for a sink that shares no code with the sender. The secret
 * is `whsec_` and base64; the header may hold several signatures, and one that fits is enough.
 */
export function refuseSignature(
  signed: {
    readonly id: string | undefined;
    readonly timestamp: string | undefined;
    readonly signatures: string | undefined;
    readonly body: string;
  },
  secret: string,
  nowMs: number,
): SignatureRefusal | undefined {
  const { id, timestamp, signatures, body } = signed;
  if (id === undefined || timestamp === undefined || signatures === undefined) {
    return 'missing_headers';
  }
  const ageSeconds = Math.abs(Math.floor(nowMs / 1_000) - Number(timestamp));
  if (!/^\d+$/.test(timestamp) || ageSeconds > toleranceSeconds) return 'bad_timestamp';
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  const expected = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest();
  const isSigned = signatures.split(' ').some((signature) => {
    const [version, encoded = ''] = signature.split(',');
    const given = Buffer.from(encoded, 'base64');
    return version === 'v1' && given.length === expected.length && timingSafeEqual(given, expected);
  });
  return isSigned ? undefined : 'bad_signature';
}
