import { contentHash, defaultPolicy, type Policy, type PolicyJson } from '@duewatch/risk-core';
import { problemOf } from './explain-issue.ts';
import type { PolicyProblem } from './problem.ts';
import { senseProblems } from './rules.ts';
import { policySchema } from './schema.ts';

/** A policy that may rule, and the hash of the document that it was read from. */
export interface PolicyDocument {
  readonly policy: Policy;
  readonly sha256: string;
}

export type ParsedPolicy =
  | ({ readonly kind: 'ok' } & PolicyDocument)
  | { readonly kind: 'refused'; readonly problems: readonly PolicyProblem[] };

type JsonObject = { readonly [name: string]: PolicyJson };

/** Checks a document that somebody wants to activate: whole, known fields only, and sensible. */
export function parsePolicy(text: string): ParsedPolicy {
  const parsed = parse(text, (document) => document);
  if (parsed.kind === 'refused' || !isBuiltIn(parsed.policy)) return parsed;
  const { id, version } = defaultPolicy;
  if (parsed.sha256 === contentHash(defaultPolicy as unknown as PolicyJson)) return parsed;
  const problem = `is taken: ${id}@${version} is built in, with another content`;
  return refused('version', problem, 'Give the document an id or a version of its own.');
}

function isBuiltIn({ id, version }: Policy): boolean {
  return id === defaultPolicy.id && version === defaultPolicy.version;
}

/**
 * Reads a document that stands in the log. It was whole when it was activated; fields that came
 * with a later release take their defaults, because the log is kept for ever and replayed.
 */
export function readPolicy(text: string): ParsedPolicy {
  return parse(text, (document) => completed(document, defaultPolicy as unknown as JsonObject));
}

function parse(text: string, complete: (document: JsonObject) => JsonObject): ParsedPolicy {
  let document: PolicyJson;
  try {
    document = JSON.parse(text) as PolicyJson;
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    return refused('', `is no JSON: ${detail}`, 'Correct it there; a JSON editor shows the place.');
  }
  if (!isObject(document)) {
    return refused('', 'is no JSON object', 'Begin with a copy of examples/policies/default.json.');
  }
  const checked = policySchema.safeParse(complete(document));
  if (!checked.success) {
    const problems = checked.error.issues.flatMap((issue) => problemOf(issue, document));
    return { kind: 'refused', problems };
  }
  const problems = senseProblems(checked.data);
  if (problems.length > 0) return { kind: 'refused', problems };
  return { kind: 'ok', policy: checked.data, sha256: contentHash(document) };
}

function refused(path: string, problem: string, mend: string): ParsedPolicy {
  return { kind: 'refused', problems: [{ path, problem, mend }] };
}

/** The document with what it leaves out taken from `defaults`, group by group. */
function completed(document: JsonObject, defaults: JsonObject): JsonObject {
  const whole: Record<string, PolicyJson> = { ...defaults, ...document };
  for (const [name, value] of Object.entries(document)) {
    const known = defaults[name];
    if (isObject(value) && isObject(known)) whole[name] = completed(value, known);
  }
  return whole;
}

function isObject(value: PolicyJson | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
