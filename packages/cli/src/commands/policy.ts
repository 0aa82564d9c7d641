import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { createSystemClock } from '@duewatch/config';
import { isoInstantOf, type PolicyPublished, TOPICS } from '@duewatch/contracts';
import { type PolicyDocument, parsePolicy } from '@duewatch/policy';
import { policyVersionOf } from '@duewatch/risk-core';
import type { Command, Terminal } from '../command.ts';
import { doorKey, doorUrl } from '../door.ts';
import { activatePolicy } from '../policy/activate.ts';
import { diffText } from '../policy/diff-text.ts';
import { PortfolioChanges } from '../policy/portfolio-diff.ts';
import { readRecords } from '../stack/read-records.ts';
import { withStack } from '../stack/with-stack.ts';

const usage = `Usage: duewatch policy lint FILE
       duewatch policy activate FILE [--url URL]
       duewatch policy show [--json]
       duewatch policy diff [--all] [--top N] [--json]

  lint FILE      checks a policy: every mistake with its place and mend; exit code 1 if any
  activate FILE  lets it rule from here on: sends the whole document to every partition. Nobody
                 is alerted by what it moves. Again, it reaches only those not judged by it yet.
  show           the policies that were ever activated; the last of each tenant rules
  diff           who was moved by the last change of policy or model: from, to, why; with --all by
                 every change that risk.profiles still tells of

  --url URL      the door (default $DUEWATCH_URL or http://127.0.0.1:8080)
  --top N        name so many customers (default 20)
  --json         print one JSON object

\`activate\` takes the API key from DUEWATCH_API_KEY, with the scope admin. \`show\` and \`diff\`
read Kafka, found by the section \`stack\` of the settings (DUEWATCH_SETTINGS).
docs/policy.md tells of every field; examples/policies/default.json is a document to begin with.
`;

const options = {
  url: { type: 'string' },
  top: { type: 'string', default: '20' },
  all: { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
} as const;

/** `duewatch policy …`: what the model decides by. */
export const command: Command = {
  summary: 'checks, activates and compares policies',
  usage,
  async run(args, terminal) {
    const { values, positionals } = parseArgs({ args: [...args], allowPositionals: true, options });
    const [action, file] = positionals;
    if (action === 'lint' && file !== undefined) return lint(file, terminal) ? 0 : 1;
    if (action === 'activate' && file !== undefined) return activate(file, values.url, terminal);
    if (action === 'show') return show(values.json, terminal);
    if (action === 'diff') return diff(values, terminal);
    terminal.err(usage);
    return 2;
  },
};

interface Linted extends PolicyDocument {
  readonly text: string;
}

/** Says what is wrong with the document, or what it is. */
function lint(file: string, terminal: Terminal): Linted | undefined {
  const text = readFileSync(file, 'utf8');
  const parsed = parsePolicy(text);
  if (parsed.kind === 'ok') {
    terminal.out(`${file} is a policy: ${policyVersionOf(parsed.policy)}`);
    terminal.out(`  sha256 ${parsed.sha256}`);
    return { ...parsed, text };
  }
  for (const { path, problem, mend } of parsed.problems) {
    terminal.err(`${file}: ${path === '' ? 'the document' : path} ${problem}`);
    terminal.err(`  ${mend}`);
  }
  return undefined;
}

async function activate(file: string, url: string | undefined, terminal: Terminal) {
  const apiKey = doorKey(terminal, 'a policy is activated only with a key');
  if (apiKey === undefined) return 2;
  const linted = lint(file, terminal);
  if (linted === undefined) return 1;
  const call = { url: doorUrl(url), apiKey, clock: createSystemClock(), terminal };
  const { rejected } = await activatePolicy(linted, linted.text, call);
  for (const { detail, mend } of rejected) terminal.err(`refused: ${detail} ${mend}`);
  if (rejected.length > 0) return 1;
  terminal.out('  rules from here on; `duewatch policy diff` tells who is moved by it');
  return 0;
}

async function show(isJson: boolean, terminal: Terminal): Promise<number> {
  const published = new Map<string, PolicyPublished>();
  await withStack(terminal, (stack) =>
    readRecords(stack, [TOPICS.policies], ({ recordName, data }, { key }) => {
      if (recordName === 'PolicyPublished') published.set(key ?? '', data);
    }),
  );
  const policies = [...published.values()].sort((a, b) => a.publishedAt - b.publishedAt);
  if (isJson) {
    terminal.out(JSON.stringify(policies));
    return 0;
  }
  if (policies.length === 0) terminal.out('No policy was activated: the built-in one rules.');
  const ruling = new Map(policies.map((one) => [one.tenantId, one]));
  for (const one of policies) {
    const { tenantId, policyId, version, sha256, publishedAt } = one;
    const mark = ruling.get(tenantId) === one ? 'rules' : '';
    const since = isoInstantOf(publishedAt);
    terminal.out(
      `${mark.padEnd(6)}${tenantId}  ${policyId}@${version}  ${since}  sha256 ${sha256}`,
    );
  }
  return 0;
}

async function diff(
  { all, top, json }: { readonly all: boolean; readonly top: string; readonly json: boolean },
  terminal: Terminal,
): Promise<number> {
  const changes = new PortfolioChanges();
  await withStack(terminal, (stack) =>
    readRecords(stack, [TOPICS.profiles], ({ recordName, data }, { partition }) => {
      if (recordName === 'ProfileUpdated') changes.see(partition, data);
    }),
  );
  const list = all ? changes.list() : changes.list().slice(-1);
  if (json) terminal.out(JSON.stringify(list));
  else if (list.length === 0) terminal.out('risk.profiles tells of no change of policy or model.');
  else for (const one of list) for (const line of diffText(one, Number(top))) terminal.out(line);
  return 0;
}
