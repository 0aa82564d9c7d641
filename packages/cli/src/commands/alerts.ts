import { parseArgs } from 'node:util';
import { createSystemClock, loadSettings } from '@duewatch/config';
import { z } from 'zod';
import { authorOf } from '../acts/author.ts';
import { alertLine, alertLines, precisionLine, silenceLine } from '../alerts/alert-lines.ts';
import { type CommandSender, createSender } from '../alerts/command-sender.ts';
import {
  createDeskClient,
  type DeskClient,
  type OpenAlert,
  type Silence,
} from '../alerts/desk-client.ts';
import { parseMoment } from '../alerts/moment.ts';
import { settleBatch } from '../alerts/settle-batch.ts';
import type { Command, Terminal } from '../command.ts';
import { countOf } from '../count-of.ts';
import { printList } from '../print-list.ts';
import { withStack } from '../stack/with-stack.ts';

const usage = `Usage: duewatch alerts list [MATCH] [--limit N] [--json]
       duewatch alerts show ALERT [--json]
       duewatch alerts ack ALERT [--outcome useful|known|wrong] [--undo]
       duewatch alerts snooze ALERT --until WHEN|change [--undo]
       duewatch alerts silence MATCH --tenant ID --until WHEN --reason TEXT [--preview]
       duewatch alerts unsilence SILENCE
       duewatch alerts release BATCH | drop BATCH [--reason TEXT]
       duewatch alerts silences | precision [--json]

MATCH is any of --tenant --customer --branch --owner --segment --code (several codes: repeat it).
The first --limit alerts are shown (200).
WHEN is 90m, 4h, 2d, or an instant such as 2026-12-01T09:00:00Z.

What is kept back is on risk.alerts all the same, marked with the reason, and is told when that ends
if it is still true. A BATCH is what the notifier held because too much came at once for one
receiver (\`duewatch deliveries list --held\`): released, each is told that is still news; dropped,
none is.
--preview lists the open alerts that a silence would match, and does nothing.
--by NAME says who wishes it (else: the user of the machine). DUEWATCH_SETTINGS names the settings
of the services: alerting answers at its statusPort (or at --alerting URL), and wishes go to the
Kafka of the stack.
`;

const options = {
  tenant: { type: 'string' },
  customer: { type: 'string' },
  branch: { type: 'string' },
  owner: { type: 'string' },
  segment: { type: 'string' },
  code: { type: 'string', multiple: true },
  limit: { type: 'string', default: '200' },
  outcome: { type: 'string' },
  until: { type: 'string' },
  reason: { type: 'string' },
  by: { type: 'string' },
  alerting: { type: 'string' },
  preview: { type: 'boolean' },
  undo: { type: 'boolean' },
  json: { type: 'boolean' },
} as const;

type Flags = ReturnType<typeof parseFlags>['values'];

function parseFlags(args: readonly string[]) {
  return parseArgs({ args: [...args], options, allowPositionals: true });
}

/** `duewatch alerts …`: what is open, and what people do about it. */
export const command: Command = {
  summary: 'lists open alerts; acknowledges, snoozes and silences them',
  usage,
  async run(args, terminal) {
    const [action = '', ...rest] = args;
    const { values: flags, positionals } = parseFlags(rest);
    const desk = createDeskClient(flags.alerting ?? alertingUrl());
    const [id] = positionals;
    switch (action) {
      case 'list':
        return list(desk, flags, terminal);
      case 'silences':
        return printList(await desk.silences(), flags, terminal, (one) => [silenceLine(one)]);
      case 'precision':
        return printList(await desk.precision(), flags, terminal, (one) => [precisionLine(one)]);
      case 'silence':
        return silence(desk, flags, terminal);
    }
    if (id === undefined || !ACTIONS_ON_ONE.includes(action)) {
      terminal.err(usage);
      return 2;
    }
    if (action === 'show') return printList([await desk.alert(id)], flags, terminal, alertLines);
    if (action === 'release' || action === 'drop') return settle(id, action, flags, terminal);
    if (action === 'unsilence') return lift(await desk.silence(id), flags, terminal);
    return attend(await desk.alert(id), wishOf(action, flags), flags, terminal);
  },
};

const ACTIONS_ON_ONE = ['show', 'ack', 'snooze', 'unsilence', 'release', 'drop'];

async function list(desk: DeskClient, flags: Flags, terminal: Terminal): Promise<number> {
  const most = countOf(flags.limit);
  // One more than is shown tells whether there are more.
  const alerts = await desk.alerts(queryOf({ ...flags, limit: String(most + 1) }));
  if (alerts.length > most) terminal.err(`The first ${most}; --limit shows more.`);
  return printList(alerts.slice(0, most), flags, terminal, (one) => [alertLine(one)]);
}

function queryOf(flags: Flags): URLSearchParams {
  const query = new URLSearchParams();
  for (const name of ['tenant', 'customer', 'branch', 'owner', 'segment', 'limit'] as const) {
    const value = flags[name];
    if (value !== undefined) query.set(name, value);
  }
  for (const code of flags.code ?? []) query.append('code', code);
  return query;
}

type Wish = Parameters<CommandSender['alert']>[0];
type WishPart = Pick<Wish, 'kind' | 'until' | 'outcome'>;

function wishOf(action: string, { undo, outcome, until }: Flags): WishPart {
  const nothing = { until: null, outcome: null };
  if (action === 'ack') {
    if (undo) return { ...nothing, kind: 'unacknowledge' };
    return { ...nothing, kind: 'acknowledge', outcome: outcomeOf(outcome) };
  }
  if (undo) return { ...nothing, kind: 'unsnooze' };
  if (until === undefined) throw new Error('Say until when: --until 4h, or --until change.');
  const at = until === 'change' ? null : parseMoment(until, createSystemClock().now());
  return { ...nothing, kind: 'snooze', until: at };
}

function outcomeOf(text: string | undefined): Wish['outcome'] {
  if (text === undefined) return null;
  if (text === 'useful' || text === 'known' || text === 'wrong') return text;
  throw new Error(`"${text}" is no outcome. Say useful, known or wrong.`);
}

async function attend(
  { tenantId, customerId, alertId, code }: OpenAlert,
  wish: WishPart,
  flags: Flags,
  terminal: Terminal,
): Promise<number> {
  const by = authorOf(flags);
  await sending(terminal, (sender) =>
    sender.alert({ tenantId, customerId, alertId, by, note: null, ...wish }),
  );
  terminal.out(`${wish.kind}: ${code} of ${tenantId}|${customerId}, by ${by}`);
  return 0;
}

async function silence(desk: DeskClient, flags: Flags, terminal: Terminal): Promise<number> {
  if (flags.preview) return list(desk, flags, terminal);
  const { tenant: tenantId, reason, until } = flags;
  if (tenantId === undefined || reason === undefined || until === undefined) {
    throw new Error(
      'A silence needs --tenant, --until and --reason: all three end up on the record.',
    );
  }
  const from = createSystemClock().now();
  const silenceId = `S-${from.toString(36)}`;
  const { customer, branch, owner, segment, code } = flags;
  await sending(terminal, (sender) =>
    sender.silence({
      ...{ silenceId, tenantId, kind: 'silence', reason, by: authorOf(flags) },
      ...{ customerId: customer ?? null, branchId: branch ?? null, ownerId: owner ?? null },
      ...{ segment: segment ?? null, codes: code ?? [], from, until: parseMoment(until, from) },
    }),
  );
  terminal.out(`${silenceId} begins now. \`duewatch alerts unsilence ${silenceId}\` lifts it.`);
  return 0;
}

async function lift(
  { silenceId, tenantId }: Silence,
  flags: Flags,
  terminal: Terminal,
): Promise<number> {
  const now = createSystemClock().now();
  await sending(terminal, (sender) =>
    sender.silence({
      ...{ silenceId, tenantId, kind: 'unsilence', reason: 'lifted', by: authorOf(flags) },
      ...{ customerId: null, branchId: null, ownerId: null, segment: null, codes: [] },
      ...{ from: now, until: now },
    }),
  );
  terminal.out(`${silenceId} is lifted. What it kept back is told now, if it is still true.`);
  return 0;
}

async function settle(
  batchId: string,
  kind: 'release' | 'drop',
  flags: Flags,
  terminal: Terminal,
): Promise<number> {
  const wish = { kind, by: authorOf(flags), reason: flags.reason ?? null };
  const { messages, receiver } = await withStack(terminal, (all) =>
    settleBatch(all, batchId, wish),
  );
  terminal.out(`${kind}: ${messages} messages held from ${receiver}, by ${wish.by}`);
  return 0;
}

const alertingSection = z.looseObject({ statusPort: z.int().default(8083) });

/** Alerting on this machine, as the settings have it. */
function alertingUrl(): string {
  const { alerting } = loadSettings({ alerting: alertingSection });
  return `http://127.0.0.1:${alerting.statusPort}`;
}

async function sending(
  terminal: Terminal,
  send: (sender: CommandSender) => Promise<void>,
): Promise<void> {
  await withStack(terminal, (connection) => send(createSender(connection)));
}
