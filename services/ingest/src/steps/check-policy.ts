import { parsePolicy } from '@duewatch/policy';
import type { FieldProblem } from '../door/problem.ts';

/** As many as an answer has for any event. */
const problemsMax = 20;

/** What is wrong with an activation: a policy that could not rule must not reach the log. */
export function checkPolicy(data: Readonly<Record<string, unknown>>): readonly FieldProblem[] {
  const parsed = parsePolicy(String(data['document']));
  if (parsed.kind === 'refused') {
    return parsed.problems.slice(0, problemsMax).map(({ path, problem, mend }) => ({
      pointer: '/data/document',
      detail: `${path === '' ? 'The document' : path} ${problem}.`,
      mend,
    }));
  }
  const { id, version } = parsed.policy;
  const said = { policyId: id, version, sha256: parsed.sha256 };
  return Object.entries(said)
    .filter(([name, value]) => data[name] !== value)
    .map(([name, value]) => ({
      pointer: `/data/${name}`,
      detail: 'The document says otherwise.',
      mend: `Send "${value}", or let \`duewatch policy activate\` send it.`,
    }));
}
