import type { PolicyActivated } from '@duewatch/contracts';
import { readPolicy } from '@duewatch/policy';
import { defaultPolicy, type Policy } from '@duewatch/risk-core';

/** A policy as a tenant activated it. */
export interface ActivePolicy {
  readonly policy: Policy;
  /** The text that came in the log, to be stored as it came. */
  readonly document: string;
}

/** What the log has said about policies, up to some broadcast. */
export interface Policies {
  /** By tenant; who activated none has the default. */
  readonly active: ReadonlyMap<string, ActivePolicy>;
  /** Content hash by `tenant|id@version`: a version stands for one content for ever. */
  readonly taken: ReadonlyMap<string, string>;
}

export const NO_POLICIES: Policies = { active: new Map(), taken: new Map() };

export type PolicyAdmission =
  | { readonly kind: 'ok'; readonly policies: Policies }
  | { readonly kind: 'dead-letter'; readonly reason: string; readonly detail: string };

/** Takes in an activation, or says why the old policy goes on. */
export function admitPolicy(data: PolicyActivated, { active, taken }: Policies): PolicyAdmission {
  const { tenantId, document } = data;
  const parsed = readPolicy(document);
  if (parsed.kind === 'refused') {
    const [first] = parsed.problems;
    return refused('policy_invalid', `${first?.path ?? ''} ${first?.problem ?? ''}`.trim());
  }
  const { policy, sha256 } = parsed;
  const version = `${policy.id}@${policy.version}`;
  if (sha256 !== data.sha256 || version !== `${data.policyId}@${data.version}`) {
    return refused(
      'policy_mismatch',
      `the document is ${version} ${sha256}, the event names other`,
    );
  }
  const known = taken.get(`${tenantId}|${version}`);
  if (known !== undefined && known !== sha256) {
    return refused('policy_version_taken', `${version} stands for another content, ${known}`);
  }
  return {
    kind: 'ok',
    policies: {
      active: new Map(active).set(tenantId, { policy, document }),
      taken: new Map(taken).set(`${tenantId}|${version}`, sha256),
    },
  };
}

/** The policy of a tenant. */
export function policyOf({ active }: Policies, tenantId: string): Policy {
  return active.get(tenantId)?.policy ?? defaultPolicy;
}

/** Reads a stored document back. It ruled when it was stored, so it must be readable. */
export function activeFrom(document: string): ActivePolicy {
  const parsed = readPolicy(document);
  if (parsed.kind === 'ok') return { policy: parsed.policy, document };
  const [first] = parsed.problems;
  throw new TypeError(
    `The policy that rules can no longer be read: ${first?.path} ${first?.problem}. ` +
      'Start the release that activated it, activate one that both can read, and go on with this.',
  );
}

function refused(reason: string, detail: string): PolicyAdmission {
  return { kind: 'dead-letter', reason, detail };
}
