import { parseArgs } from 'node:util';
import { authorOf } from '../acts/author.ts';
import type { Command } from '../command.ts';
import { countOf } from '../count-of.ts';
import { deliveryLine, deliveryLines } from '../deliveries/delivery-lines.ts';
import { findDelivery, readDeliveries } from '../deliveries/ledger.ts';
import { resend } from '../deliveries/resend.ts';
import { checkKnown } from '../known-word.ts';
import { printList } from '../print-list.ts';
import { withStack } from '../stack/with-stack.ts';

const usage = `Usage: duewatch deliveries list [FILTER] [--limit N] [--json]
       duewatch deliveries show DELIVERY [--json]
       duewatch deliveries resend DELIVERY [--by NAME]

Who was told what, when, by which channel and how it ended, oldest first. FILTER is any of --tenant
--customer --receiver --alert --batch --since 2026-12-01T09:00:00Z, and --state sent, failed,
skipped (a summary told it), suppressed (ended without being told) or held (--held is the same). The
last --limit lines are shown (50). DUEWATCH_SETTINGS names the settings. It is read from the topic
risk.deliveries, which keeps 400 days; what is still to be sent counts as pending in the notifier's
/status. Changes by webhook are among them as changed, by the id that they have on risk.changes.

resend tells it to its receiver once more, at once and under the same id, whatever became of it:
after a dead receiver was mended, or when people cannot find it. The message says whose wish it was;
\`duewatch acts\` does, too, and show says how it ended. By default NAME is who runs the command.
`;

const options = {
  tenant: { type: 'string' },
  customer: { type: 'string' },
  receiver: { type: 'string' },
  alert: { type: 'string' },
  batch: { type: 'string' },
  state: { type: 'string' },
  held: { type: 'boolean', default: false },
  since: { type: 'string' },
  limit: { type: 'string', default: '50' },
  by: { type: 'string' },
  json: { type: 'boolean', default: false },
} as const;

const states = ['sent', 'failed', 'skipped', 'suppressed', 'held'];

/** `duewatch deliveries …`: the delivery ledger, as its topic has it. */
export const command: Command = {
  summary: 'lists who was told what, when and how it ended; sends it again',
  usage,
  async run(args, terminal) {
    const [action = '', ...rest] = args;
    const { values, positionals } = parseArgs({ args: rest, options, allowPositionals: true });
    const { held, since, limit, json, by, ...filter } = values;
    const [id] = positionals;
    if (action === 'show' && id !== undefined) {
      const found = await withStack(terminal, (connection) => findDelivery(connection, id));
      return printList([found], { json }, terminal, deliveryLines);
    }
    if (action === 'resend' && id !== undefined) {
      const author = authorOf({ by });
      const told = await withStack(terminal, (connection) => resend(connection, id, author));
      const { transition, episodeId, receiver, channel } = told;
      terminal.out(`asked: ${transition} ${episodeId} once more to ${receiver} (${channel})`);
      terminal.out(`\`duewatch deliveries show ${id}\` says what becomes of it.`);
      return 0;
    }
    if (action !== 'list') {
      terminal.err(usage);
      return 2;
    }
    checkKnown(filter.state, states, (one) => `No delivery is ${one}.`);
    const wanted = { ...filter, ...(held ? { state: 'held' } : {}), since: momentOf(since) };
    const all = await withStack(terminal, (connection) => readDeliveries(connection, wanted));
    const most = countOf(limit);
    if (all.length > most) terminal.err(`The last ${most} of ${all.length}:`);
    return printList(all.slice(-most), { json }, terminal, (one) => [deliveryLine(one)]);
  },
};

function momentOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const at = Date.parse(text);
  if (Number.isNaN(at)) throw new Error(`"${text}" is no time. Say 2026-12-01T09:00:00Z.`);
  return at;
}
