import { parseArgs } from 'node:util';
import { isoInstantOf, type OperatorAct } from '@duewatch/contracts';
import { readActs } from '../acts/act-log.ts';
import type { Command } from '../command.ts';
import { printList } from '../print-list.ts';
import { withStack } from '../stack/with-stack.ts';

const usage = `Usage: duewatch acts [--kind KIND] [--by NAME] [--json]

What people did to the running system, oldest first: alerts taken and silenced, policies activated,
keys created and retired, customers erased, dead letters replayed and dropped, state rebuilt.
KIND is the whole kind or its beginning, such as key or key.retire. DUEWATCH_SETTINGS names the
settings. It is read from the topic risk.acts, which keeps it for good.
`;

const options = {
  kind: { type: 'string', default: '' },
  by: { type: 'string' },
  json: { type: 'boolean', default: false },
} as const;

/** `duewatch acts`: the audit log. */
export const command: Command = {
  summary: 'lists what people did: who, what, when',
  usage,
  async run(args, terminal) {
    const { values } = parseArgs({ args: [...args], options });
    const all = await withStack(terminal, readActs);
    const acts = all.filter(
      ({ kind, by }) =>
        `${kind}.`.startsWith(`${values.kind}${values.kind === '' ? '' : '.'}`) &&
        (values.by === undefined || by === values.by),
    );
    return printList(acts, values, terminal, (act) => [actLine(act)]);
  },
};

function actLine({ at, by, kind, tenantId, target, detail }: OperatorAct): string {
  const why = detail === null ? '' : `: ${detail}`;
  const where = tenantId === null ? target : `${tenantId} ${target}`;
  return `${isoInstantOf(at)}  ${by.padEnd(12)}  ${kind.padEnd(22)}  ${where}${why}`;
}
