import { readFileSync } from 'node:fs';
import { type PolicyDocument, parsePolicy } from '@duewatch/policy';
import { policyVersionOf } from '@duewatch/risk-core';
import type { Command, Terminal } from '../command.ts';

const usage = `Usage: duewatch policy lint FILE

  lint FILE        checks a policy: every mistake with its place and mend; exit code 1 if any

docs/policy.md tells of every field; examples/policies/default.json is a document to begin with.
`;

/** `duewatch policy …`: what the model decides by. */
export const command: Command = {
  summary: 'checks a policy',
  usage,
  async run(args, terminal) {
    const [action, file] = args;
    if (action !== 'lint' || file === undefined) {
      terminal.err(usage);
      return 2;
    }
    return lint(file, terminal) === undefined ? 1 : 0;
  },
};

/** Says what is wrong with the document, or what it is. */
function lint(file: string, terminal: Terminal): PolicyDocument | undefined {
  const parsed = parsePolicy(readFileSync(file, 'utf8'));
  if (parsed.kind === 'ok') {
    terminal.out(`${file} is a policy: ${policyVersionOf(parsed.policy)}`);
    terminal.out(`  sha256 ${parsed.sha256}`);
    return parsed;
  }
  for (const { path, problem, mend } of parsed.problems) {
    terminal.err(`${file}: ${path === '' ? 'the document' : path} ${problem}`);
    terminal.err(`  ${mend}`);
  }
  return undefined;
}
