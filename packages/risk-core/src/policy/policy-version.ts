import { sha256 } from '../identity/sha256.ts';
import type { Policy } from './policy.ts';

/** JSON as policies are made of. */
export type PolicyJson =
  | string
  | number
  | boolean
  | null
  | readonly PolicyJson[]
  | { readonly [name: string]: PolicyJson };

/** Digits of the content hash that stand on every output. */
const HASH_DIGITS = 12;

/** The document as one text, whatever the order of its fields: what is hashed. */
export function canonicalText(value: PolicyJson): string {
  if (isList(value)) return `[${value.map(canonicalText).join()}]`;
  if (typeof value === 'object' && value !== null) {
    const fields = Object.keys(value).sort();
    return `{${fields.map((name) => `${quoted(name)}:${canonicalText(at(value, name))}`).join()}}`;
  }
  return typeof value === 'string' ? quoted(value) : String(value);
}

/** Hash of a document's content. */
export function contentHash(document: PolicyJson): string {
  return sha256(canonicalText(document));
}

/** `id@version:hash`: says on every output by what it was decided. */
export function policyVersionOf(policy: Policy): string {
  const hash = contentHash(policy as unknown as PolicyJson);
  return `${policy.id}@${policy.version}:${hash.slice(0, HASH_DIGITS)}`;
}

function isList(value: PolicyJson): value is readonly PolicyJson[] {
  return Array.isArray(value);
}

function at(value: { readonly [name: string]: PolicyJson }, name: string): PolicyJson {
  return value[name] ?? null;
}

function quoted(text: string): string {
  return JSON.stringify(text);
}
