import { parseArgs } from 'node:util';
import type { Command } from '../command.ts';
import { deliveryLine, deliveryLines } from '../deliveries/delivery-lines.ts';
import { readDeliveries } from '../deliveries/ledger.ts';
import { printList } from '../print-list.ts';
import { withStack } from '../stack/with-stack.ts';

const usage = `Usage: duewatch deliveries list [FILTER] [--limit N] [--json]
       duewatch deliveries show DELIVERY [--json]

Who was told what, when, by which channel and how it ended, oldest first. FILTER is any of --tenant
--customer --receiver --alert --batch --since 2026-12-01T09:00:00Z, and --state sent, failed,
skipped (a summary told it), suppressed (ended without being told) or held (--held is the same). The
last --limit lines are shown (50). DUEWATCH_SETTINGS names the settings. It is read from the topic
risk.deliveries, which keeps 400 days; what is still to be sent counts as pending in the notifier's
/status.
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
  json: { type: 'boolean', default: false },
} as const;

/** `duewatch deliveries …`: the delivery ledger, as its topic has it. */
export const command: Command = {
  summary: 'lists who was told what, when and how it ended',
  usage,
  async run(args, terminal) {
    const [action = '', ...rest] = args;
    const { values, positionals } = parseArgs({ args: rest, options, allowPositionals: true });
    const { held, since, limit, json, ...filter } = values;
    const [id] = positionals;
    if (action === 'show' && id !== undefined) {
      const all = await withStack((connection) => readDeliveries(connection, {}));
      const found = all.filter(({ last }) => last.deliveryId === id);
      if (found.length === 0) throw new Error(`No delivery ${id} is on risk.deliveries.`);
      return printList(found, { json }, terminal, deliveryLines);
    }
    if (action !== 'list') {
      terminal.err(usage);
      return 2;
    }
    const wanted = { ...filter, ...(held ? { state: 'held' } : {}), since: momentOf(since) };
    const all = await withStack((connection) => readDeliveries(connection, wanted));
    const most = countOf(limit);
    if (all.length > most) terminal.err(`The last ${most} of ${all.length}:`);
    return printList(all.slice(-most), { json }, terminal, (one) => [deliveryLine(one)]);
  },
};

function countOf(text: string): number {
  const count = Number(text);
  if (Number.isSafeInteger(count) && count > 0) return count;
  throw new Error(`"${text}" is no number of lines.`);
}

function momentOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const at = Date.parse(text);
  if (Number.isNaN(at)) throw new Error(`"${text}" is no time. Say 2026-12-01T09:00:00Z.`);
  return at;
}
